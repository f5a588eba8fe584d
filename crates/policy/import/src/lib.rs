//! Turns lists that organisations already have into pack documents.
//!
//! Each format in `read/` has its own file, and reads a document into [`Table`]s. Headings give the
//! roles of columns ([`understand`]). Cells have an effect only if they are plain, and the
//! [`Report`] accounts for every row. Nothing here reads a file or a clock. Nothing is guessed:
//! whatever is not understood stays as a note.

mod against;
mod cell_names;
mod cell_parser;
mod column_role;
mod convert;
mod date;
mod detect;
mod device;
mod device_rules;
mod entry;
mod given;
mod grouping;
mod identity;
mod information_class;
mod item;
mod key_writer;
mod mapping;
mod merge;
mod pack_files;
mod parallel;
mod plain_words;
mod prose;
mod read;
mod remark;
mod report;
mod row_parser;
mod status;
mod status_words;
mod table;
mod table_columns;
mod text;
mod toml_string;
mod tool_name;
mod tool_writer;

pub use column_role::Role;
pub use convert::{Imported, import};
pub use detect::understand;
pub use key_writer::Origin;
pub use mapping::{BadMapping, Mapping, roles};
pub use merge::{Change, Merged, merge};
pub use plain_words::same_words;
pub use read::{Document, Format, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Unreadable, format, read, tool_of_domains};
pub use report::{Limiting, Refused, Report, StatusReport, Together};
pub use status_words::Effect;
pub use table::{Above, Cell, Extras, Row, Table};
pub use table_columns::{Column, Understood};
pub use text::Text;
