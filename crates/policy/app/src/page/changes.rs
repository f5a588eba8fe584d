use super::format::{Piece, line, pieces};
use crate::api::{changed, known_versions};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_decide::diff::{Difference, Statement};
use countersign_decide::thousands;
use countersign_govuk::Tag;
use countersign_web_kit::PolicyVersion;
use countersign_web_kit::Problem;
use countersign_web_kit::page::PageRequest;
use countersign_web_kit::page::page_or_error;
use countersign_web_kit::page::{Layout, page};
use std::sync::Arc;

/// The maximum number of statements on a page.
const MOST: usize = 60;

/// A version in the list.
struct Row<'v> {
    number: String,
    name: String,
    href: Option<String>,
    tag: Option<Tag<'v>>,
}

#[derive(Template)]
#[template(path = "changes.html")]
struct Changes<'v> {
    layout: Layout<'v>,
    rows: Vec<Row<'v>>,
}

/// Statements under a heading, each with its tools, its change and its case.
struct Part {
    title: String,
    statements: Vec<(String, String, String)>,
    sentences: Vec<Vec<Piece>>,
}

#[derive(Template)]
#[template(path = "changed.html")]
struct Changed<'v> {
    layout: Layout<'v>,
    title: String,
    summary: String,
    parts: Vec<Part>,
    more: Option<String>,
    address: String,
}

/// Returns the page with the versions of the policy.
pub(crate) async fn changes(visit: PageRequest) -> Response {
    let versions = known_versions(&visit.service);
    let last = versions.len() - 1;
    let rows = versions.iter().enumerate().map(|(place, known)| Row {
        number: known.version.number().to_owned(),
        name: known.name.clone(),
        href: (place < last).then(|| visit.to(&format!("/changes/{}", known.version.id))),
        tag: (place == 0).then(|| Tag { content: visit.word("served-now").into(), ..Tag::default() }),
    });
    let page_of = Changes { rows: rows.collect(), layout: Layout::new(&visit, visit.word("changes")) };
    page(StatusCode::OK, page_of.layout.lang(), &page_of)
}

/// Returns the page with the answers that a version changed.
pub(crate) async fn changes_of_version(visit: PageRequest, Path(id): Path<String>) -> Response {
    let told = load(&visit, &id).await;
    page_or_error(&visit, told)
}

async fn load(visit: &PageRequest, id: &str) -> Result<Response, Problem> {
    let versions = known_versions(&visit.service);
    let place = versions.iter().position(|known| known.version.id == id).ok_or_else(Problem::missing_page)?;
    let (Some(known), Some(old)) = (versions.get(place), versions.get(place + 1)) else {
        return Err(Problem::missing_page());
    };
    let (new, old) = (&known.version, &old.version);
    let found = changed(&visit.service, Arc::clone(old), Arc::clone(new)).await?;
    let address = visit.at(&format!("/api/v1/diff?from={}&to={}", old.id, new.id));
    let number =
        if known.name.is_empty() { new.number().to_owned() } else { format!("{}, {}", new.number(), known.name) };
    let title = visit.fill("changed-title", &[("version", &number)]);
    let summary = if found.is_empty() {
        visit.word("changed-nothing").to_owned()
    } else {
        visit.fill("changed-count", &[("changed", &thousands(&found.changed)), ("all", &thousands(&found.questions))])
    };
    let (parts, left) = parts(visit, new, &found);
    let page_of = Changed {
        layout: Layout::new(visit, title.as_str()).back(visit.to("/changes")),
        title,
        summary,
        parts,
        more: (left > 0).then(|| visit.fill("and-more", &[("count", &left.to_string()), ("address", &address)])),
        address,
    };
    Ok(page(StatusCode::OK, page_of.layout.lang(), &page_of))
}

/// Returns the parts of the page, and the number of statements left out.
fn parts(visit: &PageRequest, new: &PolicyVersion, found: &Difference) -> (Vec<Part>, usize) {
    let mut room = MOST;
    let mut left = 0;
    let mut of = |title: &str, statements: &[Statement]| {
        let shown = statements.len().min(room);
        room -= shown;
        left += statements.len() - shown;
        let told = statements.iter().take(shown).map(|one| statement(visit, new, one)).collect();
        Part { title: title.to_owned(), statements: told, sentences: Vec::new() }
    };
    let parts = [
        of(visit.word("verdict"), &found.statements),
        of(visit.word("added"), &found.added),
        of(visit.word("gone"), &found.gone),
        of(visit.word("retold"), &found.explanations),
    ];
    let sentences = |title: &str, sentences: Vec<String>| Part {
        title: visit.word(title).to_owned(),
        statements: Vec::new(),
        sentences: sentences.iter().map(|sentence| pieces(sentence)).collect(),
    };
    let reworded = found.reworded.iter().map(|one| format!("“{}” → “{}”", one.old, one.new)).collect();
    let notes = found.notes.iter().chain(&found.texts).cloned().collect();
    let parts = parts.into_iter().chain([sentences("reworded", reworded), sentences("notes", notes)]);
    (parts.filter(|part| !part.statements.is_empty() || !part.sentences.is_empty()).collect(), left)
}

/// Returns the tools, the change and the case of a statement.
fn statement(visit: &PageRequest, new: &PolicyVersion, one: &Statement) -> (String, String, String) {
    let say = visit.say();
    let verdict = |verdict: &str| say.word(&format!("ui.verdict.{verdict}")).to_lowercase();
    let names: Vec<String> = one
        .names
        .iter()
        .map(|name| if name == "?" { visit.word("any-unlisted").to_owned() } else { name.clone() })
        .collect();
    let names = match names.as_slice() {
        [] => visit.word("all-tools").to_owned(),
        names => names.join(", "),
    };
    let becomes = match (one.from.as_str(), one.to.as_str()) {
        ("", to) => verdict(to),
        (from, "") => verdict(from),
        (from, to) if from == to => verdict(to),
        (from, to) => visit.fill("becomes", &[("from", &verdict(from)), ("to", &verdict(to))]),
    };
    let mut case = Vec::new();
    let units: Vec<&str> =
        one.units.iter().filter_map(|unit| new.pack().units.get(unit)).map(|unit| say.say(&unit.name)).collect();
    if !units.is_empty() {
        case.push(format!("{}: {}", visit.word("unit"), units.join(&format!(" {} ", say.word("ui.or")))));
    }
    if !one.when.is_empty() {
        case.push(line(&one.when, say, new.pack()));
    }
    (names, becomes, case.join("; "))
}
