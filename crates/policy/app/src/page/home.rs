use super::form_errors::{error, summary};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_decide::candidates;
use countersign_govuk::{Attributes, Button, ErrorSummary, Hint, Input, Label};
use countersign_web_kit::page::{Layout, page};
use countersign_web_kit::page::{PageRequest, segment};
use countersign_web_kit::response::see_other;

/// The maximum number of names for completion on a page.
const MOST_NAMES: usize = 3_000;
/// The largest number of tools to offer for an unknown name.
const MOST_SIMILAR: usize = 5;
/// The maximum length of a tool's name, in characters.
const LONGEST: usize = 200;

/// The search for a tool.
pub(crate) struct SearchBox<'v> {
    visit: &'v PageRequest,
    pub(crate) fault: Option<&'v str>,
    typed: String,
    /// Whether the label is the page's heading.
    heading: bool,
}

impl<'v> SearchBox<'v> {
    fn new(visit: &'v PageRequest, fault: Option<&'v str>, heading: bool) -> Self {
        let typed = visit.last("tool").unwrap_or_default().chars().take(LONGEST).collect();
        Self { visit, fault, typed, heading }
    }

    pub(crate) fn input(&self) -> Input<'_> {
        let pack = self.visit.pack();
        let example = pack.register().nth(pack.register().count() / 2).map_or("", |(_, tool)| &tool.name);
        Input {
            id: "tool".into(),
            name: "tool".into(),
            value: self.typed.as_str().into(),
            label: Label {
                content: self.visit.word("which-tool").into(),
                is_page_heading: self.heading,
                classes: if self.heading { "govuk-label--l" } else { "govuk-label--m" }.into(),
                ..Label::default()
            },
            hint: Some(Hint::new(self.visit.fill("which-tool-hint", &[("example", example)]))),
            error_message: self.fault.map(|fault| error(self.visit, fault)),
            autocomplete: "off".into(),
            spellcheck: Some(false),
            attributes: Attributes::from([("list", "tools")]),
            ..Input::default()
        }
    }

    /// Returns the names of tools, each with its aliases.
    pub(crate) fn names(&self) -> Vec<(&'v str, String)> {
        let tools = self.visit.pack().tools.iter().take(MOST_NAMES);
        let mut names: Vec<(&str, String)> = tools
            .map(|tool| {
                let others: Vec<&str> = tool.aliases.iter().map(|alias| alias.name.as_str()).collect();
                (tool.name.as_str(), others.join(", "))
            })
            .collect();
        names.sort_by_cached_key(|(name, _)| name.to_lowercase());
        names
    }

    pub(crate) fn go_on(&self) -> Button<'v> {
        Button { content: self.visit.word("continue").into(), ..Button::default() }
    }

    pub(crate) fn lang(&self) -> Option<&str> {
        self.visit.language()
    }

    pub(crate) fn found(&self) -> &str {
        self.visit.word("suggestions")
    }

    pub(crate) fn none(&self) -> &str {
        self.visit.word("no-suggestion")
    }

    pub(crate) fn hint(&self) -> &str {
        self.visit.word("autocomplete-hint")
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'v> {
    layout: Layout<'v>,
    search: SearchBox<'v>,
    parts: Vec<(String, &'v str, &'v str)>,
}

pub(crate) async fn home(visit: PageRequest) -> Response {
    let part = |path: &str, title: &str, text: &str| (visit.to(path), visit.word(title), visit.word(text));
    let mut layout = Layout::new(&visit, visit.word("check"));
    layout.title = layout.service_name().to_owned();
    layout.completes = true;
    let home = Home {
        search: SearchBox::new(&visit, None, false),
        parts: vec![
            part("/find", "find", "home-find"),
            part("/tools", "register", "home-register"),
            part("/guidance", "guidance", "home-guidance"),
            part("/changes", "changes", "home-changes"),
        ],
        layout,
    };
    page(StatusCode::OK, home.layout.lang(), &home)
}

#[derive(Template)]
#[template(path = "search.html")]
struct Search<'v> {
    layout: Layout<'v>,
    search: SearchBox<'v>,
    summary: Option<ErrorSummary<'v>>,
}

#[derive(Template)]
#[template(path = "unknown.html")]
struct Unknown<'v> {
    layout: Layout<'v>,
    name: String,
    title: String,
    similar: Vec<(String, &'v str)>,
    go_on: Button<'v>,
}

/// Searches for a tool. A known name leads to its first question. For another name, the page first
/// asks which tool is meant.
pub(crate) async fn search(visit: PageRequest) -> Response {
    let asked = visit.pairs.iter().any(|(name, _)| name == "tool");
    let typed = visit.last("tool").unwrap_or_default();
    let fault = match typed {
        "" if asked => Some(visit.word("no-tool")),
        name if name.chars().count() > LONGEST || name.chars().any(char::is_control) || name.starts_with('?') => {
            Some(visit.word("long-name"))
        }
        _ => None,
    };
    if typed.is_empty() || fault.is_some() {
        let mut layout = Layout::new(&visit, visit.word("check")).wrong(fault.is_some());
        layout.completes = true;
        let summary = fault.map(|fault| summary(&visit, fault, "tool"));
        let search = Search { layout, search: SearchBox::new(&visit, fault, true), summary };
        let status = if fault.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
        return page(status, search.layout.lang(), &search);
    }
    let others = || {
        let kept = visit.pairs.iter().filter(|(name, value)| name != "tool" && name != "lang" && !value.is_empty());
        kept.map(|(name, value)| (name.as_str(), value.as_str()))
    };
    if let Some(tool) = visit.version.tool(typed).and_then(|place| visit.pack().tools.at(place)) {
        return see_other(&visit.link(&format!("/check/{}", tool.id), others().filter(|(name, _)| *name != "kind")));
    }
    if visit.pairs.iter().any(|(name, _)| name == "kind") {
        return see_other(&visit.link(&format!("/check/{}", segment(typed)), others()));
    }
    unknown(&visit, typed)
}

fn unknown(visit: &PageRequest, typed: &str) -> Response {
    let pack = visit.pack();
    let similar = candidates(pack, typed).into_iter().take(MOST_SIMILAR).filter_map(|place| pack.tools.at(place));
    let title = visit.fill("unknown-title", &[("name", typed)]);
    let unknown = Unknown {
        layout: Layout::new(visit, title.as_str()).back(visit.to("/check")),
        name: typed.to_owned(),
        title,
        similar: similar.map(|tool| (visit.to(&format!("/check/{}", tool.id)), tool.name.as_str())).collect(),
        go_on: Button { content: visit.word("continue").into(), ..Button::default() },
    };
    page(StatusCode::OK, unknown.layout.lang(), &unknown)
}
