use super::register_test;
use clap::Args;
use countersign_command::args::{Format, day};
use countersign_command::load::{LoadedPack, load_written};
use countersign_command::output::json;
use countersign_command::output::terminal::{BAD, FAINT, GOOD};
use countersign_command::{CliError, Exit, PackLocation};
use countersign_compiled::Policy;
use countersign_decide::{Answer, QuestionInput};
use countersign_model::{Action, Facts, Origin, Span};
use countersign_pack::{Expect, RegisterTest, Test};
use jiff::civil::Date;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

/// The pack's own tests: questions with the answers they must get
#[derive(Debug, Args)]
pub struct TestArgs {
    /// The folder of the pack; otherwise as for `--pack`
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
    #[arg(long, env = "COUNTERSIGN_PACK", value_name = "DIR", hide = true)]
    pack: Option<PathBuf>,
    /// The day of questions that name none; today unless given
    #[arg(long, value_name = "DATE", value_parser = day)]
    at: Option<Date>,
    /// Also fail where a written rule appears in no tested answer
    #[arg(long)]
    covered: bool,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

/// The result of a test.
struct Done<'a> {
    /// The title of the test, for its differences.
    title: String,
    name: &'a str,
    tool: &'a str,
    span: Span,
    differences: Vec<(String, String, String)>,
}

pub(crate) fn run(args: &TestArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let pack = PackLocation { path: args.dir.clone().or(args.pack.clone()), at: args.at };
    let mut loaded = load_written(&pack)?;
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut done = Vec::new();
    // Does not run the tests of a parent pack: they cover the parent alone, and its own command
    // runs them.
    let own = loaded.compiled.pack().layers.len().saturating_sub(1);
    let days: BTreeSet<Date> = loaded.tests.iter().map(|test| test.at.unwrap_or(loaded.at)).collect();
    let policies: BTreeMap<Date, Policy> =
        days.into_iter().map(|day| Ok((day, loaded.policy(day)?))).collect::<Result<_, CliError>>()?;
    for test in loaded.tests.iter().filter(|test| test.layer == own) {
        let at = test.at.unwrap_or(loaded.at);
        let Some(policy) = policies.get(&at) else { continue };
        let Test { name, tool, span, .. } = test;
        let differences = differences(&loaded, policy, test, &mut told)?;
        done.push(Done { title: title(&loaded, test), name, tool, span: *span, differences });
    }
    for test in loaded.register_tests.iter().filter(|test| test.layer == own) {
        let RegisterTest { name, tool, span, .. } = test;
        let differences = register_test::differences(loaded.compiled.pack(), test, test.at.unwrap_or(loaded.at));
        let title = if name.is_empty() { tool.clone() } else { format!("{name}: {tool}") };
        done.push(Done { title, name, tool, span: *span, differences });
    }
    let rules = loaded.compiled.pack().rules.iter().filter(|rule| rule.origin == Origin::Written && rule.layer == own);
    let speaks = rules.filter(|rule| rule.action == Action::Use || rule.text.is_some());
    let untested: Vec<&str> = speaks.map(|rule| rule.id.as_str()).filter(|id| !told.contains(*id)).collect();
    let failed = done.iter().filter(|done| !done.differences.is_empty()).count();
    match args.format {
        Format::Text => text(out, &loaded, &done, &untested, args.covered)?,
        Format::Json => {
            let one = |done: &Done<'_>| {
                let at = loaded.files.position(done.span);
                let differences = done
                    .differences
                    .iter()
                    .map(|(what, wanted, found)| json!({ "what": what, "expected": wanted, "found": found }));
                json!({ "name": done.name, "tool": done.tool, "file": loaded.files.path(done.span.file), "line": at.line, "passed": done.differences.is_empty(), "differences": differences.collect::<Vec<_>>() })
            };
            let report = json!({ "passed": done.len() - failed, "failed": failed, "untested": untested, "tests": done.iter().map(one).collect::<Vec<_>>() });
            json(out, &report)?;
        }
    }
    Ok(if failed > 0 || (args.covered && !untested.is_empty()) { Exit::Failed } else { Exit::Success })
}

