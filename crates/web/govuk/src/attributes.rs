//! Attributes that callers add to a component's own.

use askama::filters::{Escaper, Html, HtmlSafe};
use std::borrow::Cow;
use std::fmt;

/// More attributes for an element, in the order in which they were added.
///
/// Values are escaped. Names come from the programmer. A name that HTML does not allow (white
/// space, quotes, `<`, `>`, `/`, `=` or a control character in it, or an empty name) is left out
/// with its value. Do not add attributes that a component writes itself, such as `class`: use its
/// own fields. A browser uses only the first of two attributes with the same name.
///
/// ```
/// use countersign_govuk::Attributes;
///
/// let attributes = Attributes::new().with("data-page", "1 & 2").flag("hidden");
/// assert_eq!(attributes.to_string(), " data-page=\"1 &#38; 2\" hidden");
/// assert_eq!(Attributes::from([("lang", "cy")]).to_string(), " lang=\"cy\"");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes<'a> {
    list: Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>,
    raw: Cow<'a, str>,
}

impl<'a> Attributes<'a> {
    /// Creates an empty list of attributes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates attributes from HTML, written unchanged after all others.
    pub fn raw(html: impl Into<Cow<'a, str>>) -> Self {
        Self { list: Vec::new(), raw: html.into() }
    }

    /// Adds an attribute with a value.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        self.list.push((name.into(), Some(value.into())));
        self
    }

    /// Adds an attribute without a value, such as `hidden`.
    #[must_use]
    pub fn flag(mut self, name: impl Into<Cow<'a, str>>) -> Self {
        self.list.push((name.into(), None));
        self
    }

    /// Returns true if there are no attributes.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.raw.is_empty()
    }
}

impl<'a, K: Into<Cow<'a, str>>, V: Into<Cow<'a, str>>> FromIterator<(K, V)> for Attributes<'a> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        pairs.into_iter().fold(Self::new(), |attributes, (name, value)| attributes.with(name, value))
    }
}

impl<'a, K: Into<Cow<'a, str>>, V: Into<Cow<'a, str>>, const N: usize> From<[(K, V); N]> for Attributes<'a> {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

/// Returns true if HTML allows this name for an attribute.
fn allowed(name: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | '/' | '=');
    !name.is_empty() && !name.contains(forbidden)
}

/// Writes each attribute with a space before it, so that they follow an element's own.
impl fmt::Display for Attributes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in self.list.iter().filter(|(name, _)| allowed(name)) {
            write!(f, " {name}")?;
            if let Some(value) = value {
                f.write_str("=\"")?;
                Html.write_escaped_str(&mut *f, value)?;
                f.write_str("\"")?;
            }
        }
        let raw = self.raw.trim();
        if raw.is_empty() { Ok(()) } else { write!(f, " {raw}") }
    }
}

impl HtmlSafe for Attributes<'_> {}
