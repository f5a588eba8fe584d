//! Given values, and defaults for missing ones.

/// A type whose default value means "not given".
///
/// Lists leave out such entries, so that callers can write an optional entry as `if show { entry }
/// else { Default::default() }`.
pub(crate) trait Blank {
    fn is_blank(&self) -> bool;
}

impl<T: Default + PartialEq> Blank for T {
    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

/// Returns the given string, or the default if it is empty.
pub(crate) fn or<'s>(given: &'s str, default: &'s str) -> &'s str {
    if given.is_empty() { default } else { given }
}

/// Returns the chosen level of a heading, from 1 to 6, or the default.
pub(crate) fn level(chosen: Option<u8>, default: u8) -> u8 {
    chosen.unwrap_or(default).clamp(1, 6)
}
