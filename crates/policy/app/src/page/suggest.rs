use super::conflict::{are_known, unmet};
use super::format::{colour, facet_name};
use crate::api::SuggestRequest;
use crate::api::suggestions;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_decide::{Suggestion, Suggestions};
use countersign_govuk::{Button, Hint, Label, Select, SelectItem, Tag};
use countersign_model::Facet;
use countersign_model::Verdict;
use countersign_web_kit::Problem;
use countersign_web_kit::page::page_or_error;
use countersign_web_kit::page::{Layout, page};
use countersign_web_kit::page::{PageRequest, segment};

/// A tool that suits the job, or that is excluded.
struct Row<'v> {
    name: String,
    href: String,
    why: String,
    depends: Option<String>,
    tag: Tag<'v>,
    /// A link that rules the tool out, and its text.
    without: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "suggest.html")]
struct Find<'v> {
    layout: Layout<'v>,
    selects: Vec<Select<'v>>,
    hidden: Vec<(String, String)>,
    show: Button<'v>,
    /// The error in the input, with its explanation.
    fault: Option<(&'v str, String)>,
    /// Whether the user sent the form without input.
    empty: bool,
    asked: bool,
    count: String,
    serve: Vec<Row<'v>>,
    excluded: Vec<Row<'v>>,
    ruled_out: Vec<(String, String)>,
}

/// Returns the page to find tools: the facts on one side, the tools below.
pub(crate) async fn find(visit: PageRequest) -> Response {
    let told = load(&visit).await;
    page_or_error(&visit, told)
}

async fn load(visit: &PageRequest) -> Result<Response, Problem> {
    let facts: Vec<(&str, &str)> = visit
        .pairs
        .iter()
        .filter(|(name, value)| !value.is_empty() && (name == "unit" || visit.pack().facets.position(name).is_some()))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let not: Vec<&str> = visit.pairs.iter().filter(|(name, _)| name == "not").map(|(_, tool)| tool.as_str()).collect();
    let job = SuggestRequest::of(visit.pairs.iter().filter(|(name, _)| name != "lang").cloned().collect())?;
    // Pages answer for the day of the service.
    if job.at.is_some() {
        return Err(Problem::unreadable("this page answers for today; `/api/v1/suggest` takes `at`"));
    }
    let job = SuggestRequest { lang: visit.lang.clone(), ..job };
    let (suggested, fault) = match suggestions(visit.service.clone(), job).await {
        Err(problem) if problem.is_question() => (None, Some(explain_fault(visit, &facts, &problem))),
        suggested => (Some(suggested?), None),
    };
    let suggested = suggested.filter(|_| !facts.is_empty());
    let page_of = view(visit, &facts, &not, suggested.as_ref(), fault);
    Ok(page(StatusCode::OK, page_of.layout.lang(), &page_of))
}

/// Returns the title and the text of an error in the input.
fn explain_fault<'v>(visit: &'v PageRequest, facts: &[(&str, &str)], problem: &Problem) -> (&'v str, String) {
    let facts = facts.iter().copied().filter(|(name, _)| *name != "unit");
    let why = problem.faults().into_iter().map(|(message, help)| help.unwrap_or(message));
    (unmet(visit, are_known(visit, facts)), why.collect::<Vec<_>>().join(" "))
}

/// Returns the page. `not` are the tools that the user has ruled out, and `suggested` is `None`
/// before the user has stated a fact.
fn view<'v>(
    visit: &'v PageRequest,
    facts: &[(&str, &str)],
    not: &[&str],
    suggested: Option<&Suggestions>,
    fault: Option<(&'v str, String)>,
) -> Find<'v> {
    let all: Vec<(&str, &str)> = facts.iter().copied().chain(not.iter().map(|tool| ("not", *tool))).collect();
    let suits = suggested.iter().flat_map(|found| &found.suggestions);
    let serve: Vec<Row<'v>> = suits.map(|one| row(visit, one, facts, Some(&all))).collect();
    let excluded = suggested.iter().flat_map(|found| &found.excluded).filter(|one| !not.contains(&one.id.as_str()));
    let back_in = |tool: &&str| {
        let rest = not.iter().filter(|other| *other != tool).map(|other| ("not", *other));
        let name = visit.pack().tools.get(tool).map_or(*tool, |tool| &tool.name);
        (name.to_owned(), visit.link("/find", facts.iter().copied().chain(rest)))
    };
    Find {
        layout: Layout::new(visit, visit.word("find")),
        selects: selects(visit, facts),
        hidden: hidden(visit, not),
        show: Button { content: visit.word("show-tools").into(), ..Button::default() },
        empty: suggested.is_none() && fault.is_none() && visit.pairs.iter().any(|(name, _)| name != "lang"),
        fault,
        asked: suggested.is_some(),
        count: match serve.len() {
            0 => visit.word("serves-none").to_owned(),
            1 => visit.word("serves-one").to_owned(),
            count => visit.fill("serves-best", &[("count", &count.to_string())]),
        },
        serve,
        excluded: excluded.map(|one| row(visit, one, facts, None)).collect(),
        ruled_out: not.iter().map(back_in).collect(),
    }
}

