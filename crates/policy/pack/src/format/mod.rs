//! The pack format, version 1, as data.
//!
//! One description serves four ends: documents are checked against it, editors
//! get their JSON Schema from it, the reference page is printed from it, and
//! references between documents are collected by it. A new key is one line here
//! and one where it is read.

mod documents;
mod enforcement;
mod inherited;
mod pack_tests;
mod sections;
mod service;
mod value_type;

pub use documents::{BAN, CHECKLIST, DOCUMENTS, Document, EXEMPTION, TEXT, TOOL, document_for};
pub use pack_tests::TESTS;
pub use sections::SECTIONS;
pub use value_type::{Field, RefTarget, TableType, ValueType};

/// The version of the format that this crate reads.
pub const VERSION: i64 = 1;
