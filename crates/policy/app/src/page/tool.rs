use super::format::{facet_name, line, lines};
use super::suggest::verdict;
use crate::api::whole;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_decide::{BanEntry, Case, CaseGradeEntry, ConditionEntry, IdentityEntry, ListingEntry, entry};
use countersign_govuk::{Content, SummaryCell, SummaryList, SummaryRow, Tag};
use countersign_web_kit::Problem;
use countersign_web_kit::page::page_or_error;
use countersign_web_kit::page::{Layout, page};
use countersign_web_kit::page::{PageRequest, segment};

/// A listing in words.
struct Listing<'v> {
    grade: String,
    grades: Vec<(String, String)>,
    source: String,
    href: Option<String>,
    mark: Tag<'v>,
    dates: Vec<String>,
    note: Option<String>,
    limits: Vec<String>,
    conditions: Vec<(&'v str, String, String)>,
    routes: Vec<(String, String)>,
}

/// A row of the whole policy.
struct Row<'v> {
    verdict: Tag<'v>,
    case: Vec<String>,
    share: String,
}

#[derive(Template)]
#[template(path = "tool.html")]
struct Tool<'v> {
    layout: Layout<'v>,
    name: String,
    about: Option<String>,
    facts: SummaryList<'v>,
    check: String,
    listings: Vec<Listing<'v>>,
    bans: Vec<BanEntry>,
    rows: Vec<Row<'v>>,
    identities: Vec<IdentityEntry>,
    json: String,
}

/// Returns the page with the register's entry of a tool, and its whole policy.
pub(crate) async fn tool(visit: PageRequest, Path(name): Path<String>) -> Response {
    let told = load(&visit, &name).await;
    page_or_error(&visit, told)
}

async fn load(visit: &PageRequest, name: &str) -> Result<Response, Problem> {
    let (pack, say) = (visit.pack(), visit.say());
    let place = visit.version.tool(name).and_then(|place| pack.tools.at(place));
    let tool = place.ok_or_else(|| Problem::not_found(visit.word("missing-tool")))?;
    let held = entry(pack, tool, visit.version.at, visit.language());
    let policies = whole(visit.version.clone(), name, visit.lang.clone()).await?;
    let rows = policies.rows.iter().map(|row| {
        let units: Vec<&str> =
            row.units.iter().filter_map(|unit| pack.units.get(unit)).map(|unit| say.say(&unit.name)).collect();
        let mut case: Vec<String> = Vec::new();
        if !units.is_empty() {
            case.push(format!("{}: {}", visit.word("unit"), units.join(&format!(" {} ", say.word("ui.or")))));
        }
        case.extend(lines(&row.when, say, pack));
        if case.is_empty() {
            case.push(say.word("ui.always").to_owned());
        }
        Row { verdict: verdict(visit, row.verdict), case, share: format!("{:.1}%", row.share * 100.0) }
    });
    let rows = rows.collect();
    let also: Vec<String> = held
        .aliases
        .iter()
        .map(|alias| alias.note.as_ref().map_or(alias.name.clone(), |note| format!("{} ({note})", alias.name)))
        .collect();
    let kinds: Vec<&str> =
        held.kinds.iter().filter_map(|kind| pack.kinds.get(kind)).map(|kind| say.say(&kind.name)).collect();
    let serves = pack.settings.serves.and_then(|facet| pack.facets.at(facet));
    let serves: Vec<&str> = serves
        .map(|facet| held.serves.iter().map(|value| super::format::label(facet, value, say)).collect())
        .unwrap_or_default();
    let makers: Vec<&str> = held.developers.iter().map(|maker| maker.name.as_str()).collect();
    let facts = [
        ("also-known", also.join("; ")),
        ("type", held.types.join("; ")),
        ("kind", kinds.join("; ")),
        ("used-for", serves.join("; ")),
        ("made-by", makers.join("; ")),
    ];
    let cell = |text: String| SummaryCell { content: Content::text(text), ..SummaryCell::default() };
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let facts = facts.map(|(word, text)| SummaryRow {
        key: cell(visit.word(word).to_owned()),
        value: cell(text),
        ..SummaryRow::default()
    });
    let page_of = Tool {
        layout: Layout::new(visit, held.name.as_str()).back(visit.to("/tools")),
        facts: SummaryList { rows: facts.collect(), ..SummaryList::default() },
        check: visit.to(&format!("/check/{}", segment(&held.id))),
        listings: held.listings.iter().map(|says| listing(visit, says)).collect(),
        rows,
        json: visit.at(&format!("/api/v1/tools/{}", segment(&held.id))),
        name: held.name,
        about: held.about,
        bans: held.bans,
        identities: held.identities,
    };
    Ok(page(StatusCode::OK, page_of.layout.lang(), &page_of))
}

fn listing<'v>(visit: &'v PageRequest, says: &ListingEntry) -> Listing<'v> {
    let (pack, say) = (visit.pack(), visit.say());
    let source = pack.sources.get(&says.source);
    let grade = pack.grades.get(&says.grade).map_or(says.grade.as_str(), |grade| say.say(&grade.name));
    let ended = says.until.as_ref().is_some_and(|until| *until < visit.version.at.to_string());
    let begins = says.from.as_ref().filter(|from| **from > visit.version.at.to_string());
    let (word, colour) = match says.in_force {
        true => (visit.word("holds"), "govuk-tag--green"),
        false if ended => (say.word("ui.has-ended"), "govuk-tag--grey"),
        false if begins.is_some() => (say.word("ui.not-yet"), "govuk-tag--grey"),
        false => (say.word("ui.gives-way"), "govuk-tag--grey"),
    };
    let date = says.date.clone().or_else(|| Some(source?.date?.to_string()));
    let dates = [
        begins.map(|date| visit.fill("from", &[("date", date)])),
        says.until.as_ref().map(|date| visit.fill("until", &[("date", date)])),
        says.review.as_ref().map(|date| visit.fill("review", &[("date", date)])),
    ];
    let case = |when: &Case| if when.is_empty() { String::new() } else { line(when, say, pack) };
    let heed = |heed: &ConditionEntry| {
        (say.word(&format!("ui.strength.{}", heed.strength)), heed.text.clone(), case(&heed.when))
    };
    let title = source.map_or(says.source.as_str(), |source| say.say(&source.title));
    let graded = |own: &CaseGradeEntry| {
        let grade = pack.grades.get(&own.grade).map_or(own.grade.as_str(), |grade| say.say(&grade.name));
        let note = own.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
        (format!("{grade}{note}"), case(&own.when))
    };
    Listing {
        grade: grade.to_owned(),
        grades: says.grades.iter().map(graded).collect(),
        source: date.map_or(title.to_owned(), |date| format!("{title}, {date}")),
        href: source.and_then(|source| source.url.clone()).filter(|url| url.starts_with("https://")),
        mark: Tag { content: word.into(), classes: colour.into(), ..Tag::default() },
        dates: dates.into_iter().flatten().collect(),
        note: says.note.clone(),
        limits: says
            .limits
            .iter()
            .map(|(facet, values)| {
                format!("{}: {}", facet_name(facet), super::format::values(facet, values, say, pack))
            })
            .collect(),
        conditions: says.conditions.iter().map(heed).collect(),
        routes: says.routes.iter().flatten().map(|way| (way.text.clone(), case(&way.when))).collect(),
    }
}
