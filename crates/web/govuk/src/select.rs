//! One choice from a long list.

use crate::defaults::{Blank, or};
use crate::field::{self, FormGroup};
use crate::{Attributes, ErrorMessage, Hint, Label, filters};
use askama::Template;
use std::borrow::Cow;

/// A list that opens for people to choose one of its items, with its label, hint and error message.
///
/// Use it as a last resort for a long list, because many people find it hard. For a few items, use
/// [`Radios`](crate::Radios).
///
/// [Design system: select](https://design-system.service.gov.uk/components/select/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "select.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Select<'a> {
    /// The `id`. If empty, the name.
    pub id: Cow<'a, str>,
    /// The name in the form data.
    pub name: Cow<'a, str>,
    /// The items to choose from.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<SelectItem<'a>>,
    /// The value of the item that is selected when the page loads, or its text if the items have no
    /// values.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// Whether nothing can be chosen.
    pub disabled: bool,
    /// The `id`s of further elements that describe it, besides its hint and error message.
    pub described_by: Cow<'a, str>,
    /// The label.
    pub label: Label<'a>,
    /// The hint, as help with the answer.
    pub hint: Option<Hint<'a>>,
    /// The error message, if the answer is wrong.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::optional"))]
    pub error_message: Option<ErrorMessage<'a>>,
    /// The form group around the question.
    pub form_group: FormGroup<'a>,
    /// More classes of the field.
    pub classes: Cow<'a, str>,
    /// More attributes of the field.
    pub attributes: Attributes<'a>,
}

/// An item of [`Select`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SelectItem<'a> {
    /// The value in the form data. If `None`, the text. It can be empty.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::value"))]
    pub value: Option<Cow<'a, str>>,
    /// The content.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub text: Cow<'a, str>,
    /// Whether it is selected. If `None`, whether its value is the field's.
    pub selected: Option<bool>,
    /// Whether people cannot choose it.
    pub disabled: bool,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

impl Select<'_> {
    fn id(&self) -> &str {
        or(&self.id, &self.name)
    }

    fn described_by(&self) -> String {
        field::described_by(&self.described_by, self.id(), self.hint.is_some(), self.error_message.is_some())
    }

    fn is_selected(&self, item: &SelectItem<'_>) -> bool {
        let value = item.value.as_ref().unwrap_or(&item.text);
        item.selected.unwrap_or(!self.value.is_empty() && *value == self.value)
    }
}

components!(Select);
