//! The day for which a request asks.

use countersign_command::args::day;
use countersign_web_kit::operation::{Parameter, Place};
use countersign_web_kit::{PolicyVersion, Problem, Service};
use std::sync::Arc;

/// Returns the parameter `at`.
pub(super) fn parameter() -> Parameter {
    Parameter {
        name: "at",
        description: "The day of the question (RFC 3339), past or future; today unless given. The policy is the one in use, with what is in force on that day.",
        place: Place::Query,
        required: false,
    }
}

/// Returns the policy on the day that a request names.
///
/// # Errors
/// Returns an error if the text is no day, or if there is no policy on that day.
pub(super) async fn version_on(service: &Service, at: Option<&str>) -> Result<Arc<PolicyVersion>, Problem> {
    let at = at.map(day).transpose().map_err(|error| Problem::unreadable(format!("`at`: {error}")))?;
    service.version_on(at).await
}

/// Returns the day that a query names.
pub(super) fn day_of(pairs: &[(String, String)]) -> Option<&str> {
    pairs.iter().rev().find(|(name, value)| name == "at" && !value.is_empty()).map(|(_, value)| value.as_str())
}
