//! The state of something.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// The state of something, in a coloured box.
///
/// Use it if things have one of several states and people look for these, such as in a list of
/// tasks. Do not rely on the colour alone for the meaning.
///
/// [Design system: tag](https://design-system.service.gov.uk/components/tag/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "tag.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Tag<'a> {
    /// The content, such as `Active`: one or two words.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More classes, such as `govuk-tag--green`. If empty, it is blue.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(Tag);
made_of_content!(Tag);
