use super::decision::permitted;
use super::mapping::{Known, Unmapped, resource_type, subject_type};
use super::request::{Missing, Request, Search};
use countersign_model::{FacetMapping, IdentityKind, Subject};
use countersign_web_kit::PolicyVersion;
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What was found (section "The Search API Response").
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Found {
    /// Which part this is, where a part was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<Part>,
    /// What was found.
    results: Vec<ToolEntry>,
}

/// A part of what was found.
#[derive(Debug, Serialize, JsonSchema)]
struct Part {
    /// Where the next part begins; empty where nothing is left.
    next_token: String,
    /// How many are in this part.
    count: usize,
    /// How many there are in all.
    total: usize,
}

/// A subject, a resource or an action.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum ToolEntry {
    /// A subject or a resource.
    Entity {
        /// Its type.
        r#type: String,
        /// Its id.
        id: String,
    },
    /// An action.
    Action {
        /// Its name.
        name: String,
    },
}

/// A search that cannot be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unsearchable {
    /// A required member is missing.
    Missing(&'static str),
    /// The token belongs to another search.
    Token,
}

impl From<Missing> for Unsearchable {
    fn from(Missing(what): Missing) -> Self {
        Self::Missing(what)
    }
}

/// Returns the permitted subjects: values of the facet to which their ids map.
pub(crate) fn subjects(version: &PolicyVersion, search: &Search<'_>) -> Result<Found, Unsearchable> {
    let asked = &search.asked;
    let (subject, action, resource) = (asked.subject(false)?, asked.action()?, asked.resource(true)?);
    let find = || -> Result<Vec<ToolEntry>, Unmapped> {
        let mut known = Known::new(version);
        known.context(version, asked.context.as_ref());
        known.action(version, action)?;
        known.subject(version, subject, false)?;
        let tool = known.resource(version, resource)?;
        let sort = subject_type(version, subject)?;
        let Some(says) = sort.and_then(|sort| sort.id.as_ref()) else { return Ok(Vec::new()) };
        let kind = sort.map_or("", |sort| &sort.name);
        let entry = |id: &str| ToolEntry::Entity { r#type: kind.to_owned(), id: id.to_owned() };
        Ok(words(version, says, &known, &tool).map(entry).collect())
    };
    part(version, search, find().unwrap_or_default())
}

/// Returns the permitted resources: tools of the register, by id or by identity.
pub(crate) fn resources(version: &PolicyVersion, search: &Search<'_>) -> Result<Found, Unsearchable> {
    let asked = &search.asked;
    let (subject, action, resource) = (asked.subject(true)?, asked.action()?, asked.resource(false)?);
    let find = || -> Result<Vec<ToolEntry>, Unmapped> {
        let mut known = Known::new(version);
        known.context(version, asked.context.as_ref());
        known.action(version, action)?;
        known.subject(version, subject, true)?;
        known.resource(version, resource)?;
        let sort = resource_type(version, resource)?;
        let kind = resource.kind.as_deref().unwrap_or_default();
        let tools = version.pack().register();
        let may = tools.filter(|(place, _)| permitted(version, &known.about(version, Subject::Tool(*place))));
        let named = |(_, tool): (usize, &countersign_model::Tool)| ids(tool, sort.and_then(|sort| sort.identity));
        let entry = |id: String| ToolEntry::Entity { r#type: kind.to_owned(), id };
        Ok(may.flat_map(named).map(entry).collect())
    };
    part(version, search, find().unwrap_or_default())
}

/// Returns the permitted actions: values of the facet to which their names map.
pub(crate) fn actions(version: &PolicyVersion, search: &Search<'_>) -> Result<Found, Unsearchable> {
    let asked = &search.asked;
    let (subject, resource) = (asked.subject(true)?, asked.resource(true)?);
    let find = || -> Result<Vec<ToolEntry>, Unmapped> {
        let mut known = Known::new(version);
        known.context(version, asked.context.as_ref());
        known.subject(version, subject, true)?;
        let tool = known.resource(version, resource)?;
        let authzen = &version.pack().settings.authzen;
        let plain = authzen.plain_actions().into_iter();
        let plain = plain.filter(|_| permitted(version, &known.about(version, tool.clone())));
        let stated = authzen.action.iter().flat_map(|says| words(version, says, &known, &tool));
        let entry = |name: &str| ToolEntry::Action { name: name.to_owned() };
        Ok(stated.chain(plain).map(entry).collect())
    };
    part(version, search, find().unwrap_or_default())
}

/// Returns the values of a facet for which the tool is permitted. Leaves out the value for all
/// other words, which is no name.
fn words<'v>(
    version: &'v PolicyVersion,
    says: &'v FacetMapping,
    known: &'v Known,
    tool: &'v Subject,
) -> impl Iterator<Item = &'v str> {
    let values = version.pack().facets.at(says.facet).into_iter().flat_map(|facet| facet.values.iter().enumerate());
    let named = values.filter(|(value, _)| Some(*value) != says.otherwise);
    named.filter_map(|(_, value)| {
        let mut known = known.clone();
        known.state_word(version, says, value.id.as_str());
        permitted(version, &known.about(version, tool.clone())).then(|| value.id.as_str())
    })
}

fn ids(tool: &countersign_model::Tool, identity: Option<IdentityKind>) -> Vec<String> {
    match identity {
        None => vec![tool.id.to_string()],
        Some(kind) => {
            let known = tool.identities.iter().filter(|known| known.identity.kind == kind);
            known.map(|known| known.identity.name.clone()).collect()
        }
    }
}

/// Returns the page that the client asks for. A token holds the place, the limit and a digest of
/// the search, so that another search refuses it.
///
/// # Errors
/// Returns an error if the token belongs to another search.
fn part(version: &PolicyVersion, search: &Search<'_>, all: Vec<ToolEntry>) -> Result<Found, Unsearchable> {
    let Some(page) = &search.page else { return Ok(Found { page: None, results: all }) };
    let (total, seal) = (all.len(), seal(version, &search.asked));
    let stated = page.limit.filter(|limit| *limit > 0).map(|limit| limit as usize);
    let (start, limit) = match page.token.as_deref().filter(|token| !token.is_empty()) {
        None => (0, stated.unwrap_or(total)),
        Some(token) => opened(token, &seal, stated).ok_or(Unsearchable::Token)?,
    };
    let results: Vec<ToolEntry> = all.into_iter().skip(start).take(limit).collect();
    let end = start.saturating_add(results.len());
    let next_token = if end < total { format!("{end}.{limit}.{seal}") } else { String::new() };
    Ok(Found { page: Some(Part { next_token, count: results.len(), total }), results })
}

/// Returns the place and the limit in a token of this search. `None` if the token is of another
/// search, or the client states another limit.
fn opened(token: &str, seal: &str, stated: Option<usize>) -> Option<(usize, usize)> {
    let (place, rest) = token.split_once('.')?;
    let (limit, sealed) = rest.split_once('.')?;
    let (place, limit): (usize, usize) = (place.parse().ok()?, limit.parse().ok()?);
    (sealed == seal && limit > 0 && stated.is_none_or(|stated| stated == limit)).then_some((place, limit))
}

/// Returns a digest that distinguishes one search from another.
fn seal(version: &PolicyVersion, asked: &Request<'_>) -> String {
    let text = format!("{} {asked:?}", version.id);
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
