use super::layout::{Layout, page};
use super::page_request::PageRequest;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_govuk::{Content, SummaryCell, SummaryList, SummaryRow, WarningText};

#[derive(Template)]
#[template(path = "status.html")]
struct Status<'v> {
    layout: Layout<'v>,
    facts: SummaryList<'v>,
    warning: Option<WarningText<'v>>,
    faults: Vec<String>,
}

/// Returns the page about the policy version in use and the errors of a refused pack.
pub(crate) async fn status(visit: PageRequest) -> Response {
    let cell = |text: String| SummaryCell { content: Content::text(text), ..SummaryCell::default() };
    let row = |key: &str, value: String| SummaryRow {
        key: cell(key.to_owned()),
        value: cell(value),
        ..SummaryRow::default()
    };
    let version = &visit.version;
    let pack = version.pack();
    let faults = visit.service.faults();
    let certificates = visit.service.certificate_error();
    let layers = pack.layers.iter().rev().map(|layer| format!("{} {}", visit.say().say(&layer.name), layer.version));
    let rows = vec![
        row(visit.word("version"), layers.collect::<Vec<_>>().join(" ← ")),
        row("Id", version.id.clone()),
        row(visit.word("date"), version.at.to_string()),
        row(visit.word("register"), pack.register().count().to_string()),
    ];
    let page_of = Status {
        layout: Layout::new(&visit, visit.word("status")),
        facts: SummaryList { rows, ..SummaryList::default() },
        warning: match (&faults, &certificates) {
            (Some(_), _) => Some(WarningText::new(visit.word("status-refused"))),
            (None, Some(_)) => Some(WarningText::new(visit.word("status-certificates"))),
            (None, None) => None,
        },
        faults: faults.iter().chain(&certificates).flat_map(|faults| faults.lines()).map(str::to_owned).collect(),
    };
    page(StatusCode::OK, page_of.layout.lang(), &page_of)
}
