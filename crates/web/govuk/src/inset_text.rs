//! Text that is set apart.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// Text that is set apart from its surroundings.
///
/// Use it rarely, for quotes, examples and additional information. If people must not miss it, use
/// [`WarningText`](crate::WarningText).
///
/// [Design system: inset text](https://design-system.service.gov.uk/components/inset-text/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "inset-text.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct InsetText<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `id`.
    pub id: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(InsetText);
made_of_content!(InsetText);
