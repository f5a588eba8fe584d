//! Help with an answer.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// Help with an answer, between the label and the field.
///
/// Use it for help that most people need, such as where to find a number. Fields set its `id` and
/// refer to it, so that assistive technology reads it with the field. Keep it short, without links.
///
/// [Design system: hint text](https://design-system.service.gov.uk/components/text-input/#hint-text)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "hint.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Hint<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `id`. Fields set it themselves.
    pub id: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(Hint);
made_of_content!(Hint);
