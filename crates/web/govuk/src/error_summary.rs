//! All errors in the answers of a page.

use crate::defaults::Blank;
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// All errors in the answers of a page, at the top of its `main` element.
///
/// Use it whenever there is an [`ErrorMessage`](crate::ErrorMessage) on the page, with a link to
/// each field. Its script moves the focus to it when the page loads.
///
/// [Design system: error summary](https://design-system.service.gov.uk/components/error-summary/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "error-summary.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct ErrorSummary<'a> {
    /// The heading, such as `There is a problem`.
    #[cfg_attr(feature = "serde", serde(flatten, deserialize_with = "crate::read::title"))]
    pub title: Content<'a>,
    /// The content before the list.
    #[cfg_attr(feature = "serde", serde(flatten, deserialize_with = "crate::read::description"))]
    pub description: Content<'a>,
    /// The errors, in the order of the fields on the page.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub error_list: Vec<ErrorSummaryItem<'a>>,
    /// Whether the focus stays where it is. If `None`, the script decides.
    pub disable_auto_focus: Option<bool>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// One error.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct ErrorSummaryItem<'a> {
    /// The `id` of the field after a `#`. If empty, this is not a link.
    pub href: Cow<'a, str>,
    /// The error, in the words of the field's message.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More attributes of the link.
    pub attributes: Attributes<'a>,
}

components!(ErrorSummary);
