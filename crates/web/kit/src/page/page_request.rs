use crate::client::Client;
use crate::policy_version::PolicyVersion;
use crate::service::Service;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use countersign_decide::Localizer;
use countersign_model::Pack;
use form_urlencoded::Serializer;
use std::convert::Infallible;
use std::sync::Arc;

/// A request for a page: path, query and language, with the policy version that answers it.
pub struct PageRequest {
    /// The service.
    pub service: Arc<Service>,
    /// The version that answers.
    pub version: Arc<PolicyVersion>,
    /// The path, without the prefix.
    pub path: String,
    /// The parts of the query, empty ones included.
    pub pairs: Vec<(String, String)>,
    /// The language that the user asked for. `None` if the pack has no translations into it.
    pub lang: Option<String>,
    /// The path prefix of all links: empty, or as in `/guidance`.
    pub prefix: String,
    /// The public address of the service, for links that users copy.
    pub origin: String,
}

/// The maximum number of parts of a query that the service reads.
const MOST_PAIRS: usize = 200;

impl FromRequestParts<Arc<Service>> for PageRequest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Infallible> {
        Ok(Self::new(parts.uri.path(), parts.uri.query(), parts.extensions.get::<Client>(), service))
    }
}

/// Returns the scheme and host that the client asked. Uses `localhost` if the host is missing or
/// has other characters than a host has.
fn origin(client: Option<&Client>) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '[' | ']' | '_');
    let host = client.and_then(|client| client.host.as_deref()).filter(|host| host.chars().all(plain));
    let https = client.and_then(|client| client.https).unwrap_or_default();
    format!("{}://{}", if https { "https" } else { "http" }, host.unwrap_or("localhost"))
}

impl PageRequest {
    pub(crate) fn new(path: &str, query: Option<&str>, client: Option<&Client>, service: &Arc<Service>) -> Self {
        let version = service.live_owned();
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().take(MOST_PAIRS).collect();
        let asked = pairs.iter().rev().find(|(name, _)| name == "lang").map(|(_, value)| value.clone());
        let lang = asked.filter(|lang| version.languages.contains(lang));
        let config = service.config();
        let (prefix, origin) = match &config.public_url {
            Some(public) => (public.prefix().to_owned(), public.to_string()),
            None => (String::new(), origin(client)),
        };
        Self { service: Arc::clone(service), version, path: path.to_owned(), pairs, lang, prefix, origin }
    }

    /// Returns the pack.
    pub fn pack(&self) -> &Pack {
        self.version.pack()
    }

    /// Returns the language that the user asked for.
    pub fn language(&self) -> Option<&str> {
        self.lang.as_deref()
    }

    /// Returns the localizer for the page's language.
    pub fn say(&self) -> Localizer<'_> {
        Localizer::new(self.version.pack(), self.language())
    }

    /// Returns a message of the pages.
    pub fn word(&self, id: &str) -> &str {
        self.say().word(&format!("ui.page.{id}"))
    }

    /// Returns a built-in sentence with its `{name}` placeholders filled in.
    pub fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        self.say().fill(&format!("ui.page.{id}"), values)
    }

    /// Returns the last value of a query parameter that is not empty.
    pub fn last(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().rev().find(|(known, value)| known == name && !value.trim().is_empty());
        found.map(|(_, value)| value.trim())
    }

    /// Returns a link of the service that keeps the language.
    pub fn link<'a>(&self, path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(pairs);
        if let Some(lang) = &self.lang {
            query.append_pair("lang", lang);
        }
        let query = query.finish();
        let path = self.at(path);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// Returns an address of the service, below its prefix.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// Returns a link without further parameters.
    pub fn to(&self, path: &str) -> String {
        self.link(path, [])
    }

    /// Returns the link to this page in another language. `None` means the pack's own language.
    pub fn in_language(&self, lang: Option<&str>) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.pairs.iter().filter(|(name, _)| name != "lang"));
        if let Some(lang) = lang {
            query.append_pair("lang", lang);
        }
        let query = query.finish();
        let path = self.at(&self.path);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

/// Returns a segment of a path, percent-encoded where needed (RFC 3986 section 3.3).
pub fn segment(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    // Clients read a segment of dots alone as a step in the tree.
    if encoded.bytes().all(|byte| byte == b'.') { encoded.replace('.', "%2E") } else { encoded }
}
