//! The pages that a long list is cut into.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// Links between the pages that a list is cut into, or between parts that are read in turn.
///
/// Use it with [`items`](Self::items) where a list would make a page too long. Without
/// them the two links stand one above the other, each with a label that says what it
/// leads to: use that for a guide in parts.
///
/// [Design system: pagination](https://design-system.service.gov.uk/components/pagination/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "pagination.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Pagination<'a> {
    /// The pages, with gaps where there are many.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<PaginationItem<'a>>,
    /// The page before: `Previous page` where its link says nothing.
    pub previous: Option<PaginationLink<'a>>,
    /// The page after: `Next page` where its link says nothing.
    pub next: Option<PaginationLink<'a>>,
    /// What assistive technology calls this landmark: `Pagination` where it is empty.
    pub landmark_label: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// A page of [`Pagination`], or a gap between pages.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct PaginationItem<'a> {
    /// What the link says, most often the number of the page. Without it and without an
    /// ellipsis nothing is written.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub number: Cow<'a, str>,
    /// What assistive technology says for it: `Page` and the number where this is empty.
    pub visually_hidden_text: Cow<'a, str>,
    /// Where the page is.
    pub href: Cow<'a, str>,
    /// Whether it is the page that is shown.
    pub current: bool,
    /// Whether this is a gap; all else is then ignored.
    pub ellipsis: bool,
    /// More attributes of the link.
    pub attributes: Attributes<'a>,
}

/// The link of [`Pagination`] to the page before, or to the one after.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct PaginationLink<'a> {
    /// What it says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// What is on that page. It is shown only where no pages are listed.
    pub label_text: Cow<'a, str>,
    /// Where the page is.
    pub href: Cow<'a, str>,
    /// More attributes of the link.
    pub attributes: Attributes<'a>,
}

/// One of the two links, as it is written.
#[derive(Template)]
#[template(path = "pagination-link.html", whitespace = "suppress")]
struct Step<'s> {
    link: &'s PaginationLink<'s>,
    /// `prev` or `next`.
    rel: &'static str,
    default: &'static str,
    /// Whether the links stand one above the other, with labels.
    block: bool,
}

impl askama::filters::HtmlSafe for Step<'_> {}

impl Pagination<'_> {
    fn is_block(&self) -> bool {
        self.items.is_empty() && (self.previous.is_some() || self.next.is_some())
    }

    fn step_back(&self) -> Option<Step<'_>> {
        let step = |link| Step { link, rel: "prev", default: "Previous", block: self.is_block() };
        self.previous.as_ref().map(step)
    }

    fn step_on(&self) -> Option<Step<'_>> {
        let step = |link| Step { link, rel: "next", default: "Next", block: self.is_block() };
        self.next.as_ref().map(step)
    }
}

impl Step<'_> {
    fn label(&self) -> &str {
        if self.block { &self.link.label_text } else { "" }
    }

    fn is_back(&self) -> bool {
        self.rel == "prev"
    }

    fn icon_first(&self) -> bool {
        self.block || self.is_back()
    }
}

components!(Pagination);
