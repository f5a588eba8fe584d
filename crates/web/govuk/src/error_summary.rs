//! All that is wrong with a page's answers.

use crate::defaults::Blank;
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// All that is wrong with a page's answers, at the top of its `main` element.
///
/// Use it whenever there is an [`ErrorMessage`](crate::ErrorMessage) on the page, with a
/// link to each field. Its script moves the focus to it when the page loads.
///
/// [Design system: error summary](https://design-system.service.gov.uk/components/error-summary/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "error-summary.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct ErrorSummary<'a> {
    /// The heading, such as `There is a problem`.
    #[cfg_attr(feature = "serde", serde(flatten, deserialize_with = "crate::read::title"))]
    pub title: Content<'a>,
    /// What is said before the list.
    #[cfg_attr(feature = "serde", serde(flatten, deserialize_with = "crate::read::description"))]
    pub description: Content<'a>,
    /// What is wrong, in the order of the fields on the page.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub error_list: Vec<ErrorSummaryItem<'a>>,
    /// Whether the focus stays where it is: as the script has it where nothing is said.
    pub disable_auto_focus: Option<bool>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct ErrorSummaryItem<'a> {
    /// The `id` of the field with a `#` before it. Without it this is not a link.
    pub href: Cow<'a, str>,
    /// What is wrong, in the words of the field's message.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More attributes of the link.
    pub attributes: Attributes<'a>,
}

components!(ErrorSummary);
