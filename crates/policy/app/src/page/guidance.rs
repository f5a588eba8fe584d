//! Guidance: pages made from the pack, so that the pack is the only place to maintain.

use super::format::{Source, line};
use super::markdown::html_of;
use super::suggest::verdict;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_decide::tool_list::ToolRow;
use countersign_govuk::Tag;
use countersign_model::{Id, Question, Scope, Subject, Text, Verdict};
use countersign_web_kit::Problem;
use countersign_web_kit::page::PageRequest;
use countersign_web_kit::page::page_or_error;
use countersign_web_kit::page::{Layout, page};
use std::collections::BTreeMap;

/// A link with its title and a short description.
struct Way {
    href: String,
    title: String,
}

/// A part of a page.
#[derive(Default)]
struct Part<'v> {
    title: String,
    lead: Option<String>,
    /// Tools, each with its link and a short description.
    tools: Vec<(String, String, String)>,
    /// Steps or questions, in order.
    steps: Vec<Step>,
    bullets: Vec<String>,
    tag: Option<Tag<'v>>,
    sources: Vec<Source>,
}

/// A step, with the tools it names.
struct Step {
    tools: Vec<(String, String)>,
    text: String,
}

#[derive(Template)]
#[template(path = "guidance.html")]
struct Index<'v> {
    layout: Layout<'v>,
    groups: Vec<(&'v str, Vec<Way>)>,
}

#[derive(Template)]
#[template(path = "guide.html")]
struct Guide<'v> {
    layout: Layout<'v>,
    title: String,
    lead: Option<&'v str>,
    parts: Vec<Part<'v>>,
    prose: Option<String>,
}

/// The pages that every pack has: path, title, lead.
const GENERATED_PAGES: &[(&str, &str, &str)] = &[
    ("approved", "approved", "approved-lead"),
    ("grades", "graded", "graded-lead"),
    ("types", "by-type", "by-type-lead"),
    ("bans", "bans", "bans-lead"),
    ("duties", "duties", ""),
];

/// Returns the index of the guidance.
pub(crate) async fn index(visit: PageRequest) -> Response {
    let (pack, say) = (visit.pack(), visit.say());
    let empty = |path: &str| match path {
        "bans" => pack.bans.is_empty(),
        "duties" => pack.duties.is_empty(),
        "grades" => pack.grades.is_empty(),
        "types" => pack.tools.iter().all(|tool| tool.types.is_empty()),
        _ => false,
    };
    let way = |path: String, title: &str| Way { href: visit.to(&path), title: title.to_owned() };
    let made = GENERATED_PAGES.iter().filter(|(path, _, _)| !empty(path));
    let made = made.map(|(path, title, _)| way(format!("/guidance/{path}"), visit.word(title))).collect();
    let ladders = pack.ladders.iter().map(|row| way(format!("/guidance/ladders/{}", row.id), say.say(&row.name)));
    let lists = pack.checklists.iter().map(|row| way(format!("/guidance/checklists/{}", row.id), say.say(&row.title)));
    let prose = pack.pages.iter().map(|row| way(format!("/guidance/pages/{}", row.id), say.say(&row.title)));
    let groups: Vec<(&str, Vec<Way>)> = vec![
        (visit.word("register"), made),
        (visit.word("ladders"), ladders.collect()),
        (visit.word("checklists"), lists.collect()),
        (visit.word("prose"), prose.collect()),
    ];
    let groups = groups.into_iter().filter(|(_, ways)| !ways.is_empty()).collect();
    let page_of = Index { layout: Layout::new(&visit, visit.word("guidance")), groups };
    page(StatusCode::OK, page_of.layout.lang(), &page_of)
}

/// Returns one of the pages that every pack has.
pub(crate) async fn generated_page(visit: PageRequest, Path(name): Path<String>) -> Response {
    let found = GENERATED_PAGES.iter().find(|(path, _, _)| *path == name);
    let told = found.ok_or_else(Problem::missing_page).map(|(path, title, lead)| {
        let parts = match *path {
            "approved" => approved(&visit),
            "grades" => grades(&visit),
            "types" => types(&visit),
            "bans" => bans(&visit),
            _ => duties(&visit),
        };
        let lead = (!lead.is_empty()).then(|| visit.word(lead));
        view(&visit, visit.word(title), lead, parts, None)
    });
    page_or_error(&visit, told)
}

