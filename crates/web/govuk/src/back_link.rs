//! The link to the previous page.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// A link to the previous page, at the top of a page.
///
/// Use it if people answer one question on each page, so that they can go back without the
/// browser's button. Put it before the `main` element. On pages of a hierarchy, use
/// [`Breadcrumbs`](crate::Breadcrumbs). Never use both.
///
/// [Design system: back link](https://design-system.service.gov.uk/components/back-link/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "back-link.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct BackLink<'a> {
    /// The content of the link. If empty, `Back`.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The link target. If empty, `#`.
    pub href: Cow<'a, str>,
    /// More classes, such as `govuk-back-link--inverse` on a dark background.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(BackLink);
