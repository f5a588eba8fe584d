//! Any number of choices from a short list.

use crate::defaults::{Blank, or};
use crate::field::{self, FormGroup};
use crate::{Attributes, Content, ErrorMessage, Fieldset, Hint, Label, filters};
use askama::Template;
use std::borrow::Cow;

/// Choices from which people pick all that apply, with a legend, hint and error message.
///
/// Use it if several choices may apply, or for one thing that people confirm. If exactly one
/// applies, use [`Radios`](crate::Radios).
///
/// [Design system: checkboxes](https://design-system.service.gov.uk/components/checkboxes/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "checkboxes.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Checkboxes<'a> {
    /// The `id`s of elements that describe each choice, if there is no fieldset.
    pub described_by: Cow<'a, str>,
    /// The fieldset with the legend, which is the question.
    pub fieldset: Option<Fieldset<'a>>,
    /// The hint, as help with the answer.
    pub hint: Option<Hint<'a>>,
    /// The error message, if the answer is wrong.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::optional"))]
    pub error_message: Option<ErrorMessage<'a>>,
    /// The form group around the question.
    pub form_group: FormGroup<'a>,
    /// The prefix of all `id`s. If empty, the name.
    pub id_prefix: Cow<'a, str>,
    /// The name in the form data.
    pub name: Cow<'a, str>,
    /// The choices.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<Checkbox<'a>>,
    /// The values of the choices that are selected when the page loads.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::texts"))]
    pub values: Vec<Cow<'a, str>>,
    /// More classes of the element around the choices, such as `govuk-checkboxes--small`.
    pub classes: Cow<'a, str>,
    /// More attributes of the element around the choices.
    pub attributes: Attributes<'a>,
}

/// A choice of [`Checkboxes`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Checkbox<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `id`. If empty, the prefix with the position of the choice.
    pub id: Cow<'a, str>,
    /// The name in the form data. If empty, the name of the question.
    pub name: Cow<'a, str>,
    /// The value in the form data.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// More classes and attributes of its label. Its content comes from the choice.
    pub label: Label<'a>,
    /// The hint of this choice.
    pub hint: Option<Hint<'a>>,
    /// A word between choices, such as `or`. If given, this is not a choice.
    pub divider: Cow<'a, str>,
    /// Whether it is selected. If `None`, whether its value is among those of the question.
    pub checked: Option<bool>,
    /// HTML to show once people choose this, such as another field.
    pub conditional: Content<'a>,
    /// What the script does when people choose it: `exclusive` deselects all others.
    pub behaviour: Cow<'a, str>,
    /// Whether people cannot choose it.
    pub disabled: bool,
    /// More attributes of the choice.
    pub attributes: Attributes<'a>,
}

impl Checkboxes<'_> {
    fn prefix(&self) -> &str {
        or(&self.id_prefix, &self.name)
    }

    /// Returns the `id`s of elements that describe the fieldset, or each choice if there is none.
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
