//! How something stands.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// How something stands, in a coloured box.
///
/// Use it where things have one of several states and people scan for them, such as in a
/// list of tasks. Colour alone must not carry the meaning.
///
/// [Design system: tag](https://design-system.service.gov.uk/components/tag/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "tag.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Tag<'a> {
    /// What it says, such as `Active`: one word or two.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More classes, such as `govuk-tag--green`. Without one it is blue.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(Tag);
made_of_content!(Tag);
