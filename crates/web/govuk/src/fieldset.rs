//! Fields that belong together.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// A group of fields, with a legend that says what they are about.
///
/// Use it around fields that together answer one question, such as the lines of an address.
/// [`Radios`](crate::Radios) and [`Checkboxes`](crate::Checkboxes) put it around their choices
/// themselves.
///
/// [Design system: fieldset](https://design-system.service.gov.uk/components/fieldset/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "fieldset.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Fieldset<'a> {
    /// The `id`s of elements that describe the group, separated by spaces.
    pub described_by: Cow<'a, str>,
    /// The legend: what the group is about.
    pub legend: Option<Legend<'a>>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// The `role`.
    pub role: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
    /// The fields, as HTML. Radios and checkboxes write their own in its place.
    pub html: Cow<'a, str>,
}

/// The legend of a [`Fieldset`]: what its fields are about.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Legend<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More classes, such as `govuk-fieldset__legend--l`.
    pub classes: Cow<'a, str>,
    /// Whether it is also the heading of the page, an `h1`.
    pub is_page_heading: bool,
}

/// The start of a fieldset up to its fields, for components that write these themselves.
#[derive(Template)]
#[template(path = "fieldset-start.html", whitespace = "suppress")]
pub(crate) struct FieldsetStart<'s> {
    fieldset: &'s Fieldset<'s>,
    described_by: &'s str,
}

impl Fieldset<'_> {
    /// Returns the start of the fieldset. `described_by` replaces its own list.
    pub(crate) fn start<'s>(&'s self, described_by: &'s str) -> FieldsetStart<'s> {
        FieldsetStart { fieldset: self, described_by }
    }
}

impl askama::filters::HtmlSafe for FieldsetStart<'_> {}

components!(Fieldset);
made_of_content!(Legend);
