//! What was given, and what stands in the place of what was not.

/// What is as its default says nothing.
///
/// Lists leave such entries out, so that one can write an entry that may not be there as
/// `if show { entry } else { Default::default() }`.
pub(crate) trait Blank {
    fn is_blank(&self) -> bool;
}

impl<T: Default + PartialEq> Blank for T {
    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

/// What was given, or where it is empty what stands in its place.
pub(crate) fn or<'s>(given: &'s str, default: &'s str) -> &'s str {
    if given.is_empty() { default } else { given }
}

/// The level of a heading that may have been chosen, between 1 and 6.
pub(crate) fn level(chosen: Option<u8>, default: u8) -> u8 {
    chosen.unwrap_or(default).clamp(1, 6)
}
