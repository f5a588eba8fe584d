//! Styles and wrapped lines.

use anstyle::{AnsiColor, Style};
use std::io::{self, Write};
use std::sync::OnceLock;

/// Headings.
pub const HEAD: Style = Style::new().bold();
/// Secondary text.
pub const FAINT: Style = Style::new().dimmed();
/// Success.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// A required step.
pub const WAIT: Style = AnsiColor::Yellow.on_default().bold();
/// Failure.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// An open verdict.
pub const OPEN: Style = AnsiColor::Cyan.on_default().bold();

/// Returns the width of the output: `COLUMNS`, otherwise the terminal's width, from 40 to 100.
/// Returns 80 if neither is known.
pub fn width() -> usize {
    static WIDTH: OnceLock<usize> = OnceLock::new();
    *WIDTH.get_or_init(looked_up)
}

fn looked_up() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse::<usize>().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.filter(|columns| *columns > 0).or_else(terminal).map_or(80, |width| width.clamp(40, 100))
}

/// Prints a text behind a mark, wrapped between words and aligned with it. Ids stay whole, so that
/// users can search for them.
pub fn item(out: &mut dyn Write, mark: &str, text: &str, style: Style) -> io::Result<()> {
    let blank = " ".repeat(textwrap::core::display_width(mark));
    let options = textwrap::Options::new(width().saturating_sub(blank.len()))
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let mut first = true;
    for paragraph in text.split("\n\n") {
        for line in textwrap::wrap(paragraph, &options) {
            let lead = if first { mark } else { &blank };
            writeln!(out, "{lead}{style}{line}{style:#}")?;
            first = false;
        }
    }
    Ok(())
}

/// Prints a heading.
pub fn heading(out: &mut dyn Write, text: &str) -> io::Result<()> {
    writeln!(out)?;
    item(out, "", text, HEAD)
}
