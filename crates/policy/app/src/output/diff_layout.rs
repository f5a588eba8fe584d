//! The layout of a difference: for a terminal or for a review.

use anstyle::Style;
use countersign_command::output::terminal::{FAINT, HEAD, heading, item};
use std::io::{self, Write};

/// The maximum number of names in a line of a terminal.
const MOST_NAMES: usize = 6;
/// The maximum number of names in a line of Markdown. More are folded.
const MOST_IN_LINE: usize = 12;

/// The layout of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// For a terminal.
    Text,
    /// For a review: headings and lists.
    Markdown,
}

/// The parts of a statement: tools, and the text about them.
pub(crate) struct Line {
    pub(crate) names: Vec<String>,
    pub(crate) said: String,
}

impl Layout {
    pub(crate) fn summary(self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        match self {
            Self::Text => item(out, "", text, HEAD),
            Self::Markdown => writeln!(out, "**{}**", escaped(text)),
        }
    }

    /// Prints the heading of groups.
    pub(crate) fn section(self, out: &mut dyn Write, title: &str) -> io::Result<()> {
        match self {
            Self::Text => heading(out, title),
            Self::Markdown => writeln!(out, "\n## {title}"),
        }
    }

    /// Prints the heading of a list.
    pub(crate) fn list(self, out: &mut dyn Write, title: &str) -> io::Result<()> {
        self.section(out, title)?;
        if self == Self::Markdown { writeln!(out) } else { Ok(()) }
    }

    /// Prints the heading of a group, with a line below it.
    pub(crate) fn group(self, out: &mut dyn Write, title: &str, below: Option<&str>) -> io::Result<()> {
        writeln!(out)?;
        match self {
            Self::Text => {
                item(out, "", title, HEAD)?;
                below.map_or(Ok(()), |below| item(out, "  ", below, FAINT))
            }
            Self::Markdown => {
                writeln!(out, "### {}\n", escaped(title))?;
                below.map_or(Ok(()), |below| writeln!(out, "{}\n", escaped(below)))
            }
        }
    }

    pub(crate) fn item(self, out: &mut dyn Write, text: &str, style: Style) -> io::Result<()> {
        match self {
            Self::Text => item(out, "  • ", text, style),
            Self::Markdown => writeln!(out, "- {}", escaped(text)),
        }
    }

    /// Prints a statement. A terminal shows only the first of many tools, Markdown folds them.
    pub(crate) fn line(self, out: &mut dyn Write, line: &Line) -> io::Result<()> {
        let (names, count) = (&line.names, line.names.len());
        let fold = self == Self::Markdown && count > MOST_IN_LINE;
        let who = match self {
            _ if count == 0 => "every tool".to_owned(),
            Self::Text if count > MOST_NAMES => {
                let first: Vec<&str> = names.iter().take(MOST_NAMES - 1).map(String::as_str).collect();
                format!("{} and {} more", first.join(", "), count + 1 - MOST_NAMES)
            }
            _ if fold => format!("{count} tools"),
            _ => names.join(", "),
        };
        self.item(out, &format!("{who}{}", line.said), Style::new())?;
        if fold {
            let names = escaped(&names.join(", "));
            writeln!(out, "\n  <details><summary>The {count} tools</summary>\n\n  {names}\n\n  </details>")?;
        }
        Ok(())
    }

    /// Returns an id, in backticks for Markdown.
    pub(crate) fn id(self, id: &str) -> String {
        match (self, id) {
            (_, "unlisted") => "no rule decides".to_owned(),
            (Self::Markdown, id) if id != "…" => format!("`{id}`"),
            _ => id.to_owned(),
        }
    }
}

/// Escapes characters with a meaning in Markdown, except within pairs of backticks.
fn escaped(text: &str) -> String {
    let paired = text.matches('`').count().is_multiple_of(2);
    let (mut escaped, mut code) = (String::new(), false);
    for c in text.chars() {
        let own = matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '|' | '\\') || (c == '`' && !paired);
        if own && !code {
            escaped.push('\\');
        }
        code ^= c == '`' && paired;
        escaped.push(c);
    }
    escaped
}
