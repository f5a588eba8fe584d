use crate::output::answer::{cited, face, known, pairs, supposed, whens};
use crate::question_args::PolicyQuestionArgs;
use anstyle::Style;
use clap::Args;
use countersign_command::args::Format;
use countersign_command::output::json;
use countersign_command::output::terminal::{FAINT, HEAD, heading, item, width};
use countersign_command::{CliError, Exit};
use countersign_decide::{Explanation, Localizer, UnitName};
use countersign_model::Pack;
use countersign_model::Verdict;
use std::io::{self, Write};

const EXAMPLES: &str = "\
Example:
  countersign explain slack purpose=business classification=official-sensitive device=dom1";

/// How an answer comes about, and what would turn it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArgs {
    #[command(flatten)]
    ask: PolicyQuestionArgs,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let (asked, language) = (args.ask.asked()?, args.ask.language());
    let pack = &asked.policy.pack;
    let mut told = countersign_decide::explain(&asked.policy, &asked.question, language)?;
    told.tool.typed = asked.typed;
    told.tool.similar = asked.similar;
    match args.format {
        Format::Text => text(out, &told, Localizer::new(pack, language), pack)?,
        Format::Json => json(out, &told)?,
    }
    Ok(Exit::Success)
}

fn text(out: &mut dyn Write, told: &Explanation, say: Localizer<'_>, pack: &Pack) -> io::Result<()> {
    let (style, mark) = face(told.verdict);
    let verdict = |verdict: Verdict| say.word(&format!("ui.verdict.{verdict}")).to_lowercase();
    writeln!(out, "{HEAD}{}{HEAD:#}", told.tool.name)?;
    writeln!(out, "{style}{mark} {}{style:#}", say.word(&format!("ui.verdict.{}", told.verdict)))?;
    known(out, &told.tool, say)?;
    supposed(out, &told.hypothetical, say)?;
    if !told.assumed.is_empty() {
        item(out, "  ", &say.fill("ui.assumed", &[("facts", &pairs(&told.assumed).join(", "))]), FAINT)?;
    }
    if !told.path.is_empty() {
        heading(out, say.word("ui.path"))?;
        for step in &told.path {
            let left: Vec<String> = step.left.iter().map(|left| verdict(*left)).collect();
            let (fact, left) =
                (given(told, &step.facet, &step.value, say), left.join(&format!(" {} ", say.word("ui.or"))));
            looked_at(out, &fact, &left)?;
        }
    }
    let because = because(told, say);
    if !because.is_empty() {
        heading(out, say.word("ui.because"))?;
        item(out, "  ", &because.join(", "), Style::new())?;
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
    let turns = turns(told, say);
    if !turns.is_empty() {
        heading(out, say.word("ui.turns"))?;
    }
    turns.iter().try_for_each(|turn| item(out, "  • ", turn, Style::new()))
}

/// Prints a fact and the verdicts that it leaves possible. Uses two columns if the terminal is wide
/// enough.
fn looked_at(out: &mut dyn Write, fact: &str, left: &str) -> io::Result<()> {
    if width() < 72 {
        item(out, "  ", fact, FAINT)?;
        return item(out, "      ", left, FAINT);
    }
    item(out, &format!("  {fact:<36} "), left, FAINT)
}

/// Returns a fact, marked if the pack assumes it.
fn given(told: &Explanation, facet: &str, value: &str, say: Localizer<'_>) -> String {
    let assumed =
        if told.assumed.contains_key(facet) { format!(" ({})", say.word("ui.is-assumed")) } else { String::new() };
    format!("{facet}={value}{assumed}")
}

/// Returns the facts, supposed approvals and unit that settle the verdict.
fn because(told: &Explanation, say: Localizer<'_>) -> Vec<String> {
    let facts = told.because.iter().map(|(facet, value)| given(told, facet, value, say));
    let approved = told.because_approved.iter().map(|approval| say.fill("ui.approved", &[("approval", approval)]));
    let unit = told.because_unit.iter().map(|unit| format!("{} {}", say.word("ui.unit"), named(unit)));
    facts.chain(approved).chain(unit).collect()
}

fn named(unit: &UnitName) -> String {
    format!("{} ({})", unit.id, unit.name)
}

/// Returns the changes that would turn the verdict, one in each line.
fn turns(told: &Explanation, say: Localizer<'_>) -> Vec<String> {
    let verdict = |verdict: Verdict| say.word(&format!("ui.verdict.{verdict}")).to_lowercase();
    let (is, or) = (say.word("ui.is"), format!(" {} ", say.word("ui.or")));
    let facts = told.turns.iter().map(|turn| (format!("{} {is} {}", turn.facet, turn.values.join(&or)), turn.verdict));
    let units = told.unit_turns.iter().map(|turn| {
        let names: Vec<String> = turn.units.iter().map(named).collect();
        (format!("{} {is} {}", say.word("ui.unit"), names.join(&or)), turn.verdict)
    });
    let approvals = told
        .approval_turns
        .iter()
        .map(|turn| (say.fill("ui.not-approved", &[("approval", &turn.approval)]), turn.verdict));
    facts.chain(units).chain(approvals).map(|(change, turned)| format!("{change}: {}", verdict(turned))).collect()
}
