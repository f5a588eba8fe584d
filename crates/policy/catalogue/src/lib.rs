//! The built-in catalogue of products.
//!
//! The build reads `packs/catalogue` and embeds the result, so that an installed command finds it
//! anywhere and never parses it again.

use countersign_model::Catalogue;
use countersign_pack::{File, PackFolder};
use std::sync::{Arc, OnceLock};

/// The name by which packs extend it.
pub const NAME: &str = "catalogue";

/// The catalogue as the build read it.
static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.bin"));

/// Its own `pack.toml`.
static HEAD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.toml"));

/// Returns the catalogue as a pack that others extend.
pub fn folder() -> PackFolder {
    let head = File { path: "pack.toml".to_owned(), bytes: HEAD.to_vec() };
    PackFolder { described: Some(catalogue), ..PackFolder::new(NAME, vec![head]) }
}

fn catalogue() -> Arc<Catalogue> {
    static READ: OnceLock<Arc<Catalogue>> = OnceLock::new();
    // The bytes are those that the build wrote from the same type: a test reads them.
    READ.get_or_init(|| Arc::new(postcard::from_bytes(BYTES).unwrap_or_default())).clone()
}
