//! A line of text to type.

use crate::defaults::or;
use crate::field::{self, FormGroup};
use crate::{Attributes, Content, ErrorMessage, Hint, Label, filters};
use askama::Template;
use std::borrow::Cow;

/// A field for a line of text, with its label, hint and error message.
///
/// Use it for short answers: names, numbers, codes. Give it the width of the answer with a
/// class such as `govuk-input--width-10`.
///
/// [Design system: text input](https://design-system.service.gov.uk/components/text-input/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "input.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Input<'a> {
    /// The `id`: the name where this is empty.
    pub id: Cow<'a, str>,
    /// The name that is sent with the form.
    pub name: Cow<'a, str>,
    /// The `type`: `text` where this is empty.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: Cow<'a, str>,
    /// Which keyboard a touch screen shows, such as `numeric`.
    pub inputmode: Cow<'a, str>,
    /// What stands in it when the page loads.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// Whether nothing can be typed.
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
    /// What is shown before what is typed, such as a currency.
    pub prefix: Option<Affix<'a>>,
    /// What is shown after what is typed, such as a unit.
    pub suffix: Option<Affix<'a>>,
    /// The group around all of it.
    pub form_group: FormGroup<'a>,
    /// More classes of the field.
    pub classes: Cow<'a, str>,
    /// What a browser may fill in, such as `postal-code`.
    pub autocomplete: Cow<'a, str>,
    /// A regular expression that the answer has to match.
    pub pattern: Cow<'a, str>,
    /// Whether the browser checks the spelling: as it likes where nothing is said.
    pub spellcheck: Option<bool>,
    /// How a touch screen sets capitals, such as `none`.
    pub autocapitalize: Cow<'a, str>,
    /// What is around the field where something stands before or after it.
    pub input_wrapper: InputWrapper<'a>,
    /// More attributes of the field.
    pub attributes: Attributes<'a>,
}

/// What is shown before or after what is typed. Assistive technology does not say it, so
/// say it in the label too.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Affix<'a> {
    /// What it says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// What is around a field that has something before or after it.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct InputWrapper<'a> {
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

impl Input<'_> {
    fn id(&self) -> &str {
        or(&self.id, &self.name)
    }

    fn described_by(&self) -> String {
        field::described_by(&self.described_by, self.id(), self.hint.is_some(), self.error_message.is_some())
    }

    fn is_wrapped(&self) -> bool {
        let group = &self.form_group;
        self.prefix.is_some() || self.suffix.is_some() || !group.before.is_empty() || !group.after.is_empty()
    }
}

components!(Input);
made_of_content!(Affix);
