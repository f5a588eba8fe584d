//! Fields that belong together.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// A group of fields, with a legend that says what they are about.
///
/// Use it around fields that answer one question together, such as the lines of an
/// address. [`Radios`](crate::Radios) and [`Checkboxes`](crate::Checkboxes) put it around
/// their choices themselves.
///
/// [Design system: fieldset](https://design-system.service.gov.uk/components/fieldset/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "fieldset.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Fieldset<'a> {
    /// The `id`s of what describes the group, with spaces between them.
    pub described_by: Cow<'a, str>,
    /// What the group is about.
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

/// What the fields of a [`Fieldset`] are about.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Legend<'a> {
    /// What it says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More classes, such as `govuk-fieldset__legend--l`.
    pub classes: Cow<'a, str>,
    /// Whether it is the heading of the page too: an `h1`.
    pub is_page_heading: bool,
}

/// A fieldset up to its fields, for what writes them itself.
#[derive(Template)]
#[template(path = "fieldset-start.html", whitespace = "suppress")]
pub(crate) struct FieldsetStart<'s> {
    fieldset: &'s Fieldset<'s>,
    described_by: &'s str,
}

impl Fieldset<'_> {
    /// All up to the fields; what describes the group may be more than it says itself.
    pub(crate) fn start<'s>(&'s self, described_by: &'s str) -> FieldsetStart<'s> {
        FieldsetStart { fieldset: self, described_by }
    }
}

impl askama::filters::HtmlSafe for FieldsetStart<'_> {}

components!(Fieldset);
made_of_content!(Legend);
