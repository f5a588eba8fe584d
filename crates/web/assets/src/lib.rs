//! The styles and scripts of the web pages, embedded.
//!
//! `build.rs` builds them from npm packages: GOV.UK Frontend with the components that the pages
//! use, and accessible-autocomplete. It leaves out the crown and the typeface, which only GOV.UK
//! may use.

/// A file that pages load.
#[derive(Debug)]
pub struct Asset {
    /// Its name.
    pub name: &'static str,
    /// Its media type.
    pub kind: &'static str,
    /// Its bytes.
    pub plain: &'static [u8],
    /// The file compressed with gzip (RFC 1952).
    pub gzip: Option<&'static [u8]>,
    /// The file compressed with Brotli (RFC 7932).
    pub brotli: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Returns the file with this name.
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}
