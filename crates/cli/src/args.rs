use crate::command;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use jiff::civil::Date;
use std::path::PathBuf;

const AFTER: &str = "\
Exit status: 0 well (check: allowed), 1 a test failed, 2 misuse, 3 the pack is at fault;
check also: 10 ask first, 20 not allowed, 30 undecided.";

/// Which apps may be used at work, why, and what to heed.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, after_help = AFTER, max_term_width = 100)]
pub(crate) struct Cli {
    /// When to colour what is printed; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(crate) color: Colour,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(command::check::CheckArgs),
    Suggest(command::suggest::SuggestArgs),
    List(command::list::ListArgs),
    Show(command::show::ShowArgs),
    Facets(command::facets::FacetsArgs),
    Lint(command::lint::LintArgs),
    Test(command::test::TestArgs),
    Init(command::init::InitArgs),
    Texts(command::texts::TextsArgs),
    Pages(command::pages::PagesArgs),
    Edit(command::edit::EditArgs),
    Schema(command::schema::SchemaArgs),
    Completions(command::completions::CompletionsArgs),
    Man(command::man::ManArgs),
}

/// Which pack is asked, and for which day.
#[derive(Clone, Debug, Args)]
pub(crate) struct PackArgs {
    /// The folder of the pack; otherwise this folder or the nearest one above that holds `pack.toml`
    #[arg(long, env = "COUNTERSIGN_PACK", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) pack: Option<PathBuf>,
    /// The day of the question; today in the pack's time zone unless given
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<Date>,
}

/// Whose words, for people or for machines.
#[derive(Clone, Debug, Args)]
pub(crate) struct WordArgs {
    /// The language of what is said (BCP 47), where the pack has translations
    #[arg(long, env = "COUNTERSIGN_LANG", value_name = "TAG")]
    pub(crate) lang: Option<String>,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For machines; `countersign schema` describes it
    Json,
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
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
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

impl Colour {
    pub(crate) fn write_global(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// A fact on the command line: `FACET=VALUE`.
pub(crate) fn fact(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((facet, value)) if !facet.trim().is_empty() && !value.trim().is_empty() => {
            Ok((facet.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(format!(
            "`{text}` is no fact: write FACET=VALUE, as in device=personal; put a tool's name of several words in quotes"
        )),
    }
}
