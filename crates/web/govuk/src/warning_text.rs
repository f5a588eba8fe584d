//! A warning.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// A warning that people must not miss, with an exclamation mark before it.
///
/// Use it if an action, or a missing one, has consequences, such as a fine.
///
/// [Design system: warning text](https://design-system.service.gov.uk/components/warning-text/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "warning-text.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct WarningText<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The text for the mark for assistive technology. If empty, `Warning`.
    pub icon_fallback_text: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(WarningText);
made_of_content!(WarningText);
