//! The commands about the program itself, each in its own file.

pub(crate) mod completions;
#[cfg(feature = "serve")]
pub(crate) mod config;
pub(crate) mod man;
pub(crate) mod schema;
#[cfg(feature = "serve")]
pub(crate) mod serve;