fn text(
    out: &mut dyn Write,
    loaded: &LoadedPack,
    done: &[Done<'_>],
    untested: &[&str],
    covered: bool,
) -> Result<(), CliError> {
    for Done { title, span, differences, .. } in done.iter().filter(|done| !done.differences.is_empty()) {
        let line = loaded.files.position(*span).line;
        let path = loaded.files.path(span.file);
        writeln!(out, "{BAD}✘ {title}{BAD:#} {FAINT}{path}:{line}{FAINT:#}")?;
        for (what, wanted, found) in differences {
            writeln!(out, "    {what}")?;
            writeln!(out, "      {GOOD}- expected{GOOD:#} {wanted}")?;
            writeln!(out, "      {BAD}+ found   {BAD:#} {found}")?;
        }
    }
    let failed = done.iter().filter(|done| !done.differences.is_empty()).count();
    writeln!(out, "{} passed, {failed} failed", done.len() - failed)?;
    if !untested.is_empty() {
        let style = if covered { BAD } else { FAINT };
        writeln!(out, "{style}rules that appear in no tested answer: {}{style:#}", untested.join(", "))?;
    }
    Ok(())
}

fn title(loaded: &LoadedPack, test: &Test) -> String {
    let facts: Vec<String> =
        given(loaded, &test.facts).into_iter().map(|(facet, value)| format!("{facet}={value}")).collect();
    let question = format!("{} {}", test.tool, facts.join(" "));
    if test.name.is_empty() { question } else { format!("{}: {question}", test.name) }
}

fn given(loaded: &LoadedPack, facts: &Facts) -> BTreeMap<String, String> {
    let facets = loaded.compiled.pack().facets.iter().zip(facts);
    facets.filter_map(|(facet, fact)| Some((facet.id.to_string(), facet.value_id((*fact)?).to_owned()))).collect()
}

/// Returns the differences between the answer and a test: the item, the expected value, the actual
/// value.
fn differences(
    loaded: &LoadedPack,
    policy: &Policy,
    test: &Test,
    told: &mut BTreeSet<String>,
) -> Result<Vec<(String, String, String)>, CliError> {
    let at = test.at.unwrap_or(loaded.at);
    let inquiry = QuestionInput {
        tool: test.tool.clone(),
        kind: test.kind.as_ref().map(ToString::to_string),
        unit: test.unit.as_ref().map(ToString::to_string),
        facts: given(loaded, &test.facts).into_iter().collect(),
        approved: test.approved.iter().map(ToString::to_string).collect(),
    };
    let answer = inquiry
        .question(loaded.compiled.pack(), at)
        .map_err(CliError::from)
        .map(|question| match &test.exemption {
            Some(record) => loaded.compiled.pack().with_exemption(question, record.as_str()),
            None => question,
        })
        .and_then(|question| Ok(countersign_decide::ask(policy, &question, None)?));
    let answer = match answer {
        Ok(answer) => answer,
        Err(CliError::InputError(faults)) => {
            let faults: Vec<String> = faults.into_iter().map(|fault| fault.message).collect();
            return Ok(vec![("the question".into(), "one that can be asked".into(), faults.join("; "))]);
        }
        Err(trouble) => return Err(trouble),
    };
    told.extend(answer.reasons.iter().map(|reason| reason.rule.clone()));
    told.extend(answer.conditions.iter().map(|condition| condition.rule.clone()));
    Ok(compare(&test.expect, &answer))
}

/// The differences between an answer and a test: the item, the expected value, the actual value.
#[derive(Default)]
struct Differences(Vec<(String, String, String)>);

impl Differences {
    /// Adds a difference unless the answer fits.
    fn check(&mut self, what: &str, fits: bool, wanted: String, found: String) {
        if !fits {
            self.0.push((what.to_owned(), wanted, found));
        }
    }
}

fn compare(expect: &Expect, answer: &Answer) -> Vec<(String, String, String)> {
    let mut differences = Differences::default();
    let same = answer.verdict == expect.verdict;
    differences.check("verdict", same, expect.verdict.to_string(), answer.verdict.to_string());
    if let Some(wanted) = &expect.reasons {
        let wanted: BTreeSet<String> = wanted.iter().map(ToString::to_string).collect();
        let found: BTreeSet<String> = answer.reasons.iter().map(|reason| reason.kind.clone()).collect();
        differences.check("kinds of reason", wanted == found, list(&wanted), list(&found));
    }
    compare_lists(expect, answer, &mut differences);
    compare_open_points(expect, answer, &mut differences);
    if let Some(wanted) = expect.disagreement {
        let found = !answer.disagreements.is_empty();
        differences.check("disagreement of sources", wanted == found, wanted.to_string(), found.to_string());
    }
    differences.0
}

/// Compares the lists of an answer with the items that a test expects in them, or does not.
fn compare_lists(expect: &Expect, answer: &Answer, differences: &mut Differences) {
    let rules: Vec<String> = answer.reasons.iter().map(|reason| reason.rule.clone()).collect();
    let sources: Vec<String> =
        answer.reasons.iter().flat_map(|reason| &reason.sources).map(|source| source.id.clone()).collect();
    let conditions: Vec<String> = answer.conditions.iter().map(|condition| condition.rule.clone()).collect();
    let duties: Vec<String> = answer.duties.iter().map(|duty| duty.rule.clone()).collect();
    let ask: Vec<String> = answer.ask.iter().map(|person| person.id.clone()).collect();
    let lists: Vec<String> = answer.checklist.iter().map(|list| list.id.clone()).collect();
    let others: Vec<String> = answer.alternatives.iter().map(|other| other.id.clone()).collect();
    for (what, wanted, found) in [
        ("reasons", &expect.rules, &rules),
        ("sources", &expect.sources, &sources),
        ("conditions", &expect.conditions, &conditions),
        ("duties", &expect.duties, &duties),
        ("whom to ask", &expect.ask, &ask),
        ("checklists", &expect.checklist, &lists),
    ] {
        let fits = wanted.iter().all(|wanted| found.contains(wanted));
        differences.check(what, fits, list(wanted), list(found));
    }
    let in_order = others.iter().filter(|other| expect.alternatives.contains(other)).eq(&expect.alternatives);
    differences.check("alternatives, in order", in_order, list(&expect.alternatives), list(&others));
    for (what, unwanted, found) in [
        ("no conditions", &expect.without_conditions, &conditions),
        ("no alternatives", &expect.without_alternatives, &others),
    ] {
        let fits = !unwanted.iter().any(|unwanted| found.contains(unwanted));
        differences.check(what, fits, format!("none of {}", list(unwanted)), list(found));
    }
}

/// Compares what an answer leaves open: questions and missing approvals.
fn compare_open_points(expect: &Expect, answer: &Answer, differences: &mut Differences) {
    if let Some(wanted) = &expect.questions {
        let found: BTreeSet<String> = answer.questions.iter().map(|question| question.facet.clone()).collect();
        let fits = wanted.iter().cloned().collect::<BTreeSet<_>>() == found;
        differences.check("questions", fits, list(wanted), list(&found));
    }
    if let Some(wanted) = &expect.approvals {
        let wanted: BTreeSet<&String> = wanted.iter().collect();
        let fits = answer.approvals.iter().any(|set| set.iter().collect::<BTreeSet<_>>() == wanted);
        let found: Vec<String> = answer.approvals.iter().map(|set| set.join(" and ")).collect();
        let fits = fits || (wanted.is_empty() && found.is_empty());
        differences.check("approvals", fits, list(wanted), found.join(", or "));
    }
}

fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}
