use crate::output::answer;
use crate::question_args::PolicyQuestionArgs;
use clap::Args;
use countersign_command::args::Format;
use countersign_command::output::json;
use countersign_command::{CliError, Exit};
use countersign_decide::Localizer;
use std::io::Write;

const EXAMPLES: &str = "\
Examples:
  countersign check slack purpose=business classification=official
  countersign check \"Some App\" --kind proctoring-software device=personal
  countersign check tiktok device=smartphone exemption=granted --format json

A compiled copy of a pack is kept in the user's cache, so that the next answer is
quicker; COUNTERSIGN_CACHE names another folder, or `off`.

Facts that are left out stay open: the answer is `undecided` only where they matter, and then lists them.
Exit status: 0 allowed, 10 ask first, 20 not allowed, 30 undecided, 2 misuse, 3 the pack has errors,
4 could not write.";

/// May this tool be used, for this, with this, on this?
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CheckArgs {
    #[command(flatten)]
    ask: PolicyQuestionArgs,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: &CheckArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let (asked, language) = (args.ask.asked()?, args.ask.language());
    let pack = &asked.policy.pack;
    let mut told = countersign_decide::check(&asked.policy, &asked.question, language)?;
    told.tool.typed = asked.typed;
    told.tool.similar = asked.similar;
    match args.format {
        Format::Text => answer::text(out, &told, Localizer::new(pack, language), pack)?,
        Format::Json => json(out, &told)?,
    }
    Ok(told.verdict.into())
}
