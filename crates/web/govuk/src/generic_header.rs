//! The header of a site that is not on GOV.UK.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// The bar at the top of a page, with a logo that links to the first page.
///
/// Use it for services that must not look like part of GOV.UK, such as those inside an
/// organisation.
///
/// [Design system: generic header](https://design-system.service.gov.uk/components/generic-header/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "generic-header.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct GenericHeader<'a> {
    /// The link target of the logo. If empty, `/`.
    pub url: Cow<'a, str>,
    /// The logo: a name, or HTML such as an image.
    #[cfg_attr(feature = "serde", serde(flatten, deserialize_with = "crate::read::logo"))]
    pub logo: Content<'a>,
    /// Classes of what holds the logo. If empty, `govuk-width-container`.
    pub container_classes: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

components!(GenericHeader);
