//! The link past the parts that every page has.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// A link past the header to the main content, visible once it has the focus.
///
/// Every page has one, as the first element in its `body`, so that people who use a keyboard do not
/// have to go through the navigation on each page.
///
/// [Design system: skip link](https://design-system.service.gov.uk/components/skip-link/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "skip-link.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SkipLink<'a> {
    /// The content, such as `Skip to main content`.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `id` of the main content after a `#`. If empty, `#content`.
    pub href: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(SkipLink);
made_of_content!(SkipLink);
