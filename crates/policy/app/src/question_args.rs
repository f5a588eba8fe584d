//! A question on the command line.

use clap::Args;
use countersign_command::CliError;
use countersign_command::args::{LanguageArgs, PackArgs, fact};
use countersign_command::completion;
use countersign_command::load::{Loaded, load_copied};
use countersign_compiled::Policy;
use countersign_decide::{QuestionInput, Understood, understood};
use countersign_model::{Pack, Question};
use jiff::civil::Date;

/// What is asked about.
#[derive(Clone, Debug, Args)]
pub(crate) struct QuestionArgs {
    /// The tool: its id, its name or an alias, in any case and spacing
    #[arg(value_name = "TOOL", add = completion::tools())]
    pub(crate) tool: String,
    /// What is known of the use; `countersign facets` lists them
    #[arg(value_name = "FACET=VALUE", value_parser = fact, add = completion::facts())]
    pub(crate) facts: Vec<(String, String)>,
    /// The unit in which the asker works
    #[arg(long, value_name = "UNIT", add = completion::units())]
    pub(crate) unit: Option<String>,
    /// The kind of a tool that no list names; `none` if it is of none of the pack's kinds
    #[arg(long, value_name = "KIND", add = completion::kinds())]
    pub(crate) kind: Option<String>,
    /// An approval supposed to be granted; may be given several times
    #[arg(long = "approved", value_name = "BY", add = completion::approvals())]
    pub(crate) approved: Vec<String>,
}

impl QuestionArgs {
    /// Returns the question in terms of a pack.
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

impl PolicyQuestionArgs {
    /// Loads the policy and maps the question to it.
    pub(crate) fn asked(&self) -> Result<LoadedQuestion, CliError> {
        let Loaded { policy, at } = load_copied(&self.pack.location())?;
        let question = self.question.question(&policy.pack, at)?;
        let Understood { question, typed, similar } = understood(&policy, &question)?;
        Ok(LoadedQuestion { policy, question, typed, similar, of_unit: self.question.unit.is_some() })
    }

    /// Returns the language that the user asked for.
    pub(crate) fn language(&self) -> Option<&str> {
        self.words.lang.as_deref()
    }
}

/// A question in terms of the policy.
pub(crate) struct LoadedQuestion {
    pub(crate) policy: Policy,
    pub(crate) question: Question,
    /// The typed name and similar tools, as [`understood`] returns them.
    pub(crate) typed: Option<String>,
    pub(crate) similar: Vec<String>,
    /// Whether the user named a unit.
    pub(crate) of_unit: bool,
}
