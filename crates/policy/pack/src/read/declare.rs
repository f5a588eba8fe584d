use crate::Diagnostic;
use countersign_model::{HasId, Id, Table};

/// Adds a row to a table, or reports that its id is taken.
pub(super) fn declare<T: HasId>(
    table: &mut Table<T>,
    row: T,
    what: &str,
    span: impl Fn(&T) -> countersign_model::Span,
    faults: &mut Vec<Diagnostic>,
) {
    if let Err(row) = table.insert(row) {
        let first = table.get(row.id().as_str()).map(&span);
        let fault =
            Diagnostic::error("declared-twice", span(&row), format!("the {what} `{}` is declared twice", row.id()));
        let fault = fault.help("choose another id, or remove one of the two");
        faults.push(match first {
            Some(first) => fault.also(first, "first declared here"),
            None => fault,
        });
    }
}

/// Returns true if a word names a type of Cedar or of Countersign, or an option, and so cannot name
/// a facet.
pub(super) fn is_reserved(id: &Id) -> bool {
    let own = [
        "approved",
        "unit",
        "kind",
        "developer",
        "tool",
        "grade",
        "ban",
        "listing",
        "action",
        "at",
        "not",
        "pack",
        "format",
    ];
    let of_pages = ["lang", "q", "page", "skip", "change", "asked", "facet", "by", "from", "to", "type"];
    let types = ["bool", "boolean", "entity", "extension", "long", "record", "set", "string"];
    own.contains(&id.as_str()) || of_pages.contains(&id.as_str()) || types.contains(&id.as_str()) || is_no_attribute(id)
}

/// Returns true if Cedar cannot use a word as the name of an attribute.
pub(super) fn is_no_attribute(id: &Id) -> bool {
    let words = ["if", "then", "else", "in", "is", "like", "has", "true", "false"];
    words.contains(&id.as_str()) || !id.as_str().starts_with(|first: char| first.is_ascii_alphabetic())
}
