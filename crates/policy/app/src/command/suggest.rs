use crate::output::answer::face;
use anstyle::Style;
use clap::Args;
use countersign_command::args::{Format, LanguageArgs, PackArgs, fact};
use countersign_command::completion;
use countersign_command::load::load_copied;
use countersign_command::output::json;
use countersign_command::output::terminal::{FAINT, HEAD, heading, item};
use countersign_command::{CliError, Exit};
use countersign_decide::{InputError, Localizer, QuestionInput, Suggestion, Suggestions};
use countersign_model::{Subject, nearest};
use std::io::{self, Write};

const EXAMPLES: &str = "\
Examples:
  countersign suggest activity=share audience=external classification=official-sensitive
  countersign suggest activity=share audience=government --not microsoft-teams";

/// Find the tools that suit a job, best first, and why others do not
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SuggestArgs {
    /// What is known of the use
    #[arg(value_name = "FACET=VALUE", value_parser = fact, add = completion::facts())]
    facts: Vec<(String, String)>,
    /// A tool that cannot be used, say because the other side has none; may be given several times
    #[arg(long = "not", value_name = "TOOL", add = completion::tools())]
    without: Vec<String>,
    #[command(flatten)]
    pack: PackArgs,
    #[command(flatten)]
    words: LanguageArgs,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// The unit in which the asker works
    #[arg(long, value_name = "UNIT", add = completion::units())]
    unit: Option<String>,
    /// An approval supposed to be granted; may be given several times
    #[arg(long = "approved", value_name = "BY", add = completion::approvals())]
    approved: Vec<String>,
}

pub(crate) fn run(args: &SuggestArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let loaded = load_copied(&args.pack.location())?;
    let pack = &loaded.policy.pack;
    let inquiry = QuestionInput {
        tool: "any".into(),
        kind: None,
        unit: args.unit.clone(),
        facts: args.facts.clone(),
        approved: args.approved.clone(),
    };
    let question = inquiry.question(pack, loaded.at);
    let mut faults = question.as_ref().err().cloned().unwrap_or_default();
    let mut without = Vec::new();
    for name in &args.without {
        match pack.tool_asked(name) {
            Some(place) => without.push(place),
            None => faults.push(InputError {
                message: format!("no list names the tool `{}`", name.escape_debug()),
                help: nearest(name, pack.tools.ids()).map(|near| format!("did you mean `{near}`?")),
            }),
        }
    }
    let (Ok(mut question), true) = (question, faults.is_empty()) else { return Err(faults.into()) };
    question.subject = Subject::Unlisted { name: String::new(), kind: None };
    let language = args.words.lang.as_deref();
    let told = countersign_decide::suggest(&loaded.policy, &question, &without, language)?;
    match args.format {
        Format::Text => text(out, &told, Localizer::new(pack, language))?,
        Format::Json => json(out, &told)?,
    }
    Ok(Exit::Success)
}

fn text(out: &mut dyn Write, told: &Suggestions, say: Localizer<'_>) -> io::Result<()> {
    let facts: Vec<String> = told.facts.iter().map(|(facet, value)| format!("{facet}={value}")).collect();
    writeln!(out, "{HEAD}{}{HEAD:#} {FAINT}{}{FAINT:#}", say.word("ui.suggest"), facts.join(" "))?;
    for (title, list) in [("ui.suggestions", &told.suggestions), ("ui.fell-out", &told.excluded)] {
        if !list.is_empty() {
            heading(out, say.word(title))?;
        }
        for (place, one) in list.iter().enumerate() {
            suggestion(out, place + 1, one, say)?;
        }
    }
    if told.suggestions.is_empty() {
        heading(out, say.word("ui.nothing-serves"))?;
    }
    writeln!(out, "\n{FAINT}{} {}{FAINT:#}", told.pack.name, told.pack.version)
}

fn suggestion(out: &mut dyn Write, place: usize, one: &Suggestion, say: Localizer<'_>) -> io::Result<()> {
    let (style, mark) = face(one.verdict);
    let verdict = say.word(&format!("ui.verdict.{}", one.verdict));
    writeln!(out, "{place:>4}. {} {style}{mark} {verdict}{style:#}", one.name)?;
    item(out, "      ", &one.why, Style::new())?;
    if one.questions.is_empty() {
        return Ok(());
    }
    item(out, "      ", &format!("{}: {}", say.word("ui.depends"), one.questions.join(", ")), FAINT)
}
