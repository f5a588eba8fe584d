//! Attributes that a component is given on top of its own.

use askama::filters::{Escaper, Html, HtmlSafe};
use std::borrow::Cow;
use std::fmt;

/// More attributes for an element, in the order in which they were given.
///
/// Values are escaped. Names are the programmer's: one that HTML does not allow (white
/// space, quotes, `<`, `>`, `/`, `=` or a control character in it, or nothing at all) is
/// left out with its value. What a component writes itself, such as `class`, belongs into
/// its own fields: a browser heeds only the first of two attributes of a name.
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
    /// No attributes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Attributes that are HTML already, written as they are after all others.
    pub fn raw(html: impl Into<Cow<'a, str>>) -> Self {
        Self { list: Vec::new(), raw: html.into() }
    }

    /// One more attribute, with its value.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        self.list.push((name.into(), Some(value.into())));
        self
    }

    /// One more attribute that has no value, such as `hidden`.
    #[must_use]
    pub fn flag(mut self, name: impl Into<Cow<'a, str>>) -> Self {
        self.list.push((name.into(), None));
        self
    }

    /// Whether there are none.
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

/// Whether HTML allows this name for an attribute.
fn allowed(name: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | '/' | '=');
    !name.is_empty() && !name.contains(forbidden)
}

/// Each with a space before it, so that they follow an element's own.
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
