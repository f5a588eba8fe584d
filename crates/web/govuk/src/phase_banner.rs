//! How finished a service is.

use crate::{Attributes, Content, Tag, filters};
use askama::Template;
use std::borrow::Cow;

/// How finished a service is, with a way to give feedback.
///
/// Use it until a service is live. Put it directly under the header, or at the top of the page if
/// there is none.
///
/// [Design system: phase banner](https://design-system.service.gov.uk/components/phase-banner/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "phase-banner.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct PhaseBanner<'a> {
    /// The content after the phase.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The phase, such as `Alpha`.
    pub tag: Tag<'a>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

impl PhaseBanner<'_> {
    fn phase(&self) -> Tag<'_> {
        let classes = crate::field::joined(["govuk-phase-banner__content__tag", &self.tag.classes]);
        Tag { classes: classes.into(), ..self.tag.clone() }
    }
}

components!(PhaseBanner);
