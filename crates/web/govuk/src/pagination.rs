//! The pages of a long list.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// Links between the pages of a list, or between parts to read in turn.
///
/// Use it with [`items`](Self::items) if a list would make a page too long. Without them, the two
/// links are one above the other, each with a label for its target. Use that for a guide in parts.
///
/// [Design system: pagination](https://design-system.service.gov.uk/components/pagination/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "pagination.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Pagination<'a> {
    /// The pages, with gaps if there are many.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<PaginationItem<'a>>,
    /// The previous page. If its link has no content, `Previous page`.
    pub previous: Option<PaginationLink<'a>>,
    /// The next page. If its link has no content, `Next page`.
    pub next: Option<PaginationLink<'a>>,
    /// The name of this landmark for assistive technology. If empty, `Pagination`.
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
    /// The content of the link, usually the number of the page. Without it and without an ellipsis,
    /// nothing is written.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::text"))]
    pub number: Cow<'a, str>,
    /// The text for assistive technology. If empty, `Page` and the number.
    pub visually_hidden_text: Cow<'a, str>,
    /// The address of the page.
    pub href: Cow<'a, str>,
    /// Whether it is the current page.
    pub current: bool,
    /// Whether this is a gap. The other fields are then ignored.
    pub ellipsis: bool,
    /// More attributes of the link.
    pub attributes: Attributes<'a>,
}

/// The link of [`Pagination`] to the previous or the next page.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct PaginationLink<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// A description of that page. It is shown only if no pages are listed.
    pub label_text: Cow<'a, str>,
    /// The address of the page.
    pub href: Cow<'a, str>,
    /// More attributes of the link.
    pub attributes: Attributes<'a>,
}

/// One of the two links, ready to write.
#[derive(Template)]
#[template(path = "pagination-link.html", whitespace = "suppress")]
struct Step<'s> {
    link: &'s PaginationLink<'s>,
    /// `prev` or `next`.
    rel: &'static str,
    default: &'static str,
    /// Whether the links are one above the other, with labels.
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
