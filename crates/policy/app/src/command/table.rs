use crate::output::policy_table;
use crate::question_args::PolicyQuestionArgs;
use clap::Args;
use countersign_command::args::ListFormat;
use countersign_command::{CliError, Exit};
use countersign_decide::Localizer;
use std::io::Write;

const EXAMPLES: &str = "\
Examples:
  countersign table slack purpose=business
  countersign table zoom --format markdown --unit agency
  countersign table \"Some App\" --kind proctoring-software --format csv

Rows of one verdict may overlap; rows of different verdicts never do. An empty
cell means that the fact does not matter there.";

/// A tool's whole policy as a small table
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct TableArgs {
    #[command(flatten)]
    ask: PolicyQuestionArgs,
    /// How the table is printed
    #[arg(long, value_enum, default_value_t = ListFormat::Table, value_name = "FORMAT")]
    format: ListFormat,
}

pub(crate) fn run(args: &TableArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let (asked, language) = (args.ask.asked()?, args.ask.language());
    let pack = &asked.policy.pack;
    let mut told = countersign_decide::table(&asked.policy, &asked.question, asked.of_unit, language)?;
    told.tool.typed = asked.typed;
    told.tool.similar = asked.similar;
    policy_table::print(out, &told, args.format, Localizer::new(pack, language), pack)?;
    Ok(Exit::Success)
}
