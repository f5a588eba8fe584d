//! Text that people can open.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// A line that opens to show more.
///
/// Use it for help that only some people need. If most people need to see it, put it on the page
/// itself.
///
/// [Design system: details](https://design-system.service.gov.uk/components/details/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "details.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Details<'a> {
    /// The line that is always shown.
    #[cfg_attr(feature = "serde", serde(flatten, deserialize_with = "crate::read::summary"))]
    pub summary: Content<'a>,
    /// The content that is shown once it is open.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The `id`.
    pub id: Cow<'a, str>,
    /// Whether it is open when the page loads.
    pub open: bool,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(Details);
