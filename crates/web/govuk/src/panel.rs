//! What has just happened, or is about to happen.

use crate::defaults::{Blank, level, or};
use crate::field::joined;
use crate::{Attributes, Button, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// A large box that says what has just happened, or asks before something happens.
///
/// Use it at the end of a service, to confirm the result and give a reference. With the class
/// `govuk-panel--interruption`, it stops people so that they check something, and has
/// [`actions`](Self::actions) to continue or go back.
///
/// [Design system: panel](https://design-system.service.gov.uk/components/panel/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "panel.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Panel<'a> {
    /// The heading.
    #[cfg_attr(feature = "serde", serde(flatten, deserialize_with = "crate::read::title"))]
    pub title: Content<'a>,
    /// The level of the heading, from 1 to 6. If `None`, 1.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::number"))]
    pub heading_level: Option<u8>,
    /// The content under the heading.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More classes. With `govuk-panel--interruption`, it asks instead of confirming.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
    /// The actions, which are written only if it asks.
    pub actions: Option<PanelActions<'a>>,
}

/// The actions of a [`Panel`] that asks.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct PanelActions<'a> {
    /// The buttons and links.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<PanelAction<'a>>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// A button or a link of [`PanelActions`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct PanelAction<'a> {
    /// The content.
    pub text: Cow<'a, str>,
    /// The `type` of a button. If empty, `button`. With an `href`, `button` makes the link look
    /// like one.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: Cow<'a, str>,
    /// The link target. If empty, this is a button.
    pub href: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

impl Panel<'_> {
    fn is_interruption(&self) -> bool {
        self.classes.split_whitespace().any(|class| class == "govuk-panel--interruption")
    }

    fn level(&self) -> u8 {
        level(self.heading_level, 1)
    }

    fn shown_actions(&self) -> Option<&PanelActions<'_>> {
        self.actions.as_ref().filter(|_| self.is_interruption())
    }
}

impl PanelAction<'_> {
    /// Returns the button, if the action is one or looks like one.
    fn button(&self) -> Option<Button<'_>> {
        let button = || Button {
            content: Content::text(self.text.as_ref()),
            kind: or(&self.kind, "button").into(),
            href: self.href.as_ref().into(),
            classes: joined(["govuk-button--inverse", &self.classes]).into(),
            attributes: self.attributes.clone(),
            ..Button::default()
        };
        (self.href.is_empty() || self.kind == "button").then(button)
    }
}

components!(Panel);
