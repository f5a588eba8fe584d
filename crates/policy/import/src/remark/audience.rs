//! The people that a tool is for, inside or outside the organisation.

use super::finding::Audience;

/// Reads the audience of a tool.
pub(super) fn read(words: &str) -> Option<Audience> {
    match words.strip_prefix("for ").unwrap_or(words) {
        "internal"
        | "internal only"
        | "internal use"
        | "internal use only"
        | "staff only"
        | "only staff"
        | "employees only"
        | "only employees"
        | "internal staff only"
        | "all staff"
        | "colleagues only"
        | "internal users"
        | "internal users only"
        | "internal meetings"
        | "internal meetings only"
        | "internal staff" => Some(Audience::Internal),
        "external"
        | "external only"
        | "external use only"
        | "external meetings"
        | "external meetings only"
        | "only external meetings"
        | "external users only" => Some(Audience::External),
        "internal external"
        | "external internal"
        | "internal and external"
        | "external and internal"
        | "internal or external"
        | "internal and external meetings"
        | "both"
        | "everyone"
        | "everybody"
        | "anybody"
        | "anyone"
        | "all"
        | "all users"
        | "public" => Some(Audience::Anybody),
        _ => None,
    }
}
