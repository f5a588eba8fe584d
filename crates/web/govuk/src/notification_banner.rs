//! News that is not about the page itself.

use crate::defaults::{level, or};
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// News that is not about the page itself, before its heading.
///
/// Use it rarely: to say that something has worked, or for news about a whole service. Errors in
/// answers belong in an [`ErrorSummary`](crate::ErrorSummary).
///
/// [Design system: notification banner](https://design-system.service.gov.uk/components/notification-banner/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "notification-banner.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct NotificationBanner<'a> {
    /// The content. Text is set like a heading, and HTML is written unchanged.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The title. If empty, `Important` or `Success`.
    #[cfg_attr(feature = "serde", serde(flatten, deserialize_with = "crate::read::title"))]
    pub title: Content<'a>,
    /// The level of the title, from 1 to 6. If `None`, 2.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::number"))]
    pub title_heading_level: Option<u8>,
    /// The kind of news.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: BannerKind,
    /// The `role`. If empty, `region`, or `alert` for success.
    pub role: Cow<'a, str>,
    /// The `id` of the title. If empty, `govuk-notification-banner-title`.
    pub title_id: Cow<'a, str>,
    /// Whether the focus stays where it is although the role is `alert`. If `None`, the script
    /// decides.
    pub disable_auto_focus: Option<bool>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// The kind of news in a [`NotificationBanner`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BannerKind {
    /// Something that people should know.
    #[default]
    Important,
    /// An action that has worked: green, and read out at once.
    Success,
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for BannerKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = crate::read::text(deserializer)?;
        Ok(if name == "success" { Self::Success } else { Self::Important })
    }
}

impl NotificationBanner<'_> {
    fn is_success(&self) -> bool {
        self.kind == BannerKind::Success
    }

    fn level(&self) -> u8 {
        level(self.title_heading_level, 2)
    }

    fn title_id(&self) -> &str {
        or(&self.title_id, "govuk-notification-banner-title")
    }

    fn default_role(&self) -> &'static str {
        if self.is_success() { "alert" } else { "region" }
    }

    fn default_title(&self) -> &'static str {
        if self.is_success() { "Success" } else { "Important" }
    }
}

components!(NotificationBanner);
made_of_content!(NotificationBanner);
