//! The place of a page in a hierarchy.

use crate::defaults::Blank;
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// The pages above this one, as links.
///
/// Use it if a site has a hierarchy that people move up and down in. Put it before the `main`
/// element. In a service with one question on each page, use [`BackLink`](crate::BackLink) instead.
///
/// [Design system: breadcrumbs](https://design-system.service.gov.uk/components/breadcrumbs/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "breadcrumbs.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Breadcrumbs<'a> {
    /// The pages, from the top of the hierarchy down.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<Breadcrumb<'a>>,
    /// More classes, such as `govuk-breadcrumbs--inverse` on a dark background.
    pub classes: Cow<'a, str>,
    /// Whether a narrow screen shows only the first and the last page.
    pub collapse_on_mobile: bool,
    /// More attributes.
    pub attributes: Attributes<'a>,
    /// The name of this landmark for assistive technology. If empty, `Breadcrumb`.
    pub label_text: Cow<'a, str>,
}

/// A page of [`Breadcrumbs`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Breadcrumb<'a> {
    /// The name of the page.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The address of the page. If empty, this is the current page, which is not a link.
    pub href: Cow<'a, str>,
    /// More attributes of the link, or of the item if there is no link.
    pub attributes: Attributes<'a>,
}

components!(Breadcrumbs);