fn view(visit: &PageRequest, title: &str, lead: Option<&str>, parts: Vec<Part<'_>>, prose: Option<String>) -> Response {
    let layout = Layout::new(visit, title).back(visit.to("/guidance"));
    let page_of = Guide { layout, title: title.to_owned(), lead, parts, prose };
    page(StatusCode::OK, page_of.layout.lang(), &page_of)
}

/// Returns the page of an order of preference.
pub(crate) async fn ladder(visit: PageRequest, Path(id): Path<String>) -> Response {
    let (pack, say) = (visit.pack(), visit.say());
    let found = pack.ladders.get(&id).ok_or_else(Problem::missing_page);
    let told = found.map(|ladder| {
        let step = |rung: &countersign_model::PreferenceStep| Step {
            tools: rung.tools.iter().filter_map(|id| tool_link(&visit, id)).collect(),
            text: say.say(&rung.text).to_owned(),
        };
        let when = scope(&visit, &ladder.when);
        let part = Part {
            lead: (!when.is_empty()).then_some(when),
            steps: ladder.rungs.iter().map(step).collect(),
            sources: cited(&visit, &ladder.sources),
            ..Part::default()
        };
        view(&visit, say.say(&ladder.name), Some(visit.word("ladder-lead")), vec![part], None)
    });
    page_or_error(&visit, told)
}

/// Returns the page of a checklist.
pub(crate) async fn checklist(visit: PageRequest, Path(id): Path<String>) -> Response {
    let (pack, say) = (visit.pack(), visit.say());
    let found = pack.checklists.get(&id).ok_or_else(Problem::missing_page);
    let told = found.map(|list| {
        let step = |text: &Text| Step { tools: Vec::new(), text: say.say(text).to_owned() };
        let part = Part {
            lead: list.note.as_ref().map(|note| say.say(note).to_owned()),
            steps: list.items.iter().map(step).collect(),
            sources: cited(&visit, &list.sources),
            ..Part::default()
        };
        view(&visit, say.say(&list.title), None, vec![part], None)
    });
    page_or_error(&visit, told)
}

/// Returns a page of the pack's prose.
pub(crate) async fn prose(visit: PageRequest, Path(id): Path<String>) -> Response {
    let found = visit.pack().pages.get(&id).ok_or_else(Problem::missing_page);
    let told = found.map(|prose| {
        let html = html_of(visit.say().say(&prose.body));
        view(&visit, visit.say().say(&prose.title), None, Vec::new(), Some(html))
    });
    page_or_error(&visit, told)
}

/// Returns the tools that users can use without approval in at least one case of the register's
/// scope. Reads them from the compiled policy, not from a separate list.
fn approved<'v>(visit: &'v PageRequest) -> Vec<Part<'v>> {
    let (pack, policy) = (visit.pack(), &visit.version.policy);
    let facts = pack.facets.iter().enumerate().map(|(place, facet)| {
        let own = pack.settings.reach.values(place).filter(|values| values.len() == 1);
        own.and_then(|values| values.iter().next()).or(facet.default)
    });
    let facts: Vec<Option<usize>> = facts.collect();
    let may = |place: usize| {
        let question = Question {
            subject: Subject::Tool(place),
            unit: pack.settings.unit.unwrap_or(0),
            facts: facts.clone(),
            approved: Vec::new(),
            at: visit.version.at,
        };
        countersign_decide::may_be_allowed(policy, &question)
    };
    let mut tools: Vec<(String, String, String)> = pack
        .tools
        .iter()
        .enumerate()
        .filter(|(place, _)| may(*place))
        .map(|(_, tool)| row(visit, &ToolRow::new(pack, visit.say(), tool, visit.version.at)))
        .collect();
    tools.sort_by_cached_key(|(_, name, _)| name.to_lowercase());
    vec![Part { tools, tag: Some(verdict(visit, Verdict::Allowed)), ..Part::default() }]
}

/// Returns a tool with its link and its types.
fn row(visit: &PageRequest, listed: &ToolRow) -> (String, String, String) {
    (visit.to(&format!("/tools/{}", listed.id)), listed.name.clone(), listed.types.join("; "))
}

fn all(visit: &PageRequest) -> Vec<ToolRow> {
    crate::api::rows(&visit.version, &Default::default(), visit.language())
}