/// Returns the hidden fields of the form: the tools that are ruled out, and the language.
fn hidden(visit: &PageRequest, not: &[&str]) -> Vec<(String, String)> {
    let mut hidden: Vec<(String, String)> = not.iter().map(|tool| ("not".to_owned(), (*tool).to_owned())).collect();
    hidden.extend(visit.lang.clone().map(|lang| ("lang".to_owned(), lang)));
    hidden
}

/// Returns the fields of the form: the unit if there are several, and the facets that users state.
fn selects<'v>(visit: &'v PageRequest, facts: &[(&str, &str)]) -> Vec<Select<'v>> {
    let pack = visit.pack();
    let unit = (pack.units.len() > 1).then(|| units(visit, facts));
    let facets = pack.facets.iter().filter(|facet| !facet.derived && !facet.about_tool);
    unit.into_iter().chain(facets.map(|facet| select(visit, facet, facts))).collect()
}

/// Returns the field for the unit, which rules can distinguish like facts.
fn units<'v>(visit: &'v PageRequest, facts: &[(&str, &str)]) -> Select<'v> {
    let pack = visit.pack();
    let told = facts.iter().rev().find(|(name, _)| *name == "unit").map(|(_, unit)| *unit);
    let own = pack.settings.unit.and_then(|unit| pack.units.at(unit)).map(|unit| unit.id.as_str());
    let item = |unit: &'v countersign_model::Unit| SelectItem {
        value: Some(unit.id.as_str().into()),
        text: visit.say().say(&unit.name).into(),
        selected: Some(told.or(own) == Some(unit.id.as_str())),
        ..SelectItem::default()
    };
    Select {
        id: "unit".into(),
        name: "unit".into(),
        label: Label::new(visit.word("which-unit")),
        items: pack.units.iter().map(item).collect(),
        ..Select::default()
    }
}

fn select<'v>(visit: &'v PageRequest, facet: &'v Facet, facts: &[(&str, &str)]) -> Select<'v> {
    let told = facts.iter().rev().find(|(name, _)| *name == facet.id.as_str()).map(|(_, value)| *value);
    let say = visit.say();
    let item = |value: &'v countersign_model::FacetValue| SelectItem {
        value: Some(value.id.as_str().into()),
        text: say.say(&value.label).into(),
        selected: Some(told == Some(value.id.as_str())),
        ..SelectItem::default()
    };
    let any = SelectItem { value: Some("".into()), text: visit.word("any").into(), ..SelectItem::default() };
    Select {
        id: facet.id.as_str().into(),
        name: facet.id.as_str().into(),
        label: Label::new(say.say(&facet.question)),
        hint: facet.help.as_ref().map(|help| Hint::new(say.say(help))),
        items: std::iter::once(any).chain(facet.values.iter().map(item)).collect(),
        ..Select::default()
    }
}

fn row<'v>(visit: &'v PageRequest, one: &Suggestion, facts: &[(&str, &str)], all: Option<&[(&str, &str)]>) -> Row<'v> {
    let depends: Vec<String> = one.questions.iter().map(|facet| facet_name(facet).to_lowercase()).collect();
    let without = all.map(|all| {
        let pairs = all.iter().copied().chain([("not", one.id.as_str())]);
        (visit.link("/find", pairs), visit.fill("cannot-use-tool", &[("tool", &one.name)]))
    });
    Row {
        name: one.name.clone(),
        href: visit.link(&format!("/check/{}", segment(&one.id)), facts.iter().copied()),
        why: one.why.clone(),
        depends: (!depends.is_empty()).then(|| visit.fill("depends-on", &[("facets", &depends.join(", "))])),
        tag: verdict(visit, one.verdict),
        without,
    }
}

/// Returns a tag for a verdict: a word, with a colour of the same meaning.
pub(crate) fn verdict<'v>(visit: &'v PageRequest, verdict: Verdict) -> Tag<'v> {
    Tag {
        content: visit.say().word(&format!("ui.verdict.{verdict}")).into(),
        classes: colour(verdict).into(),
        ..Tag::default()
    }
}
