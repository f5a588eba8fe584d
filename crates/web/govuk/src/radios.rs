//! One choice from a short list.

use crate::defaults::{Blank, or};
use crate::field::{self, FormGroup};
use crate::{Attributes, Content, ErrorMessage, Fieldset, Hint, Label, filters};
use askama::Template;
use std::borrow::Cow;

/// Choices from which people pick one, with a legend, hint and error message.
///
/// Use it if there are few choices and exactly one applies. If several may apply, use
/// [`Checkboxes`](crate::Checkboxes). Do not select one in advance, because people then miss the
/// question, or send a wrong answer.
///
/// [Design system: radios](https://design-system.service.gov.uk/components/radios/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "radios.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Radios<'a> {
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
    pub items: Vec<Radio<'a>>,
    /// The value of the choice that is selected when the page loads.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// More classes of the element around the choices, such as `govuk-radios--inline`.
    pub classes: Cow<'a, str>,
    /// More attributes of the element around the choices.
    pub attributes: Attributes<'a>,
}

/// A choice of [`Radios`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Radio<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `id`. If empty, the prefix with the position of the choice.
    pub id: Cow<'a, str>,
    /// The value in the form data.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// More classes and attributes of its label. Its content comes from the choice.
    pub label: Label<'a>,
    /// The hint of this choice.
    pub hint: Option<Hint<'a>>,
    /// A word between choices, such as `or`. If given, this is not a choice.
    pub divider: Cow<'a, str>,
    /// Whether it is chosen. If `None`, whether its value is the question's.
    pub checked: Option<bool>,
    /// HTML to show once people choose this, such as another field.
    pub conditional: Content<'a>,
    /// Whether people cannot choose it.
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