fn grades<'v>(visit: &'v PageRequest) -> Vec<Part<'v>> {
    let (pack, say, all) = (visit.pack(), visit.say(), all(visit));
    let part = |grade: &'v countersign_model::Grade| Part {
        title: say.say(&grade.name).to_owned(),
        lead: grade.meaning.as_ref().map(|meaning| say.say(meaning).to_owned()),
        tools: all.iter().filter(|row| row.has_grade(grade.id.as_str())).map(|listed| row(visit, listed)).collect(),
        ..Part::default()
    };
    pack.grades.iter().map(part).filter(|part| !part.tools.is_empty()).collect()
}

fn types<'v>(visit: &'v PageRequest) -> Vec<Part<'v>> {
    let all = all(visit);
    let mut types: BTreeMap<String, Vec<(String, String, String)>> = BTreeMap::new();
    for listed in &all {
        for name in &listed.types {
            let grade = listed.grade.as_deref().and_then(|grade| visit.pack().grades.get(grade));
            let grade = grade.map_or(String::new(), |grade| visit.say().say(&grade.name).to_owned());
            types.entry(name.clone()).or_default().push((
                visit.to(&format!("/tools/{}", listed.id)),
                listed.name.clone(),
                grade,
            ));
        }
    }
    types.into_iter().map(|(title, tools)| Part { title, tools, ..Part::default() }).collect()
}

fn bans<'v>(visit: &'v PageRequest) -> Vec<Part<'v>> {
    let (pack, say) = (visit.pack(), visit.say());
    let part = |ban: &'v countersign_model::Ban| {
        let kinds = ban.kinds.iter().filter_map(|kind| pack.kinds.get(kind.as_str()));
        let named = ban.tools.iter().filter_map(|id| tool_link(visit, id));
        let mut tools: Vec<(String, String, String)> = named.map(|(href, name)| (href, name, String::new())).collect();
        tools.extend(kinds.map(|kind| (String::new(), say.say(&kind.name).to_owned(), visit.word("kind").to_owned())));
        let developers = ban.developers.iter().filter_map(|id| pack.developers.get(id.as_str()));
        tools.extend(
            developers
                .map(|one| (String::new(), say.fill("ui.page.all-by", &[("developer", &one.name)]), String::new())),
        );
        let cases = ban.scopes.iter().map(|case| scope(visit, case)).filter(|case| !case.is_empty());
        let mut bullets: Vec<String> = cases.collect();
        bullets.extend(ban.exemption.as_ref().map(|text| say.say(text).to_owned()));
        let ends = pack.exemptions_end(ban, visit.version.at);
        bullets.extend(ends.iter().map(|day| say.fill("ui.exemption-until", &[("date", &day.to_string())])));
        Part {
            title: say.say(&ban.text).to_owned(),
            tools,
            bullets,
            tag: Some(verdict(visit, Verdict::NotAllowed)),
            sources: cited(visit, &ban.sources),
            ..Part::default()
        }
    };
    pack.bans.iter().filter(|ban| ban.holds(visit.version.at)).map(part).collect()
}

fn duties<'v>(visit: &'v PageRequest) -> Vec<Part<'v>> {
    let (pack, say) = (visit.pack(), visit.say());
    let part = |duty: &'v countersign_model::Duty| Part {
        bullets: vec![say.say(&duty.text).to_owned()],
        sources: cited(visit, &duty.sources),
        ..Part::default()
    };
    pack.duties.iter().map(part).collect()
}

fn tool_link(visit: &PageRequest, id: &Id) -> Option<(String, String)> {
    let tool = visit.pack().tools.get(id.as_str())?;
    Some((visit.to(&format!("/tools/{id}")), tool.name.clone()))
}

/// Returns a scope as one line.
fn scope(visit: &PageRequest, scope: &Scope) -> String {
    let pack = visit.pack();
    let side = |clause: &countersign_model::Clause| {
        let facet = pack.facets.at(clause.facet)?;
        let values = facet.value_ids(&clause.values).into_iter().map(str::to_owned).collect();
        Some((facet.id.to_string(), values))
    };
    line(&scope.clauses.iter().filter_map(side).collect(), visit.say(), pack)
}

fn cited(visit: &PageRequest, ids: &[Id]) -> Vec<Source> {
    let (pack, say) = (visit.pack(), visit.say());
    let source = |source: &countersign_model::Source| {
        let date = source.date.map(|date| format!(", {date}")).unwrap_or_default();
        let standing = if source.standing == "in-force" { String::new() } else { format!(" ({})", source.standing) };
        let href = source.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        Source { text: format!("{}{date}{standing}", say.say(&source.title)), href }
    };
    ids.iter().filter_map(|id| pack.sources.get(id.as_str())).map(source).collect()
}
