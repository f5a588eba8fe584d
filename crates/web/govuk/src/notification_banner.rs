//! News that is not about the page it stands on.

use crate::defaults::{level, or};
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// News that is not about the page it stands on, before its heading.
///
/// Use it rarely: to say that something has worked, or what affects a whole service. What
/// is wrong with answers belongs into [`ErrorSummary`](crate::ErrorSummary).
///
/// [Design system: notification banner](https://design-system.service.gov.uk/components/notification-banner/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "notification-banner.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct NotificationBanner<'a> {
    /// What it says. Text is set as a heading is; HTML stands as it is.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The title: `Important`, or `Success`, where there is nothing.
    #[cfg_attr(feature = "serde", serde(flatten, deserialize_with = "crate::read::title"))]
    pub title: Content<'a>,
    /// The level of the title, between 1 and 6: 2 where nothing is said.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::number"))]
    pub title_heading_level: Option<u8>,
    /// What kind of news it is.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: BannerKind,
    /// The `role`: `region`, or for success `alert`, where this is empty.
    pub role: Cow<'a, str>,
    /// The `id` of the title: `govuk-notification-banner-title` where this is empty.
    pub title_id: Cow<'a, str>,
    /// Whether the focus stays where it is although the role is `alert`: as the script
    /// has it where nothing is said.
    pub disable_auto_focus: Option<bool>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// What kind of news a [`NotificationBanner`] has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BannerKind {
    /// Something that one should know.
    #[default]
    Important,
    /// What somebody did has worked: green, and read out at once.
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
