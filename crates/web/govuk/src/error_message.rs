//! The error in one answer.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// The error in an answer, next to its field, with how to correct it.
///
/// Use it inside [`Input`](crate::Input), [`Select`](crate::Select), [`Radios`](crate::Radios) and
/// [`Checkboxes`](crate::Checkboxes), which set its `id`. Put the same text into the
/// [`ErrorSummary`](crate::ErrorSummary) of the page.
///
/// [Design system: error message](https://design-system.service.gov.uk/components/error-message/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "error-message.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct ErrorMessage<'a> {
    /// What is wrong.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `id`. Fields set it themselves.
    pub id: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
    /// The text before it that only assistive technology reads. If `None`, `Error`. If empty,
    /// nothing.
    pub visually_hidden_text: Option<Cow<'a, str>>,
}

impl ErrorMessage<'_> {
    fn prefix(&self) -> &str {
        self.visually_hidden_text.as_deref().unwrap_or("Error")
    }
}

components!(ErrorMessage);
made_of_content!(ErrorMessage);
