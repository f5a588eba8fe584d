//! One subcommand a file.

pub(crate) mod build;
pub(crate) mod catalogue;
pub(crate) mod check;
pub(crate) mod compile;
pub(crate) mod completions;
#[cfg(feature = "serve")]
pub(crate) mod config;
pub(crate) mod diff;
pub(crate) mod edit;
pub(crate) mod explain;
pub(crate) mod facets;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod lint;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod pages;
pub(crate) mod register_test;
pub(crate) mod schema;
#[cfg(feature = "serve")]
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod suggest;
pub(crate) mod table;
pub(crate) mod test;
pub(crate) mod texts;
