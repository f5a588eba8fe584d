use crate::common::{AskArgs, Format};
use crate::error::Trouble;
use crate::exit::Exit;
use crate::show::answer::{cited, face, whens};
use crate::show::json;
use crate::show::paper::{FAINT, HEAD, heading, item};
use anstyle::Style;
use clap::Args;
use countersign_decide::{Explanation, Speaker};
use countersign_model::Pack;
use std::io::{self, Write};

const EXAMPLES: &str = "\
Example:
  countersign explain slack purpose=business classification=official-sensitive device=dom1";

/// How an answer comes about, and what would turn it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    ask: AskArgs,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<Exit, Trouble> {
    let (asked, language) = (args.ask.asked()?, args.ask.language());
    let pack = &asked.policy.pack;
    let told = countersign_decide::explain(&asked.policy, &asked.question, language)?;
    match args.format {
        Format::Text => text(out, &told, Speaker::new(pack, language), pack)?,
        Format::Json => json(out, &told)?,
    }
    Ok(Exit::Well)
}

fn text(out: &mut dyn Write, told: &Explanation, say: Speaker<'_>, pack: &Pack) -> io::Result<()> {
    let (style, mark) = face(&told.verdict);
    let verdict = |verdict: &str| say.word(&format!("ui.verdict.{verdict}")).to_lowercase();
    writeln!(out, "{HEAD}{}{HEAD:#}", told.tool.name)?;
    writeln!(out, "{style}{mark} {}{style:#}", say.word(&format!("ui.verdict.{}", told.verdict)))?;
    if !told.path.is_empty() {
        heading(out, say.word("ui.path"))?;
        for step in &told.path {
            let left: Vec<String> = step.left.iter().map(|left| verdict(left)).collect();
            let fact = format!("{}={}", step.facet, step.value);
            item(out, &format!("  {fact:<36} "), &left.join(&format!(" {} ", say.word("ui.or"))), FAINT)?;
        }
    }
    if !told.because.is_empty() {
        heading(out, say.word("ui.because"))?;
        let facts: Vec<String> = told.because.iter().map(|(facet, value)| format!("{facet}={value}")).collect();
        item(out, "  ", &facts.join(", "), Style::new())?;
    }
    heading(out, say.word("ui.deciders"))?;
    for rule in &told.rules {
        let kind = say.word(&format!("ui.kind.{}", rule.kind));
        item(out, "  • ", &format!("{} ({kind}): {}", rule.rule, rule.text), Style::new())?;
        whens(out, &rule.holds, say, pack)?;
        for source in &rule.sources {
            item(out, "    ", &cited(source), FAINT)?;
        }
    }
    if !told.turns.is_empty() {
        heading(out, say.word("ui.turns"))?;
        for turn in &told.turns {
            let values = turn.values.join(&format!(" {} ", say.word("ui.or")));
            let line = format!("{} {} {values}: {}", turn.facet, say.word("ui.is"), verdict(&turn.verdict));
            item(out, "  • ", &line, Style::new())?;
        }
    }
    Ok(())
}
