use super::check::{language, refused};
use super::day::{self, day_of, version_on};
use super::question_input::Asked;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use countersign_decide::tool_list::{Filter, ToolRow};
use countersign_decide::{Localizer, PolicyTable, ToolEntry, Vocabulary, entry, table, vocabulary};
use countersign_web_kit::PolicyVersion;
use countersign_web_kit::Problem;
use countersign_web_kit::Service;
use countersign_web_kit::operation::{Operation, Parameter, Place, Reply, get};
use countersign_web_kit::query::pairs;
use countersign_web_kit::response::json;
use countersign_web_kit::run_blocking;
use std::sync::Arc;

pub(super) fn operations() -> Vec<Operation> {
    let line = |name, description| Parameter { name, description, place: Place::Query, required: false };
    let tool = || Parameter {
        name: "tool",
        description: "The tool: its id, its name or an alias.",
        place: Place::Path,
        required: true,
    };
    let missing = || Reply::problem(404, "No list names this tool.");
    vec![
        Operation {
            path: "/api/v1/tools",
            id: "tools",
            summary: "The tools of the register",
            description: "All tools, or those that pass the filters, by name.",
            parameters: vec![
                line("q", "Only tools with this in a name."),
                line("type", "Only tools of this type or kind."),
                line("grade", "Only tools of this grade."),
                language(),
                day::parameter(),
            ],
            replies: vec![Reply::of::<Vec<ToolRow>>(200, "The tools."), refused(), no_policy()],
            ..get(tools)
        },
        Operation {
            path: "/api/v1/tools/{tool}",
            id: "tool",
            summary: "What the register holds of a tool",
            description: "Names, what each source says, bans, and how machines know it. Who holds an exemption is not told.",
            parameters: vec![tool(), language(), day::parameter()],
            replies: vec![Reply::of::<ToolEntry>(200, "The entry."), refused(), missing(), no_policy()],
            ..get(one)
        },
        Operation {
            path: "/api/v1/tools/{tool}/policy",
            id: "policy",
            summary: "A tool's whole policy as a small table",
            description: "Where it is allowed, where somebody has to be asked, where it is not allowed. Rows of one verdict may overlap; rows of different verdicts never do.",
            parameters: vec![tool(), language(), day::parameter()],
            replies: vec![Reply::of::<PolicyTable>(200, "The table."), refused(), missing(), super::check::large()],
            ..get(policy)
        },
        Operation {
            path: "/api/v1/facets",
            id: "facets",
            summary: "What a question can name",
            description: "Facets with their values, approvals, units and kinds.",
            parameters: vec![language()],
            replies: vec![Reply::of::<Vocabulary>(200, "The words."), refused()],
            ..get(facets)
        },
    ]
}

/// Returns the filter that a query describes.
pub(crate) fn filter(pairs: &[(String, String)]) -> Filter {
    let last = |name: &str| {
        let found = pairs.iter().rev().find(|(known, value)| known == name && !value.trim().is_empty());
        found.map(|(_, value)| value.trim().to_owned())
    };
    Filter { sort: last("type"), grade: last("grade"), name: last("q") }
}

/// Returns the tools that pass a filter, by name.
pub(crate) fn rows(version: &PolicyVersion, filter: &Filter, language: Option<&str>) -> Vec<ToolRow> {
    let pack = version.pack();
    let say = Localizer::new(pack, language);
    let mut rows: Vec<ToolRow> =
        filter.tools(pack, version.at).map(|(_, tool)| ToolRow::new(pack, say, tool, version.at)).collect();
    rows.sort_by_cached_key(|row| row.name.to_lowercase());
    rows
}

/// Returns the language that a query asks for.
pub(crate) fn language_of(pairs: &[(String, String)]) -> Option<String> {
    pairs.iter().rev().find(|(name, value)| name == "lang" && !value.is_empty()).map(|(_, value)| value.clone())
}

async fn tools(State(service): State<Arc<Service>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let pairs = pairs(query.as_deref())?;
    let version = version_on(&service, day_of(&pairs)).await?;
    let filter = filter(&pairs);
    let unknown = filter.unknown(version.pack());
    if !unknown.is_empty() {
        return Err(unknown.into());
    }
    Ok(json(&rows(&version, &filter, language_of(&pairs).as_deref())))
}

async fn one(
    State(service): State<Arc<Service>>,
    name: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let Path(name) = name?;
    let pairs = pairs(query.as_deref())?;
    let language = language_of(&pairs);
    let version = version_on(&service, day_of(&pairs)).await?;
    let place = tool_position(&version, &name)?;
    let Some(tool) = version.pack().tools.at(place) else { return Err(unlisted(&name)) };
    Ok(json(&entry(version.pack(), tool, version.at, language.as_deref())))
}

async fn policy(
    State(service): State<Arc<Service>>,
    name: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let Path(name) = name?;
    let pairs = pairs(query.as_deref())?;
    let version = version_on(&service, day_of(&pairs)).await?;
    Ok(json(&whole(version, &name, language_of(&pairs)).await?))
}

/// Returns a tool's whole policy.
pub(crate) async fn whole(
    version: Arc<PolicyVersion>,
    name: &str,
    language: Option<String>,
) -> Result<PolicyTable, Problem> {
    tool_position(&version, name)?;
    let asked = Asked { tool: name.to_owned(), ..Asked::default() };
    let question = asked.question(&version)?;
    Ok(run_blocking(move || table(&version.policy, &question, false, language.as_deref())).await??)
}

fn no_policy() -> Reply {
    Reply::problem(422, "There is no policy on that day.")
}

fn tool_position(version: &PolicyVersion, name: &str) -> Result<usize, Problem> {
    version.tool(name).ok_or_else(|| unlisted(name))
}

fn unlisted(name: &str) -> Problem {
    let shown: String = name.chars().take(200).collect();
    Problem::not_found(format!("no list names the tool `{}`", shown.escape_debug()))
}

async fn facets(State(service): State<Arc<Service>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let language = language_of(&pairs(query.as_deref())?);
    Ok(json(&vocabulary(service.live().pack(), language.as_deref())))
}
