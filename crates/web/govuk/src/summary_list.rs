//! Information, key by key.

use crate::defaults::{Blank, level};
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// Information, key by key, each with actions.
///
/// Use it to show people's answers before they send them, or the details of one thing. Put each of
/// several such lists into a [`card`](Self::card). To compare many things, use a
/// [`Table`](crate::Table).
///
/// [Design system: summary list](https://design-system.service.gov.uk/components/summary-list/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "summary-list.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryList<'a> {
    /// The rows.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub rows: Vec<SummaryRow<'a>>,
    /// The card around the list, with a title.
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
    /// The key.
    pub key: SummaryCell<'a>,
    /// The value.
    pub value: SummaryCell<'a>,
    /// The actions for it.
    pub actions: SummaryActions<'a>,
}

/// The key or the value of [`SummaryRow`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryCell<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// More classes.
    pub classes: Cow<'a, str>,
}

/// The actions for a row, or for a card.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryActions<'a> {
    /// The links. If empty, nothing is written.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<SummaryAction<'a>>,
    /// More classes.
    pub classes: Cow<'a, str>,
}

/// A link of [`SummaryActions`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryAction<'a> {
    /// The link target.
    pub href: Cow<'a, str>,
    /// The content, such as `Change`.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The text after it that only assistive technology reads: what is changed, such as `name`. The
    /// title of the card follows automatically.
    pub visually_hidden_text: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// The card around a [`SummaryList`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct SummaryCard<'a> {
    /// The title.
    pub title: SummaryCardTitle<'a>,
    /// The actions for the whole card.
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
    /// The content. If empty, there is no heading.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The level of the heading, from 1 to 6. If `None`, 2.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::number"))]
    pub heading_level: Option<u8>,
    /// More classes.
    pub classes: Cow<'a, str>,
}

/// A link, ready to write, with the title of its card for people who cannot see it.
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
