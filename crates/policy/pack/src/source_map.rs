use countersign_model::{Catalogue, FileId, Span};
use std::sync::Arc;

/// A folder in memory: one pack of a chain.
#[derive(Clone, Debug, Default)]
pub struct PackFolder {
    /// The name of the folder in messages.
    pub label: String,
    /// Its files, sorted, with relative paths that use `/`.
    pub files: Vec<File>,
    /// Returns the contents of a catalogue that was read earlier, in addition to its files. It is
    /// called only when needed.
    pub described: Option<fn() -> Arc<Catalogue>>,
}

impl PackFolder {
    /// Creates a folder that has only files.
    pub fn new(label: impl Into<String>, files: Vec<File>) -> Self {
        Self { label: label.into(), files, described: None }
    }
}

/// A file of a pack.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// The path inside the folder.
    pub path: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "=== {}\n{}", self.path, String::from_utf8_lossy(&self.bytes))
    }
}

/// The texts that spans point into.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<(String, String)>,
}

/// A place as people read it. Lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl SourceMap {
    /// Adds a text under a path.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push((path.into(), text.into()));
        id
    }

    /// Returns the path of a file.
    pub fn path(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |(path, _)| path)
    }

    /// Returns the text of a file.
    pub fn text(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |(_, text)| text)
    }

    /// Returns the start of a span.
    pub fn position(&self, span: Span) -> Position {
        let text = self.text(span.file);
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns true if there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
