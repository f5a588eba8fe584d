use crate::output::tool_list::print;
use clap::Args;
use countersign_command::args::{LanguageArgs, ListFormat, PackArgs, fact};
use countersign_command::completion;
use countersign_command::load::load;
use countersign_command::{CliError, Exit};
use countersign_decide::tool_list::{Filter, ToolRow, missing};
use countersign_decide::{InputError, Localizer, QuestionInput};
use countersign_model::{Pack, Verdict};
use std::io::Write;

const EXAMPLES: &str = "\
Examples:
  countersign list --grade assured
  countersign list --type \"video conferencing\" --format markdown
  countersign list --verdict not-allowed device=dom1";

/// The tools of the register
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ListArgs {
    /// What is known of the use; gives each tool its verdict
    #[arg(value_name = "FACET=VALUE", value_parser = fact, add = completion::facts())]
    facts: Vec<(String, String)>,
    /// Only tools of this type or kind
    #[arg(long = "type", value_name = "TYPE", add = completion::types())]
    sort: Option<String>,
    /// Only tools of this grade
    #[arg(long, value_name = "GRADE", add = completion::grades())]
    grade: Option<String>,
    /// Only tools that are not ruled out on this device: a value of a facet by which routes are told apart
    #[arg(long, value_name = "DEVICE", add = completion::devices())]
    device: Option<String>,
    /// Only tools with this verdict for the facts
    #[arg(long, value_name = "VERDICT", value_parser = verdict, add = completion::verdicts())]
    verdict: Option<Verdict>,
    #[command(flatten)]
    pack: PackArgs,
    #[command(flatten)]
    words: LanguageArgs,
    /// How the list is printed
    #[arg(long, value_enum, default_value_t = ListFormat::Table, value_name = "FORMAT")]
    format: ListFormat,
    /// The unit in which the asker works
    #[arg(long, value_name = "UNIT", add = completion::units())]
    unit: Option<String>,
}

fn verdict(text: &str) -> Result<Verdict, String> {
    let known = Verdict::ALL.map(Verdict::as_str).join(", ");
    Verdict::parse(text).ok_or_else(|| format!("there are {known}"))
}

pub(crate) fn run(args: &ListArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let loaded = load(&args.pack.location())?;
    let pack = &loaded.policy.pack;
    let mut facts = args.facts.clone();
    let filter = Filter { sort: args.sort.clone(), grade: args.grade.clone(), name: None };
    let mut faults = filter.unknown(pack);
    if let Some(device) = &args.device {
        match route_facet(pack, device) {
            Ok(facet) => facts.push((facet, device.clone())),
            Err(fault) => faults.push(fault),
        }
    }
    let mut rows = Vec::new();
    let mut undecided = 0;
    let asked = !facts.is_empty() || args.verdict.is_some();
    for (_, tool) in filter.tools(pack, loaded.at) {
        let mut verdict = None;
        let mut row = ToolRow::new(pack, Localizer::new(pack, args.words.lang.as_deref()), tool, loaded.at);
        if asked {
            let inquiry = QuestionInput {
                tool: tool.id.to_string(),
                facts: facts.clone(),
                unit: args.unit.clone(),
                ..QuestionInput::default()
            };
            match inquiry.question(pack, loaded.at) {
                Ok(question) => verdict = Some(countersign_decide::verdict(&loaded.policy, &question)?),
                Err(more) => {
                    faults.extend(more);
                    break;
                }
            }
        }
        // A device is a filter: it leaves out tools that are not available there.
        let dropped = args.device.is_some() && verdict == Some(Verdict::NotAllowed) && args.verdict.is_none();
        undecided += usize::from(
            verdict == Some(Verdict::Undecided) && args.verdict.is_some_and(|verdict| verdict != Verdict::Undecided),
        );
        if !dropped && args.verdict.is_none_or(|wanted| verdict == Some(wanted)) {
            row.verdict = verdict;
            rows.push(row);
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    rows.sort_by_key(|row| row.name.to_lowercase());
    print(out, &rows, args.format, Localizer::new(pack, args.words.lang.as_deref()))?;
    if undecided > 0 && args.format == ListFormat::Table {
        let say = Localizer::new(pack, args.words.lang.as_deref());
        writeln!(out, "{}", say.fill("ui.undecided-more", &[("count", &undecided.to_string())]))?;
    }
    Ok(Exit::Success)
}

/// Returns the routing facet that has this value.
fn route_facet(pack: &Pack, device: &str) -> Result<String, InputError> {
    let facets = || pack.settings.routes.iter().filter_map(|place| pack.facets.at(*place));
    if let Some(facet) = facets().find(|facet| facet.value(device).is_some()) {
        return Ok(facet.id.to_string());
    }
    let known: Vec<&str> = facets().flat_map(|facet| facet.values.iter().map(|value| value.id.as_str())).collect();
    Err(missing("device", device, &known))
}
