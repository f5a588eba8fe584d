//! What is known, key by key.

use crate::defaults::{Blank, level};
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// What is known, key by key, each with what people can do about it.
///
/// Use it to show somebody's answers before they are sent, or the details of one thing.
/// Put each of several such lists into a [`card`](Self::card). To compare many things use
/// a [`Table`](crate::Table).
///
/// [Design system: summary list](https://design-system.service.gov.uk/components/summary-list/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "summary-list.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryList<'a> {
    /// The rows.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub rows: Vec<SummaryRow<'a>>,
    /// What is around the list, with a title.
    pub card: Option<SummaryCard<'a>>,
    /// More classes, such as `govuk-summary-list--no-border`.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// A row of [`SummaryList`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryRow<'a> {
    /// More classes, such as `govuk-summary-list__row--no-border`.
    pub classes: Cow<'a, str>,
    /// What is told.
    pub key: SummaryCell<'a>,
    /// What it is.
    pub value: SummaryCell<'a>,
    /// What people can do about it.
    pub actions: SummaryActions<'a>,
}

/// The key or the value of [`SummaryRow`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryCell<'a> {
    /// What it says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More classes.
    pub classes: Cow<'a, str>,
}

/// What people can do about a row, or about a card.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryActions<'a> {
    /// The links. Where there are none nothing is written.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<SummaryAction<'a>>,
    /// More classes.
    pub classes: Cow<'a, str>,
}

/// A link of [`SummaryActions`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryAction<'a> {
    /// Where it leads.
    pub href: Cow<'a, str>,
    /// What it says, such as `Change`.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// What only assistive technology says after it: what is changed, such as `name`. The
    /// title of the card follows by itself.
    pub visually_hidden_text: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// What is around a [`SummaryList`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryCard<'a> {
    /// The title.
    pub title: SummaryCardTitle<'a>,
    /// What people can do about all of it.
    pub actions: SummaryActions<'a>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// The title of a [`SummaryCard`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryCardTitle<'a> {
    /// What it says. Without it there is no heading.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The level of the heading, between 1 and 6: 2 where nothing is said.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::number"))]
    pub heading_level: Option<u8>,
    /// More classes.
    pub classes: Cow<'a, str>,
}

/// A link as it is written: the card that it is in is told to those who cannot see it.
#[derive(Template)]
#[template(path = "summary-list-action.html", whitespace = "suppress")]
struct Link<'s> {
    action: &'s SummaryAction<'s>,
    card: Option<&'s Content<'s>>,
}

impl askama::filters::HtmlSafe for Link<'_> {}

impl SummaryCardTitle<'_> {
    fn level(&self) -> u8 {
        level(self.heading_level, 2)
    }
}

impl SummaryList<'_> {
    fn has_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.items.is_empty())
    }

    fn link<'s>(&'s self, action: &'s SummaryAction<'s>) -> Link<'s> {
        let title = self.card.as_ref().map(|card| &card.title.content);
        Link { action, card: title.filter(|title| !title.is_empty()) }
    }
}

components!(SummaryList);
made_of_content!(SummaryCell);
