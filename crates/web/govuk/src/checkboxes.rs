//! Any number of a short list.

use crate::defaults::{Blank, or};
use crate::field::{self, FormGroup};
use crate::{Attributes, Content, ErrorMessage, Fieldset, Hint, Label, filters};
use askama::Template;
use std::borrow::Cow;

/// Choices of which people take as many as apply, with a legend, hint and error message.
///
/// Use it where several choices may apply, or for one thing that people confirm. Where
/// exactly one applies use [`Radios`](crate::Radios).
///
/// [Design system: checkboxes](https://design-system.service.gov.uk/components/checkboxes/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "checkboxes.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Checkboxes<'a> {
    /// The `id`s of what describes each choice, where there is no fieldset.
    pub described_by: Cow<'a, str>,
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
    pub items: Vec<Checkbox<'a>>,
    /// The values of the choices that are taken when the page loads.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::texts"))]
    pub values: Vec<Cow<'a, str>>,
    /// More classes of what holds the choices, such as `govuk-checkboxes--small`.
    pub classes: Cow<'a, str>,
    /// More attributes of what holds the choices.
    pub attributes: Attributes<'a>,
}

/// A choice of [`Checkboxes`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Checkbox<'a> {
    /// What it says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `id`: where this is empty, the prefix with the place of the choice.
    pub id: Cow<'a, str>,
    /// The name that is sent: that of the question where this is empty.
    pub name: Cow<'a, str>,
    /// The value that is sent.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// More classes and attributes of its label; its content is set from the choice's.
    pub label: Label<'a>,
    /// Help with this choice.
    pub hint: Option<Hint<'a>>,
    /// A word between choices, such as `or`. With it this is no choice.
    pub divider: Cow<'a, str>,
    /// Whether it is taken: where nothing is said, whether its value is among those of
    /// the question.
    pub checked: Option<bool>,
    /// What is shown once the choice is taken, as HTML, such as another field.
    pub conditional: Content<'a>,
    /// What the script does when it is taken: `exclusive` leaves all others.
    pub behaviour: Cow<'a, str>,
    /// Whether it cannot be taken.
    pub disabled: bool,
    /// More attributes of the choice.
    pub attributes: Attributes<'a>,
}

impl Checkboxes<'_> {
    fn prefix(&self) -> &str {
        or(&self.id_prefix, &self.name)
    }

    /// What describes the fieldset, or where there is none each choice.
    fn described_by(&self) -> String {
        let of_fieldset = self.fieldset.as_ref().map(|fieldset| &fieldset.described_by);
        let given = of_fieldset.filter(|ids| !ids.is_empty()).unwrap_or(&self.described_by);
        field::described_by(given, self.prefix(), self.hint.is_some(), self.error_message.is_some())
    }

    fn item_described_by(&self, item: &Checkbox<'_>, id: &str) -> String {
        let question = if self.fieldset.is_some() { String::new() } else { self.described_by() };
        field::joined([question.as_str(), &field::choice_hint_id(item.hint.as_ref(), id)])
    }

    fn is_checked(&self, item: &Checkbox<'_>) -> bool {
        item.checked.unwrap_or(self.values.contains(&item.value))
    }
}

components!(Checkboxes);
