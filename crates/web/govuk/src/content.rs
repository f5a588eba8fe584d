//! The content of an element: text, or HTML.

use askama::filters::{Escaper, Html, HtmlSafe};
use std::borrow::Cow;
use std::fmt;

/// The content of an element.
///
/// Text is escaped when it is written. HTML is not, so it must never contain anything that a user
/// has typed. Anything that can become a string becomes text with `into()`.
///
/// ```
/// use countersign_govuk::Content;
///
/// assert_eq!(Content::text("<b>").to_string(), "&#60;b&#62;");
/// assert_eq!(Content::html("<b>bold</b>").to_string(), "<b>bold</b>");
/// assert_eq!(Content::from("plain"), Content::text("plain"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// Text: `<`, `>`, `&` and quotes are escaped.
    Text(Cow<'a, str>),
    /// HTML, written unchanged.
    Html(Cow<'a, str>),
}

impl<'a> Content<'a> {
    /// Creates text, which is escaped.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Creates HTML, which is written unchanged. Use `to_string()` to include another component.
    pub fn html(html: impl Into<Cow<'a, str>>) -> Self {
        Self::Html(html.into())
    }

    /// Returns true if there is no content. Components then write their default, or nothing.
    pub fn is_empty(&self) -> bool {
        let (Self::Text(inner) | Self::Html(inner)) = self;
        inner.is_empty()
    }

    /// Returns true if this is HTML.
    pub fn is_html(&self) -> bool {
        matches!(self, Self::Html(_))
    }

    /// Returns this content, or a text if it is empty.
    pub(crate) fn or<'s>(&'s self, text: &'s str) -> Content<'s> {
        match self {
            _ if self.is_empty() => Content::text(text),
            Self::Text(inner) => Content::text(inner.as_ref()),
            Self::Html(inner) => Content::html(inner.as_ref()),
        }
    }
}

impl Default for Content<'_> {
    fn default() -> Self {
        Self::text("")
    }
}

impl fmt::Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => Html.write_escaped_str(f, text),
            Self::Html(html) => f.write_str(html),
        }
    }
}

impl HtmlSafe for Content<'_> {}

impl<'a> From<&'a str> for Content<'a> {
    fn from(text: &'a str) -> Self {
        Self::text(text)
    }
}

impl<'a> From<&'a String> for Content<'a> {
    fn from(text: &'a String) -> Self {
        Self::text(text.as_str())
    }
}

impl From<String> for Content<'_> {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl<'a> From<Cow<'a, str>> for Content<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::text(text)
    }
}
