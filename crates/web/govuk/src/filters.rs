//! Filters for templates: more classes, and an optional attribute.

#![allow(unreachable_pub, reason = "the macro of askama makes types that are public")]

use askama::filters::{Escaper, Html, Safe};
use askama::{Result, Values};
use std::fmt;

/// Classes after the component's own: ` one two`, or nothing.
#[askama::filter_fn]
pub(crate) fn more<T: AsRef<str>>(classes: T, _: &dyn Values) -> Result<Safe<More<T>>> {
    Ok(Safe(More(classes)))
}

/// Returns an attribute if its value is not empty: ` id="one"`. Otherwise, returns nothing.
#[askama::filter_fn]
pub(crate) fn attr<T: AsRef<str>>(value: T, _: &dyn Values, name: &'static str) -> Result<Safe<Attr<T>>> {
    Ok(Safe(Attr(name, value)))
}

pub(crate) struct More<T>(T);

impl<T: AsRef<str>> fmt::Display for More<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let classes = self.0.as_ref();
        if classes.is_empty() {
            return Ok(());
        }
        f.write_str(" ")?;
        Html.write_escaped_str(f, classes)
    }
}

pub(crate) struct Attr<T>(&'static str, T);

impl<T: AsRef<str>> fmt::Display for Attr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.1.as_ref();
        if value.is_empty() {
            return Ok(());
        }
        write!(f, " {}=\"", self.0)?;
        Html.write_escaped_str(&mut *f, value)?;
        f.write_str("\"")
    }
}
