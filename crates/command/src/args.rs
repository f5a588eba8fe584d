//! Command-line arguments that subcommands share.

use crate::completion;
use crate::pack_location::PackLocation;
use clap::{Args, ValueEnum, ValueHint};
use jiff::civil::Date;
use std::path::PathBuf;

/// Which pack is asked, and for which day.
#[derive(Clone, Debug, Args)]
pub struct PackArgs {
    /// The folder of the pack, or a compiled policy; otherwise this folder or the nearest one above that holds `pack.toml`
    #[arg(long, env = "COUNTERSIGN_PACK", value_name = "DIR", value_hint = ValueHint::AnyPath)]
    pub pack: Option<PathBuf>,
    /// The day of the question; today in the pack's time zone unless given
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub at: Option<Date>,
}

impl PackArgs {
    /// Returns the pack and the day.
    pub fn location(&self) -> PackLocation {
        PackLocation { path: self.pack.clone(), at: self.at }
    }
}

/// Whose words, for people or for machines.
#[derive(Clone, Debug, Args)]
pub struct LanguageArgs {
    /// The language of what is said (BCP 47), where the pack has translations
    #[arg(long, env = "COUNTERSIGN_LANG", value_name = "TAG", add = completion::languages())]
    pub lang: Option<String>,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For machines; `countersign schema` describes it
    Json,
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Table,
    /// Comma-separated values (RFC 4180)
    Csv,
    /// For machines
    Json,
    /// A table in Markdown
    Markdown,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "doc comments of these would lengthen the help of every command")]
pub enum Colour {
    Auto,
    Always,
    Never,
}

impl Colour {
    /// Applies this choice to all output.
    pub fn write_global(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// Reads a fact on the command line: `FACET=VALUE`.
///
/// # Errors
/// Returns an error if the facet or the value is missing.
pub fn fact(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((facet, value)) if !facet.trim().is_empty() && !value.trim().is_empty() => {
            Ok((facet.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(format!(
            "`{text}` is no fact: write FACET=VALUE, as in device=personal; put a tool's name of several words in quotes"
        )),
    }
}

/// Reads a day on the command line.
///
/// # Errors
/// Returns an error if it is not `YYYY-MM-DD`.
pub fn day(text: &str) -> Result<Date, String> {
    text.trim().parse().map_err(|_| format!("`{text}` is no day: write YYYY-MM-DD, as in 2026-04-01"))
}

/// Reads a number of items on the command line.
///
/// # Errors
/// Returns an error if it is not a whole number.
pub fn count(text: &str) -> Result<usize, String> {
    text.trim().parse().map_err(|_| format!("`{text}` is no number: write a whole one, as in 40; 0 for all"))
}
