//! Strict queries: only the parameters that an operation describes are valid.

use crate::operation::{Parameter, Place};
use crate::problem::Problem;
use crate::query::pairs;
use axum::extract::{RawQuery, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use countersign_model::nearest;
use std::sync::Arc;

/// The parameters that a query may have.
#[derive(Clone)]
pub(crate) struct Allowed {
    /// Each name, and whether the query may repeat it.
    names: Arc<[(&'static str, bool)]>,
    /// Whether other names are facets, which the question itself checks.
    facts: bool,
}

impl Allowed {
    pub(crate) fn of(parameters: &[Parameter]) -> Self {
        let named = parameters.iter().filter(|parameter| matches!(parameter.place, Place::Query | Place::Several));
        Self {
            names: named.map(|parameter| (parameter.name, parameter.place == Place::Several)).collect(),
            facts: parameters.iter().any(|parameter| parameter.place == Place::Facts),
        }
    }

    fn check(&self, query: Option<&str>) -> Result<(), Problem> {
        let pairs = pairs(query)?;
        for (place, (name, _)) in pairs.iter().enumerate() {
            let Some((_, several)) = self.names.iter().find(|(known, _)| known == name) else {
                if self.facts {
                    continue;
                }
                return Err(self.unknown(name));
            };
            if !several && pairs.iter().take(place).any(|(earlier, _)| earlier == name) {
                return Err(Problem::unreadable(format!("`{name}` is given twice; give it once")));
            }
        }
        Ok(())
    }

    fn unknown(&self, name: &str) -> Problem {
        let shown: String = name.chars().take(100).collect();
        let known: Vec<&str> = self.names.iter().map(|(name, _)| *name).collect();
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "this address takes none".to_owned(),
            None => format!("expected one of {}", known.join(", ")),
        };
        Problem::unreadable(format!("unknown parameter `{}`; {help}", shown.escape_debug()))
    }
}

/// Refuses queries with other parameters.
pub(crate) async fn strict_query(
    State(allowed): State<Allowed>,
    RawQuery(query): RawQuery,
    request: Request,
    next: Next,
) -> Response {
    match allowed.check(query.as_deref()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}
