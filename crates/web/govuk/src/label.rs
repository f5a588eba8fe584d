//! The label of a field.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// The label of a field. Without content, nothing is written.
///
/// Every field has one. Fields set what it belongs to. If a page asks for only one thing, the label
/// can be the page's heading.
///
/// [Design system: label](https://design-system.service.gov.uk/components/text-input/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "label.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Label<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `id` of the field. Fields set it themselves.
    #[cfg_attr(feature = "serde", serde(rename = "for"))]
    pub for_id: Cow<'a, str>,
    /// Whether it is also the heading of the page, an `h1`.
    pub is_page_heading: bool,
    /// More classes, such as `govuk-label--l`.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(Label);
made_of_content!(Label);
