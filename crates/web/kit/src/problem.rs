use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use countersign_decide::{InputError, NoAnswer};
use schemars::JsonSchema;
use serde::Serialize;

/// What is wrong with a request (RFC 9457).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// What kind of problem it is: an address that describes it.
    r#type: String,
    /// The same in a few words.
    title: &'static str,
    /// The status code.
    status: u16,
    /// What is wrong this time, in a sentence.
    detail: String,
    /// Everything that is wrong, each with a way out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
}

/// One error.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Fault {
    /// What.
    detail: String,
    /// How to fix it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

/// The kinds of problems: the name in their address, a title, the meaning.
pub(crate) const KINDS: &[(&str, &str, &str)] = &[
    (
        "invalid-request",
        "The request cannot be read",
        "The body is not JSON of the form that is asked for, or a part of it is missing.",
    ),
    (
        "invalid-question",
        "The question cannot be asked",
        "It names what the policy does not know, or facts that exclude one another; `errors` tells everything at once, with the nearest words.",
    ),
    (
        "no-policy-on-day",
        "There is no policy on this day",
        "The pack has errors on the day that `at` names, or the service has a compiled policy, which holds for some days only.",
    ),
    ("not-found", "There is nothing here", "No tool, version or page has this name."),
    ("too-large", "The question is too large", "What is asked has too many different cases: say more, and ask again."),
    ("too-slow", "This takes too long", "It goes on being worked out: ask again in a moment."),
    ("body-too-large", "The body is too large", "A body has at most 1 MiB."),
    ("too-many-requests", "Too many requests", "Wait for as many seconds as `Retry-After` says."),
    ("internal", "The service has an error", "The request is not the cause. See the log of the service."),
    (
        "misdirected",
        "This host is another one",
        "The service has a public address, and the request names another host.",
    ),
    (
        "client-certificate",
        "A client certificate is needed",
        "Clients of the API show a certificate that the service's authority signed.",
    ),
    ("not-local", "Not for other machines", "Health and metrics are for the administrators of the service."),
    (
        "method-not-allowed",
        "This is not how it is asked",
        "The address is right and the method is not: `Allow` names those that are.",
    ),
];

impl Problem {
    fn new(kind: &'static str, status: StatusCode, detail: String) -> Self {
        let title = KINDS.iter().find(|(name, _, _)| *name == kind).map_or("", |(_, title, _)| title);
        let status = status.as_u16();
        Self { r#type: format!("/api#{kind}"), title, status, detail, errors: Vec::new() }
    }

    /// Creates the problem of a request that cannot be read.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::new("invalid-request", StatusCode::BAD_REQUEST, detail.into())
    }

    /// Creates the problem of a day for which there is no policy.
    pub(crate) fn other_day(detail: String) -> Self {
        Self::new("no-policy-on-day", StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// Creates the problem of a missing thing.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new("not-found", StatusCode::NOT_FOUND, detail.into())
    }

    /// Creates the problem of a missing page, without a detail: the page itself explains it.
    #[cfg(feature = "pages")]
    pub fn missing_page() -> Self {
        Self::not_found("")
    }

    /// Creates the problem of an error in the service itself.
    pub fn internal() -> Self {
        let detail = "the service could not do this; the log of whoever runs it says why".to_owned();
        Self::new("internal", StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    /// Creates the problem of an answer that exceeded the time limit.
    pub(crate) fn too_slow() -> Self {
        let detail = "the answer did not come in time: ask again in a moment, or say more".to_owned();
        Self::new("too-slow", StatusCode::SERVICE_UNAVAILABLE, detail)
    }

    /// Creates the problem of too many requests from one address.
    pub(crate) fn too_many() -> Self {
        let detail = "too many requests come from this address: wait a moment".to_owned();
        Self::new("too-many-requests", StatusCode::TOO_MANY_REQUESTS, detail)
    }

    /// Creates the problem of a method that the address does not accept.
    pub(crate) fn method() -> Self {
        let detail = "this address takes another method; /api describes them".to_owned();
        Self::new("method-not-allowed", StatusCode::METHOD_NOT_ALLOWED, detail)
    }
}

impl Problem {
    /// Returns the status code.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST)
    }

    /// Creates the problem of a request for another host.
    pub(crate) fn misdirected() -> Self {
        let detail = "the service is not known by the host of this request; use its public address".to_owned();
        Self::new("misdirected", StatusCode::MISDIRECTED_REQUEST, detail)
    }

    /// Creates the problem of an API client without the certificate that it needs.
    pub(crate) fn no_certificate() -> Self {
        let detail = "clients of the API need a client certificate; show one in the TLS handshake".to_owned();
        Self::new("client-certificate", StatusCode::FORBIDDEN, detail)
    }

    /// Creates the problem of a client on another machine that asks for metrics.
    pub(crate) fn not_local() -> Self {
        let detail = "metrics are answered for clients on this machine; give them a listener of their own with \
            `operations-listen`";
        Self::new("not-local", StatusCode::FORBIDDEN, detail.to_owned())
    }
}

/// Returns the response to a request at which the service itself failed.
pub(crate) fn internal() -> Response {
    Problem::internal().into_response()
}

#[cfg(feature = "pages")]
impl Problem {
    /// Returns true if the question is invalid.
    pub fn is_question(&self) -> bool {
        self.r#type.ends_with("#invalid-question")
    }

    /// Returns all errors, each with its help.
    pub fn faults(&self) -> Vec<(String, Option<String>)> {
        match self.errors.as_slice() {
            [] if self.detail.is_empty() => Vec::new(),
            [] => vec![(self.detail.clone(), None)],
            errors => errors.iter().map(|fault| (fault.detail.clone(), fault.help.clone())).collect(),
        }
    }
}

impl From<Vec<InputError>> for Problem {
    fn from(faults: Vec<InputError>) -> Self {
        let detail = faults.first().map_or(String::new(), |fault| fault.message.clone());
        let mut problem = Self::new("invalid-question", StatusCode::BAD_REQUEST, detail);
        problem.errors =
            faults.into_iter().map(|InputError { message, help }| Fault { detail: message, help }).collect();
        problem
    }
}

impl From<BytesRejection> for Problem {
    fn from(rejected: BytesRejection) -> Self {
        if rejected.status() == StatusCode::PAYLOAD_TOO_LARGE {
            let detail = "the body is too large: it may have 1 MiB".to_owned();
            return Self::new("body-too-large", StatusCode::PAYLOAD_TOO_LARGE, detail);
        }
        Self::unreadable("the body did not come as a whole")
    }
}

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::unreadable("the address is not UTF-8")
    }
}

impl From<NoAnswer> for Problem {
    fn from(none: NoAnswer) -> Self {
        match none {
            NoAnswer::InputError(misuse) => vec![misuse].into(),
            NoAnswer::TooLarge(error) => Self::new("too-large", StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let bytes = serde_json::to_vec(&self).unwrap_or_default();
        crate::response::with(status, "application/problem+json", bytes)
    }
}
