//! What is wrong with an answer.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// What is wrong with an answer, next to its field, and how to put it right.
///
/// Use it inside of [`Input`](crate::Input), [`Select`](crate::Select),
/// [`Radios`](crate::Radios) and [`Checkboxes`](crate::Checkboxes), which give it its `id`,
/// and say the same in the [`ErrorSummary`](crate::ErrorSummary) of the page.
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
    /// What only assistive technology says before it: `Error` where nothing is said, and
    /// nothing where this is empty.
    pub visually_hidden_text: Option<Cow<'a, str>>,
}

impl ErrorMessage<'_> {
    fn prefix(&self) -> &str {
        self.visually_hidden_text.as_deref().unwrap_or("Error")
    }
}

components!(ErrorMessage);
made_of_content!(ErrorMessage);
