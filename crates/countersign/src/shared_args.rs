//! What subcommands share on the command line.

use crate::error::CliError;
use crate::load::{Loaded, load_copied};
use crate::pack_location::PackLocation;
use clap::{Args, ValueEnum, ValueHint};
use countersign_compiled::Policy;
use countersign_decide::{QuestionInput, Understood, understood};
use countersign_model::{Pack, Question};
use jiff::civil::Date;
use std::path::PathBuf;

/// Which pack is asked, and for which day.
#[derive(Clone, Debug, Args)]
pub(crate) struct PackArgs {
    /// The folder of the pack, or a compiled policy; otherwise this folder or the nearest one above that holds `pack.toml`
    #[arg(long, env = "COUNTERSIGN_PACK", value_name = "DIR", value_hint = ValueHint::AnyPath)]
    pub(crate) pack: Option<PathBuf>,
    /// The day of the question; today in the pack's time zone unless given
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) at: Option<Date>,
}

impl PackArgs {
    /// Returns the pack and the day.
    pub(crate) fn location(&self) -> PackLocation {
        PackLocation { path: self.pack.clone(), at: self.at }
    }
}

/// What is asked about.
#[derive(Clone, Debug, Args)]
pub(crate) struct QuestionArgs {
    /// The tool: its id, its name or an alias, in any case and spacing
    #[arg(value_name = "TOOL", value_hint = ValueHint::Other)]
    pub(crate) tool: String,
    /// What is known of the use; `countersign facets` lists them
    #[arg(value_name = "FACET=VALUE", value_parser = fact, value_hint = ValueHint::Other)]
    pub(crate) facts: Vec<(String, String)>,
    /// The unit in which the asker works
    #[arg(long, value_name = "UNIT", value_hint = ValueHint::Other)]
    pub(crate) unit: Option<String>,
    /// The kind of a tool that no list names; `none` if it is of none of the pack's kinds
    #[arg(long, value_name = "KIND", value_hint = ValueHint::Other)]
    pub(crate) kind: Option<String>,
    /// An approval supposed to be granted; may be given several times
    #[arg(long = "approved", value_name = "BY", value_hint = ValueHint::Other)]
    pub(crate) approved: Vec<String>,
}

impl QuestionArgs {
    /// The question in terms of a pack.
    pub(crate) fn question(&self, pack: &Pack, at: Date) -> Result<Question, CliError> {
        let inquiry = QuestionInput {
            tool: self.tool.clone(),
            kind: self.kind.clone(),
            unit: self.unit.clone(),
            facts: self.facts.clone(),
            approved: self.approved.clone(),
        };
        Ok(inquiry.question(pack, at)?)
    }
}

/// A question to a policy: what is asked, of which, in whose words.
#[derive(Clone, Debug, Args)]
pub(crate) struct PolicyQuestionArgs {
    #[command(flatten)]
    question: QuestionArgs,
    #[command(flatten)]
    pack: PackArgs,
    #[command(flatten)]
    words: LanguageArgs,
}

/// What is asked, in terms of the policy.
pub(crate) struct LoadedQuestion {
    pub(crate) policy: Policy,
    pub(crate) question: Question,
    /// What was typed, and what else may be meant, as [`understood`] says.
    pub(crate) typed: Option<String>,
    pub(crate) similar: Vec<String>,
    /// Whether the unit was named.
    pub(crate) of_unit: bool,
}

impl PolicyQuestionArgs {
    /// Loads the policy and understands the question.
    pub(crate) fn asked(&self) -> Result<LoadedQuestion, CliError> {
        let Loaded { policy, at } = load_copied(&self.pack.location())?;
        let question = self.question.question(&policy.pack, at)?;
        let Understood { question, typed, similar } = understood(&policy, &question)?;
        Ok(LoadedQuestion { policy, question, typed, similar, of_unit: self.question.unit.is_some() })
    }

    /// The language that was wished for.
    pub(crate) fn language(&self) -> Option<&str> {
        self.words.lang.as_deref()
    }
}

/// Whose words, for people or for machines.
#[derive(Clone, Debug, Args)]
pub(crate) struct LanguageArgs {
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

/// A day on the command line.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    text.trim().parse().map_err(|_| format!("`{text}` is no day: write YYYY-MM-DD, as in 2026-04-01"))
}

/// How many on the command line.
pub(crate) fn count(text: &str) -> Result<usize, String> {
    text.trim().parse().map_err(|_| format!("`{text}` is no number: write a whole one, as in 40; 0 for all"))
}
