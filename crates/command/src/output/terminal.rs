//! Styles and wrapped lines.

use anstyle::{AnsiColor, Style};
use std::io::{self, Write};
use std::sync::OnceLock;

/// Headings.
pub const HEAD: Style = Style::new().bold();
/// What is said by the way.
pub const FAINT: Style = Style::new().dimmed();
/// Good news.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// A step is needed.
pub const WAIT: Style = AnsiColor::Yellow.on_default().bold();
/// Bad news.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// Something is open.
pub const OPEN: Style = AnsiColor::Cyan.on_default().bold();

/// The width of what is printed: what COLUMNS says, or else the terminal's, from 40
/// to 100; 80 where it goes to a file.
pub fn width() -> usize {
    static WIDTH: OnceLock<usize> = OnceLock::new();
    *WIDTH.get_or_init(looked_up)
}

fn looked_up() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse::<usize>().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.filter(|columns| *columns > 0).or_else(terminal).map_or(80, |width| width.clamp(40, 100))
}

/// Prints a text, wrapped between words, behind a first mark and aligned with it;
/// ids stay whole, so that they can be looked for.
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
