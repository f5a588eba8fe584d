//! One of a long list.

use crate::defaults::{Blank, or};
use crate::field::{self, FormGroup};
use crate::{Attributes, ErrorMessage, Hint, Label, filters};
use askama::Template;
use std::borrow::Cow;

/// A list that opens to choose one of its items, with its label, hint and error message.
///
/// Use it as a last resort, where a list is long: many people find it hard. For few items
/// use [`Radios`](crate::Radios).
///
/// [Design system: select](https://design-system.service.gov.uk/components/select/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "select.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Select<'a> {
    /// The `id`: the name where this is empty.
    pub id: Cow<'a, str>,
    /// The name that is sent with the form.
    pub name: Cow<'a, str>,
    /// What there is to choose from.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<SelectItem<'a>>,
    /// The value, or where items have none the text, of the item that is selected when
    /// the page loads.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// Whether nothing can be chosen.
    pub disabled: bool,
    /// The `id`s of what describes it, besides its hint and its error message.
    pub described_by: Cow<'a, str>,
    /// What it asks for.
    pub label: Label<'a>,
    /// Help with the answer.
    pub hint: Option<Hint<'a>>,
    /// What is wrong with the answer.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::optional"))]
    pub error_message: Option<ErrorMessage<'a>>,
    /// The group around all of it.
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
    /// The value that is sent: the text where nothing is said. It may be empty.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::value"))]
    pub value: Option<Cow<'a, str>>,
    /// What it says.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub text: Cow<'a, str>,
    /// Whether it is selected: where nothing is said, whether its value is the field's.
    pub selected: Option<bool>,
    /// Whether it cannot be chosen.
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
