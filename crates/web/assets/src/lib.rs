//! Styles and scripts of the web pages, embedded.
//!
//! They are built from npm packages by `build.rs`: GOV.UK Frontend with the components
//! that the pages use, and accessible-autocomplete. What belongs to GOV.UK alone, its
//! crown and its typeface, is left out.

/// A file that pages load.
#[derive(Debug)]
pub struct Asset {
    /// Its name.
    pub name: &'static str,
    /// Its media type.
    pub kind: &'static str,
    /// Its bytes.
    pub plain: &'static [u8],
    /// The same in gzip (RFC 1952).
    pub gzip: Option<&'static [u8]>,
    /// The same in Brotli (RFC 7932).
    pub brotli: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file of a name.
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}
