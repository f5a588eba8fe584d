//! Policy packs: from documents to the model and back.
//!
//! A pack is a folder that people keep by hand: TOML for the register, Cedar for rules, Markdown
//! for prose. This crate reads folders that are already in memory. It returns the model and reports
//! all errors in all files at once. It also edits documents without losing a comment. It parses
//! only the outline of Cedar rules ([`rule_outline::scan`]), reads no file and asks no clock.

mod described;
mod diagnostic;
mod edit;
pub mod format;
mod json_schema;
mod read;
pub mod rule_outline;
mod shared_domains;
mod source_map;
mod translatable;

pub use countersign_model::nearest;
pub use described::check_catalogue;
pub use diagnostic::{Diagnostic, Severity};
pub use edit::{BadEdit, Edit, edit};
pub use json_schema::json_schema;
pub use read::{
    ANNOTATIONS, Expect, ReadCache, Reading, RegisterTest, Test, extends, is_catalogue, read, read_again, read_parent,
};
pub use shared_domains::SharedDomain;
pub use source_map::{File, PackFolder, Position, SourceMap};
pub use translatable::sentences;
