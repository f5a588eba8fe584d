//! One of a short list.

use crate::defaults::{Blank, or};
use crate::field::{self, FormGroup};
use crate::{Attributes, Content, ErrorMessage, Fieldset, Hint, Label, filters};
use askama::Template;
use std::borrow::Cow;

/// Choices of which people take one, with a legend, hint and error message.
///
/// Use it where there are few choices and exactly one applies. Where several may apply
/// use [`Checkboxes`](crate::Checkboxes). Choose none beforehand: people then miss the
/// question, or send what is not so.
///
/// [Design system: radios](https://design-system.service.gov.uk/components/radios/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "radios.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Radios<'a> {
    /// The group with the legend, which is the question.
    pub fieldset: Option<Fieldset<'a>>,
    /// Help with the answer.
    pub hint: Option<Hint<'a>>,
    /// What is wrong with the answer.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::optional"))]
    pub error_message: Option<ErrorMessage<'a>>,
    /// The group around all of it.
    pub form_group: FormGroup<'a>,
    /// What all `id`s begin with: the name where this is empty.
    pub id_prefix: Cow<'a, str>,
    /// The name that is sent with the form.
    pub name: Cow<'a, str>,
    /// The choices.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<Radio<'a>>,
    /// The value of the choice that is taken when the page loads.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// More classes of what holds the choices, such as `govuk-radios--inline`.
    pub classes: Cow<'a, str>,
    /// More attributes of what holds the choices.
    pub attributes: Attributes<'a>,
}

/// A choice of [`Radios`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Radio<'a> {
    /// What it says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `id`: where this is empty, the prefix with the place of the choice.
    pub id: Cow<'a, str>,
    /// The value that is sent.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// More classes and attributes of its label; its content is set from the choice's.
    pub label: Label<'a>,
    /// Help with this choice.
    pub hint: Option<Hint<'a>>,
    /// A word between choices, such as `or`. With it this is no choice.
    pub divider: Cow<'a, str>,
    /// Whether it is taken: where nothing is said, whether its value is the question's.
    pub checked: Option<bool>,
    /// What is shown once the choice is taken, as HTML, such as another field.
    pub conditional: Content<'a>,
    /// Whether it cannot be taken.
    pub disabled: bool,
    /// More attributes of the choice.
    pub attributes: Attributes<'a>,
}

impl Radios<'_> {
    fn prefix(&self) -> &str {
        or(&self.id_prefix, &self.name)
    }

    fn described_by(&self) -> String {
        let given = self.fieldset.as_ref().map(|fieldset| fieldset.described_by.as_ref()).unwrap_or_default();
        field::described_by(given, self.prefix(), self.hint.is_some(), self.error_message.is_some())
    }

    fn is_checked(&self, item: &Radio<'_>) -> bool {
        item.checked.unwrap_or(!self.value.is_empty() && item.value == self.value)
    }
}

components!(Radios);
