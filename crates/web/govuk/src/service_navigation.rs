//! The name of a service, and its links.

use crate::defaults::{Blank, or};
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// The name of a service and links to its parts, under the header.
///
/// Use it on every page of a service, so that people know where they are, and to let them
/// move between its parts.
///
/// [Design system: service navigation](https://design-system.service.gov.uk/components/service-navigation/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "service-navigation.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct ServiceNavigation<'a> {
    /// More classes, such as `govuk-service-navigation--inverse` on a dark background.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
    /// The name of the whole for assistive technology, if it has one. If empty, `Service
    /// information`.
    pub aria_label: Cow<'a, str>,
    /// The content of the button that opens the links on a narrow screen. If empty, `Menu`.
    pub menu_button_text: Cow<'a, str>,
    /// The name of the button for assistive technology. If empty, its text.
    pub menu_button_label: Cow<'a, str>,
    /// The name of the links for assistive technology. If empty, the button's text.
    pub navigation_label: Cow<'a, str>,
    /// The `id` of the list of links. If empty, `navigation`.
    pub navigation_id: Cow<'a, str>,
    /// More classes of the element around the links.
    pub navigation_classes: Cow<'a, str>,
    /// Whether a narrow screen hides the links until people open them. If `None`, whether there is
    /// more than one.
    pub collapse_navigation_on_mobile: Option<bool>,
    /// The name of the service.
    pub service_name: Cow<'a, str>,
    /// The address of the service's start page. If empty, the name is not a link.
    pub service_url: Cow<'a, str>,
    /// The links.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub navigation: Vec<NavigationItem<'a>>,
    /// HTML between the parts.
    pub slots: Slots<'a>,
}

/// A link of [`ServiceNavigation`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct NavigationItem<'a> {
    /// Whether it is the current page.
    pub current: bool,
    /// Whether the current page is one of those below it.
    pub active: bool,
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The link target. If empty, this is not a link.
    pub href: Cow<'a, str>,
    /// More attributes of the link.
    pub attributes: Attributes<'a>,
}

/// HTML between the parts of [`ServiceNavigation`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Slots<'a> {
    /// HTML before everything else.
    pub start: Cow<'a, str>,
    /// HTML after everything else.
    pub end: EndSlot<'a>,
    /// HTML before the first link: an `li`.
    pub navigation_start: Cow<'a, str>,
    /// HTML after the last link: an `li`.
    pub navigation_end: Cow<'a, str>,
}

/// HTML after everything else in [`ServiceNavigation`], such as a
/// [`LanguageNavigation`](crate::LanguageNavigation).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndSlot<'a> {
    /// The HTML.
    pub html: Cow<'a, str>,
    /// Whether it is in line with the links if there is room, and not below them.
    pub inline: bool,
}

impl ServiceNavigation<'_> {
    fn is_section(&self) -> bool {
        let slots = &self.slots;
        !self.service_name.is_empty() || !slots.start.is_empty() || !slots.end.html.is_empty()
    }

    /// Returns the number of links.
    fn links(&self) -> usize {
        self.navigation.iter().filter(|item| !item.is_blank()).count()
    }

    fn has_navigation(&self) -> bool {
        let slots = &self.slots;
        self.links() > 0 || !slots.navigation_start.is_empty() || !slots.navigation_end.is_empty()
    }

    fn collapses(&self) -> bool {
        self.collapse_navigation_on_mobile.unwrap_or(self.links() > 1)
    }

    /// Returns the text of the button.
    fn menu(&self) -> &str {
        or(&self.menu_button_text, "Menu")
    }

    /// Returns the `id` of the list of links.
    fn list_id(&self) -> &str {
        or(&self.navigation_id, "navigation")
    }

    /// Returns the button's name for assistive technology, if it differs from the button's text.
    fn menu_label(&self) -> &str {
        if self.menu_button_label == self.menu() { "" } else { &self.menu_button_label }
    }
}

impl NavigationItem<'_> {
    fn is_active(&self) -> bool {
        self.current || self.active
    }

    fn aria_current(&self) -> &'static str {
        match (self.current, self.active) {
            (true, _) => "page",
            (false, true) => "true",
            (false, false) => "",
        }
    }
}

components!(ServiceNavigation);
