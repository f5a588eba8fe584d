//! A field for one line of text.

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
    /// The `id`. If empty, the name.
    pub id: Cow<'a, str>,
    /// The name in the form data.
    pub name: Cow<'a, str>,
    /// The `type`. If empty, `text`.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: Cow<'a, str>,
    /// The keyboard that a touch screen shows, such as `numeric`.
    pub inputmode: Cow<'a, str>,
    /// The text in it when the page loads.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// Whether people cannot type in it.
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
    /// The text before the answer, such as a currency.
    pub prefix: Option<Affix<'a>>,
    /// The text after the answer, such as a unit.
    pub suffix: Option<Affix<'a>>,
    /// The form group around the question.
    pub form_group: FormGroup<'a>,
    /// More classes of the field.
    pub classes: Cow<'a, str>,
    /// What a browser can fill in, such as `postal-code`.
    pub autocomplete: Cow<'a, str>,
    /// A regular expression that the answer must match.
    pub pattern: Cow<'a, str>,
    /// Whether the browser checks the spelling. If `None`, the browser decides.
    pub spellcheck: Option<bool>,
    /// How a touch screen sets capitals, such as `none`.
    pub autocapitalize: Cow<'a, str>,
    /// The element around the field if there is a prefix or suffix.
    pub input_wrapper: InputWrapper<'a>,
    /// More attributes of the field.
    pub attributes: Attributes<'a>,
}

/// A text before or after the answer. Assistive technology does not read it, so repeat it in the
/// label.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Affix<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// The element around a field that has a prefix or suffix.
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
