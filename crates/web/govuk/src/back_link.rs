//! The link back to the page before.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// A link back to the page before, at the top of a page.
///
/// Use it where people answer one question a page, so that they can go back without the
/// browser's button. It stands before the `main` element. On pages of a hierarchy use
/// [`Breadcrumbs`](crate::Breadcrumbs); never use both.
///
/// [Design system: back link](https://design-system.service.gov.uk/components/back-link/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "back-link.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct BackLink<'a> {
    /// What the link says: `Back` where there is nothing.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// Where it leads: `#` where it is empty.
    pub href: Cow<'a, str>,
    /// More classes, such as `govuk-back-link--inverse` on a dark ground.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(BackLink);
