use axum::extract::{Request, State};
use axum::response::Response;
use countersign_web_kit::Client;
use countersign_web_kit::Service;
use countersign_web_kit::response::json;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// Where the endpoints are (section "Policy Decision Point Metadata").
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Metadata {
    /// The address that names this service.
    policy_decision_point: String,
    /// Where one question is answered.
    access_evaluation_endpoint: String,
    /// Where several are.
    access_evaluations_endpoint: String,
    /// Where subjects are searched for.
    search_subject_endpoint: String,
    /// Where resources are searched for.
    search_resource_endpoint: String,
    /// Where actions are searched for.
    search_action_endpoint: String,
}

/// Answers with the addresses of the endpoints. They begin with the configured public address,
/// otherwise with the address that the client asked.
pub(crate) async fn metadata(State(service): State<Arc<Service>>, request: Request) -> Response {
    let config = service.config();
    let client = request.extensions().get::<Client>().cloned().unwrap_or_default();
    let base = config.public_url.as_ref().map_or_else(|| asked(&client), ToString::to_string);
    let at = |path: &str| format!("{base}{path}");
    json(&Metadata {
        access_evaluation_endpoint: at("/access/v1/evaluation"),
        access_evaluations_endpoint: at("/access/v1/evaluations"),
        search_subject_endpoint: at("/access/v1/search/subject"),
        search_resource_endpoint: at("/access/v1/search/resource"),
        search_action_endpoint: at("/access/v1/search/action"),
        policy_decision_point: base,
    })
}

/// Returns the address that the client asked. The standard has none without TLS. Only a trusted
/// proxy can report that it terminates TLS.
fn asked(client: &Client) -> String {
    let host = client.host.as_deref().unwrap_or("localhost");
    let scheme = if client.https.unwrap_or_default() { "https" } else { "http" };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '[' | ']' | '_');
    format!("{scheme}://{}", host.chars().filter(|c| plain(*c)).collect::<String>())
}
