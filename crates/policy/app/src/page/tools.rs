use crate::api::{filter, rows};
use askama::Template;
use axum::extract::Path;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use countersign_decide::tool_list::{Filter, ToolRow, csv, markdown};
use countersign_govuk::{Button, Input, Label, Pagination, PaginationItem, PaginationLink, Select, SelectItem};
use countersign_web_kit::Problem;
use countersign_web_kit::page::PageRequest;
use countersign_web_kit::page::page_or_error;
use countersign_web_kit::page::{Layout, page};
use countersign_web_kit::response::with;
use std::collections::BTreeSet;

/// The number of tools on one page.
const ON_A_PAGE: usize = 100;

/// A tool in a table.
struct Row {
    href: String,
    name: String,
    types: String,
    grade: String,
    source: String,
    date: String,
    banned: bool,
}

#[derive(Template)]
#[template(path = "tools.html")]
struct Register<'v> {
    layout: Layout<'v>,
    name: Input<'v>,
    selects: Vec<Select<'v>>,
    apply: Button<'v>,
    lang: Option<&'v str>,
    clear: Option<String>,
    count: String,
    /// Tools under a heading. Tools in order of their names have one group without a heading.
    groups: Vec<(String, Vec<Row>)>,
    pagination: Option<Pagination<'v>>,
    downloads: Vec<(String, &'static str)>,
}

/// Returns the page with all tools and filters.
pub(crate) async fn register(visit: PageRequest) -> Response {
    let told = load(&visit);
    page_or_error(&visit, told)
}

fn load(visit: &PageRequest) -> Result<Response, Problem> {
    let filter = filter(&visit.pairs);
    let unknown = filter.unknown(visit.pack());
    if !unknown.is_empty() {
        return Err(unknown.into());
    }
    let by = visit.last("by").filter(|by| matches!(*by, "type" | "grade")).unwrap_or("name");
    let found = rows(&visit.version, &filter, visit.language());
    let all = grouped(visit, &found, by);
    let total: usize = all.iter().map(|(_, rows)| rows.len()).sum();
    let pages = total.div_ceil(ON_A_PAGE).max(1);
    let here = visit.last("page").and_then(|page| page.parse().ok()).unwrap_or(1_usize).clamp(1, pages);
    let count = match found.len() {
        1 => visit.word("count-one").to_owned(),
        count => visit.fill("count", &[("count", &count.to_string())]),
    };
    let filtered = filter.name.is_some() || filter.grade.is_some() || filter.sort.is_some();
    let page_of = Register {
        layout: Layout::new(visit, visit.word("register")),
        name: Input {
            id: "q".into(),
            name: "q".into(),
            value: filter.name.clone().unwrap_or_default().into(),
            label: Label::new(visit.word("name")),
            ..Input::default()
        },
        selects: selects(visit, &filter, by),
        apply: Button { content: visit.word("apply").into(), ..Button::default() },
        lang: visit.language(),
        clear: filtered.then(|| visit.to("/tools")),
        count,
        groups: cut(visit, all, (here - 1) * ON_A_PAGE),
        pagination: (pages > 1).then(|| pagination(visit, here, pages)),
        downloads: ["csv", "json", "md"].into_iter().map(|form| (download(visit, form), form)).collect(),
    };
    Ok(page(StatusCode::OK, page_of.layout.lang(), &page_of))
}

/// Returns rows under headings. By type, a tool appears under each of its types.
fn grouped<'r>(visit: &PageRequest, found: &'r [ToolRow], by: &str) -> Vec<(String, Vec<&'r ToolRow>)> {
    let none = || visit.word("none-of-it").to_owned();
    match by {
        "grade" => {
            let (pack, say) = (visit.pack(), visit.say());
            let of = |grade: &str| found.iter().filter(|row| row.has_grade(grade)).collect::<Vec<_>>();
            let grades = pack.grades.iter().map(|grade| (say.say(&grade.name).to_owned(), of(grade.id.as_str())));
            let ungraded = found.iter().filter(|row| row.grade.is_none()).collect();
            grades.chain([(none(), ungraded)]).filter(|(_, rows)| !rows.is_empty()).collect()
        }
        "type" => {
            let names: BTreeSet<&str> = found.iter().flat_map(|row| &row.types).map(String::as_str).collect();
            let of = |name: &str| found.iter().filter(|row| row.types.iter().any(|known| known == name)).collect();
            let types = names.into_iter().map(|name| (name.to_owned(), of(name)));
            let others: Vec<&ToolRow> = found.iter().filter(|row| row.types.is_empty()).collect();
            types.chain((!others.is_empty()).then(|| (none(), others))).collect()
        }
        _ => vec![(String::new(), found.iter().collect())],
    }
}

/// Returns the rows of one page, with their headings.
fn cut(visit: &PageRequest, groups: Vec<(String, Vec<&ToolRow>)>, start: usize) -> Vec<(String, Vec<Row>)> {
    let (mut skip, mut left) = (start, ON_A_PAGE);
    let mut shown = Vec::new();
    for (name, rows) in groups {
        let own: Vec<Row> = rows.iter().skip(skip).take(left).map(|row| shown_row(visit, row)).collect();
        skip = skip.saturating_sub(rows.len());
        left -= own.len();
        if !own.is_empty() {
            shown.push((name, own));
        }
    }
    shown
}

