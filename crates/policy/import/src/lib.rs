//! Lists that organisations already have, to pack documents.
//!
//! A document is read into [`Table`]s, one file a format in `read/`; headings say what
//! columns are ([`understand`]), cells say what follows from them only where they do so
//! plainly, and every row is accounted for ([`Report`]). Nothing here reads a file or a
//! clock, and nothing is guessed: what is not understood stays as a note.

mod against;
mod column_role;
mod convert;
mod date;
mod detect;
mod device;
mod device_rules;
mod given;
mod grouping;
mod identity;
mod information_class;
mod item;
mod mapping;
mod merge;
mod pack_files;
mod parallel;
mod prose;
mod read;
mod remark;
mod row_parser;
mod status;
mod status_words;
mod table;
mod table_columns;
mod text;
mod toml_string;
mod tool_name;
mod tool_writer;

pub use column_role::{Role, same_words};
pub use convert::{Imported, Limiting, Refused, Report, StatusReport, Together, import};
pub use detect::understand;
pub use mapping::{BadMapping, Mapping, roles};
pub use merge::{Change, Merged, merge};
pub use read::{Document, Format, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Unreadable, format, read, tool_of_domains};
pub use status_words::Effect;
pub use table::{Above, Cell, Extras, Row, Table};
pub use table_columns::{Column, Understood};
pub use text::Text;
pub use tool_writer::Origin;
