//! Files of a pack: where they belong, and whether they are text.

use crate::Diagnostic;
use countersign_model::{FileId, Span};

/// Returns the text of a file, or the position of a byte that is not text. Zeros show UTF-16
/// without a byte order mark.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, usize> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match (bytes.iter().position(|byte| *byte == 0), std::str::from_utf8(bytes)) {
        (Some(zero), Ok(_)) => Err(zero),
        (_, text) => text.map_err(|error| error.valid_up_to()),
    }
}

pub(super) fn not_utf8(file: FileId, path: &str, valid: usize) -> Diagnostic {
    let message = format!("`{path}` is not text in UTF-8: byte {} belongs to no character", valid + 1);
    Diagnostic::error("not-utf8", Span::new(file, 0, 0), message).help("save the file as UTF-8")
}

/// Folders of a pack, with the extension of their files.
const FOLDERS: &[(&str, &str)] = &[
    ("tools", "toml"),
    ("bans", "toml"),
    ("exemptions", "toml"),
    ("checklists", "toml"),
    ("tests", "toml"),
    ("text", "toml"),
    ("rules", "cedar"),
    ("pages", "md"),
];

/// Reports a file in a place that nothing reads.
pub(super) fn misplaced(path: &str, file: FileId) -> Option<Diagnostic> {
    let (folder, rest) = path.split_once('/').unwrap_or(("", path));
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let wanted = FOLDERS.iter().find(|(name, _)| *name == folder).map(|(_, ending)| *ending);
    let read = match wanted {
        Some(wanted) => wanted == ending && !rest.contains('/'),
        None => folder.is_empty(),
    };
    let known = FOLDERS.iter().map(|(name, _)| *name);
    let help = match wanted {
        Some(wanted) => format!("`{folder}/` holds files that end in `.{wanted}`, and no folders"),
        None => format!("a pack's folders are {}", known.clone().collect::<Vec<_>>().join(", ")),
    };
    let warning = Diagnostic::warning(
        "not-read",
        Span::new(file, 0, 0),
        format!("`{path}` is no part of the pack and is not read"),
    );
    if read { None } else { Some(warning.help(help)) }
}
