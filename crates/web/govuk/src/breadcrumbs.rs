//! Where a page stands in a hierarchy.

use crate::defaults::Blank;
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// The pages above this one, as links.
///
/// Use it where a site has a hierarchy that people move up and down in. It stands before
/// the `main` element. In a service of one question a page use
/// [`BackLink`](crate::BackLink) instead.
///
/// [Design system: breadcrumbs](https://design-system.service.gov.uk/components/breadcrumbs/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "breadcrumbs.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Breadcrumbs<'a> {
    /// The pages, from the top of the hierarchy down.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<Breadcrumb<'a>>,
    /// More classes, such as `govuk-breadcrumbs--inverse` on a dark ground.
    pub classes: Cow<'a, str>,
    /// Whether a narrow screen shows the first and the last one only.
    pub collapse_on_mobile: bool,
    /// More attributes.
    pub attributes: Attributes<'a>,
    /// What assistive technology calls this landmark: `Breadcrumb` where it is empty.
    pub label_text: Cow<'a, str>,
}

/// A page of [`Breadcrumbs`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Breadcrumb<'a> {
    /// What the page is called.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// Where it is. Without it this is the page that is shown, which is not a link.
    pub href: Cow<'a, str>,
    /// More attributes of the link, or of the item where there is no link.
    pub attributes: Attributes<'a>,
}

components!(Breadcrumbs);
