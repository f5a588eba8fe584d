use super::answer::{Person, people};
use super::journey::Journey;
use super::question::choices;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_decide::ContactEntry;
use countersign_web_kit::Problem;
use countersign_web_kit::page::PageRequest;
use countersign_web_kit::page::page_or_error;
use countersign_web_kit::page::{Layout, page};

#[derive(Template)]
#[template(path = "dont_know.html")]
struct Unsure<'v> {
    layout: Layout<'v>,
    title: String,
    help: Option<String>,
    records: bool,
    values: Vec<String>,
    ask: Vec<Person>,
    back: String,
    go_on: String,
}

/// Returns the page for "I do not know": help to find the fact, people to ask, and a link to
/// continue without it.
pub(crate) async fn unsure(visit: PageRequest, Path(tool): Path<String>) -> Response {
    let told = load(&visit, &tool);
    page_or_error(&visit, told)
}

fn load(visit: &PageRequest, tool: &str) -> Result<Response, Problem> {
    let trail = Journey::of(visit, tool);
    let facet = visit.last("facet").unwrap_or_default();
    let (text, help, records, values) = if facet == "unit" {
        let units = visit.pack().units.iter().map(|unit| visit.say().say(&unit.name).to_owned());
        (visit.word("which-unit").to_owned(), None, false, units.collect())
    } else {
        let known = choices(visit, &trail.without(facet), facet);
        let asked =
            known.ok_or_else(|| Problem::not_found(format!("there is no question `{}`", facet.escape_debug())))?;
        let values = asked.values.iter().filter_map(|value| asked.labels.get(value).cloned()).collect();
        (asked.text, asked.help, asked.derived, values)
    };
    let title = visit.fill("unsure-title", &[("question", &text)]);
    let back = trail.link_with(visit, "check", "change", facet);
    let page_of = Unsure {
        layout: Layout::new(visit, title.as_str()).back(back.as_str()),
        title,
        help,
        records,
        values,
        ask: people(&helpers(visit)),
        back,
        go_on: trail.skipping(facet).link(visit, "check"),
    };
    Ok(page(StatusCode::OK, page_of.layout.lang(), &page_of))
}

/// Returns the people whom the user can ask for help.
pub(crate) fn helpers(visit: &PageRequest) -> Vec<ContactEntry> {
    let (pack, say) = (visit.pack(), visit.say());
    let asked = pack.settings.help.iter().filter_map(|id| pack.contacts.get(id.as_str()));
    asked
        .map(|contact| ContactEntry {
            id: contact.id.to_string(),
            who: say.say(&contact.name).to_owned(),
            contact: contact.reach.first().cloned().unwrap_or_default(),
            reach: contact.reach.clone(),
            subject: say.say(&contact.subject).to_owned(),
        })
        .collect()
}
