//! Lists that organisations already have, to pack documents.
//!
//! A document is read into [`Table`]s, one file a format in `read/`; headings say what
//! columns are ([`understand`]), cells say what follows from them only where they do so
//! plainly, and every row is accounted for ([`Report`]). Nothing here reads a file or a
//! clock, and nothing is guessed: what is not understood stays as a note.

mod against;
mod date;
mod device;
mod device_rules;
mod document;
mod effect;
mod entry;
mod given;
mod identity;
mod import;
mod information_class;
mod item;
mod mapping;
mod merge;
mod name;
mod pack;
mod parallel;
mod prose;
mod quoted;
mod read;
mod register;
mod remark;
mod role;
mod status;
mod table;
mod text;
mod understand;

pub use document::Origin;
pub use effect::Effect;
pub use import::{Imported, Limiting, Refused, Report, StatusReport, Together, import};
pub use mapping::{BadMapping, Mapping, roles};
pub use merge::{Change, Merged, merge};
pub use read::{Document, Format, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Unreadable, format, read, tool_of_domains};
pub use role::{Role, same_words};
pub use table::{Above, Cell, Extras, Row, Table};
pub use text::Text;
pub use understand::{Column, Understood, understand};
