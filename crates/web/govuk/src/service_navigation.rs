//! The name of a service, and where one can go in it.

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
    /// More classes, such as `govuk-service-navigation--inverse` on a dark ground.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
    /// What assistive technology calls the whole where it has a name:
    /// `Service information` where this is empty.
    pub aria_label: Cow<'a, str>,
    /// What the button says that opens the links on a narrow screen: `Menu` where this is
    /// empty.
    pub menu_button_text: Cow<'a, str>,
    /// What assistive technology says for the button: its text where this is empty.
    pub menu_button_label: Cow<'a, str>,
    /// What assistive technology calls the links: the button's text where this is empty.
    pub navigation_label: Cow<'a, str>,
    /// The `id` of the list of links: `navigation` where this is empty.
    pub navigation_id: Cow<'a, str>,
    /// More classes of what holds the links.
    pub navigation_classes: Cow<'a, str>,
    /// Whether a narrow screen hides the links until they are asked for: where nothing is
    /// said, whether there is more than one.
    pub collapse_navigation_on_mobile: Option<bool>,
    /// The name of the service.
    pub service_name: Cow<'a, str>,
    /// Where the service begins. Without it the name is not a link.
    pub service_url: Cow<'a, str>,
    /// The links.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub navigation: Vec<NavigationItem<'a>>,
    /// HTML in between.
    pub slots: Slots<'a>,
}

/// A link of [`ServiceNavigation`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct NavigationItem<'a> {
    /// Whether it is the page that is shown.
    pub current: bool,
    /// Whether the page that is shown is one of those below it.
    pub active: bool,
    /// What it says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// Where it leads. Without it this is not a link.
    pub href: Cow<'a, str>,
    /// More attributes of the link.
    pub attributes: Attributes<'a>,
}

/// HTML in between the parts of [`ServiceNavigation`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Slots<'a> {
    /// HTML before all.
    pub start: Cow<'a, str>,
    /// HTML after all.
    pub end: EndSlot<'a>,
    /// HTML before the first link: an `li`.
    pub navigation_start: Cow<'a, str>,
    /// HTML after the last link: an `li`.
    pub navigation_end: Cow<'a, str>,
}

/// HTML after all of [`ServiceNavigation`], such as a
/// [`LanguageNavigation`](crate::LanguageNavigation).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndSlot<'a> {
    /// The HTML.
    pub html: Cow<'a, str>,
    /// Whether it stands in line with the links where there is room, and not below them.
    pub inline: bool,
}

impl ServiceNavigation<'_> {
    fn is_section(&self) -> bool {
        let slots = &self.slots;
        !self.service_name.is_empty() || !slots.start.is_empty() || !slots.end.html.is_empty()
    }

    /// How many links there are.
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

    /// What the button says.
    fn menu(&self) -> &str {
        or(&self.menu_button_text, "Menu")
    }

    /// The `id` of the list of links.
    fn list_id(&self) -> &str {
        or(&self.navigation_id, "navigation")
    }

    /// The button's name for assistive technology, where it is not what the button says.
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
