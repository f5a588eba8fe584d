//! Rows and columns.

use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// Rows and columns, with a caption.
///
/// Use it if people compare things, or look something up. Information about one thing belongs in a
/// [`SummaryList`](crate::SummaryList).
///
/// [Design system: table](https://design-system.service.gov.uk/components/table/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "table.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct Table<'a> {
    /// The rows, each with its cells. A row without cells is left out.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub rows: Vec<Vec<TableCell<'a>>>,
    /// The headings of the columns.
    pub head: Vec<TableCell<'a>>,
    /// What the table shows.
    pub caption: Cow<'a, str>,
    /// More classes of the caption, such as `govuk-table__caption--m`.
    pub caption_classes: Cow<'a, str>,
    /// Whether the first cell of each row is its heading.
    pub first_cell_is_header: bool,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// A cell, or a heading, of [`Table`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct TableCell<'a> {
    /// The content.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// The type of its content: `numeric` aligns numbers.
    pub format: Cow<'a, str>,
    /// More classes.
    pub classes: Cow<'a, str>,
    /// The number of columns that it spans. If `None`, one.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::number"))]
    pub colspan: Option<u32>,
    /// The number of rows that it spans. If `None`, one.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::number"))]
    pub rowspan: Option<u32>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// A cell, ready to write.
#[derive(Template)]
#[template(path = "table-cell.html", whitespace = "suppress")]
struct Written<'s> {
    cell: &'s TableCell<'s>,
    /// The scope of a heading: `col`, `row`, or nothing.
    scope: &'static str,
}

impl askama::filters::HtmlSafe for Written<'_> {}

impl<'a> TableCell<'a> {
    /// Creates a cell with a number.
    pub fn numeric(content: impl Into<Content<'a>>) -> Self {
        Self { format: "numeric".into(), ..Self::new(content) }
    }

    fn written(&self, scope: &'static str) -> Written<'_> {
        Written { cell: self, scope }
    }
}

impl Table<'_> {
    /// Returns the scope of the cell at this position of a row.
    fn scope(&self, index: &usize) -> &'static str {
        if self.first_cell_is_header && *index == 0 { "row" } else { "" }
    }
}

components!(Table);
made_of_content!(TableCell);
