//! Buttons, and links that look like them.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// A button that sends a form, or a link that looks like one.
///
/// Use it for what people do on a page: start, save, confirm. One main button a page is
/// enough; give others `govuk-button--secondary`, and `govuk-button--warning` where what
/// they do cannot be undone.
///
/// [Design system: button](https://design-system.service.gov.uk/components/button/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "button.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Button<'a> {
    /// What the button says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `type`: `button`, `reset` or `submit`, which it is where this is empty.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: Cow<'a, str>,
    /// The name that is sent with the form.
    pub name: Cow<'a, str>,
    /// The value that is sent with the form.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// Whether it cannot be pressed. Avoid it: say what is wrong after it was pressed.
    pub disabled: bool,
    /// Where it leads. With it this is a link, and what is said of forms does not apply.
    pub href: Cow<'a, str>,
    /// More classes, such as `govuk-button--secondary`.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
    /// Whether the second press within a second does nothing: as the script has it where
    /// nothing is said.
    pub prevent_double_click: Option<bool>,
    /// Whether this starts a service: it is larger then, with an arrow.
    pub is_start_button: bool,
    /// The `id`.
    pub id: Cow<'a, str>,
}

components!(Button);
made_of_content!(Button);