fn shown_row(visit: &PageRequest, row: &ToolRow) -> Row {
    let (pack, say) = (visit.pack(), visit.say());
    let name = |grade: &str| pack.grades.get(grade).map_or(String::new(), |grade| say.say(&grade.name).to_owned());
    let own = row.grade.as_deref().map(name);
    let cases = row.other_grades.iter().map(|grade| say.fill("ui.in-some-cases", &[("grade", &name(grade))]));
    let source = row.source.as_deref().and_then(|source| pack.sources.get(source));
    Row {
        href: visit.to(&format!("/tools/{}", row.id)),
        name: row.name.clone(),
        types: row.types.join("; "),
        grade: own.into_iter().chain(cases).collect::<Vec<_>>().join("; "),
        source: source.map_or(String::new(), |source| say.say(&source.title).to_owned()),
        date: row.date.clone().unwrap_or_default(),
        banned: !row.bans.is_empty(),
    }
}

fn selects<'v>(visit: &'v PageRequest, filter: &Filter, by: &str) -> Vec<Select<'v>> {
    let (pack, say) = (visit.pack(), visit.say());
    let item = |value: &'v str, text: &'v str, told: Option<&str>| SelectItem {
        value: Some(value.into()),
        text: text.into(),
        selected: Some(told == Some(value)),
        ..SelectItem::default()
    };
    let all = || SelectItem { value: Some("".into()), text: visit.word("all").into(), ..SelectItem::default() };
    let select = |name: &'static str, word: &'static str, items: Vec<SelectItem<'v>>| Select {
        id: name.into(),
        name: name.into(),
        label: Label::new(visit.word(word)),
        items,
        ..Select::default()
    };
    let types: BTreeSet<&str> =
        pack.register().flat_map(|(_, tool)| tool.types.iter().map(|text| say.say(text))).collect();
    let grades = pack.grades.iter().map(|grade| item(grade.id.as_str(), say.say(&grade.name), filter.grade.as_deref()));
    let types = types.into_iter().map(|name| item(name, name, filter.sort.as_deref()));
    let orders = ["name", "type", "grade"].map(|order| item(order, visit.word(order), Some(by)));
    vec![
        select("type", "type", std::iter::once(all()).chain(types).collect()),
        select("grade", "grade", std::iter::once(all()).chain(grades).collect()),
        select("by", "order", orders.into()),
    ]
}

/// Returns the filters as query parameters.
fn filter_pairs(visit: &PageRequest) -> impl Iterator<Item = (&str, &str)> {
    let names = ["q", "type", "grade", "by"];
    let own = visit.pairs.iter().filter(move |(name, value)| names.contains(&name.as_str()) && !value.is_empty());
    own.map(|(name, value)| (name.as_str(), value.as_str()))
}

fn pagination(visit: &PageRequest, here: usize, pages: usize) -> Pagination<'_> {
    let link = |number: usize| {
        let number = number.to_string();
        visit.link("/tools", filter_pairs(visit).chain([("page", number.as_str())]))
    };
    let near = |number: &usize| *number == 1 || *number == pages || number.abs_diff(here) <= 2;
    let mut items = Vec::new();
    let mut last = 0;
    for number in (1..=pages).filter(near) {
        if number > last + 1 {
            items.push(PaginationItem { ellipsis: true, ..PaginationItem::default() });
        }
        last = number;
        items.push(PaginationItem {
            number: number.to_string().into(),
            href: link(number).into(),
            current: number == here,
            ..PaginationItem::default()
        });
    }
    let arrow = |number: usize, word: &'static str| PaginationLink {
        content: visit.word(word).into(),
        href: link(number).into(),
        ..PaginationLink::default()
    };
    Pagination {
        items,
        previous: (here > 1).then(|| arrow(here - 1, "previous")),
        next: (here < pages).then(|| arrow(here + 1, "next")),
        landmark_label: visit.word("pages").into(),
        ..Pagination::default()
    }
}

fn download(visit: &PageRequest, form: &str) -> String {
    visit.link(&format!("/download/tools.{form}"), filter_pairs(visit).filter(|(name, _)| *name != "by"))
}

/// Returns the list as a file.
pub(crate) async fn downloaded(visit: PageRequest, Path(file): Path<String>) -> Response {
    let told = file_of(&visit, &file);
    page_or_error(&visit, told)
}

fn file_of(visit: &PageRequest, file: &str) -> Result<Response, Problem> {
    let filter = filter(&visit.pairs);
    let unknown = filter.unknown(visit.pack());
    if !unknown.is_empty() {
        return Err(unknown.into());
    }
    let found = || rows(&visit.version, &filter, visit.language());
    let (kind, bytes) = match file {
        "tools.csv" => ("text/csv; charset=utf-8", csv(&found())),
        "tools.json" => ("application/json", serde_json::to_vec_pretty(&found()).unwrap_or_default()),
        "tools.md" => ("text/markdown; charset=utf-8", markdown(&found(), visit.say()).into_bytes()),
        _ => return Err(Problem::missing_page()),
    };
    let mut response = with(StatusCode::OK, kind, bytes);
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{file}\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
