//! Buttons, and links that look like them.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// A button that sends a form, or a link that looks like one.
///
/// Use it for actions on a page: start, save, confirm. One main button on each page is enough. Give
/// others the class `govuk-button--secondary`, or `govuk-button--warning` if people cannot undo the
/// action.
///
/// [Design system: button](https://design-system.service.gov.uk/components/button/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "button.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Button<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `type`: `button`, `reset` or `submit`. If empty, `submit`.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: Cow<'a, str>,
    /// The name in the form data.
    pub name: Cow<'a, str>,
    /// The value in the form data.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub value: Cow<'a, str>,
    /// Whether people cannot press it. Avoid this: let them press it, and then say what is wrong.
    pub disabled: bool,
    /// The link target. If given, this is a link, and fields about forms do not apply.
    pub href: Cow<'a, str>,
    /// More classes, such as `govuk-button--secondary`.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
    /// Whether a second press within a second does nothing. If `None`, the script decides.
    pub prevent_double_click: Option<bool>,
    /// Whether this starts a service. It is then larger, with an arrow.
    pub is_start_button: bool,
    /// The `id`.
    pub id: Cow<'a, str>,
}

components!(Button);
made_of_content!(Button);
