use std::fmt;
use std::str::FromStr;

/// The public address of the service: scheme, host and an optional path prefix, as in
/// `https://apps.example.org/guidance`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    scheme: &'static str,
    /// The host, and the port unless it is the scheme's default.
    authority: String,
    /// The path prefix: empty, or with a slash at its start and none at its end.
    prefix: String,
}

impl PublicUrl {
    /// Returns true if clients use TLS.
    pub fn is_https(&self) -> bool {
        self.scheme == "https"
    }

    /// Returns the host, and the port unless it is the scheme's default.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Returns the path prefix of all addresses: empty, or as in `/guidance`.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Returns true if a `Host` header names this address.
    pub(crate) fn is_host(&self, host: &str) -> bool {
        without_default_port(self.scheme, &host.to_ascii_lowercase()) == self.authority
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.prefix)
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || format!("invalid public address: `{text}`; expected one as in https://apps.example.org");
        let (scheme, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => ("https", rest),
            (None, Some(rest)) => ("http", rest),
            (None, None) => return Err(expected()),
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if authority.is_empty() || !authority.chars().all(of_host) {
            return Err(expected());
        }
        let path = path.trim_end_matches('/');
        let of_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '/');
        let dots = path.split('/').any(|part| part.is_empty() || part == "." || part == "..");
        if !path.is_empty() && (dots || !path.chars().all(of_path)) {
            return Err(format!("invalid path in `{text}`; expected letters, digits, `.`, `-`, `_`, `~` and `/`"));
        }
        let prefix = if path.is_empty() { String::new() } else { format!("/{path}") };
        let authority = without_default_port(scheme, &authority.to_ascii_lowercase()).to_owned();
        Ok(Self { scheme, authority, prefix })
    }
}

fn without_default_port<'a>(scheme: &str, authority: &'a str) -> &'a str {
    authority.strip_suffix(if scheme == "https" { ":443" } else { ":80" }).unwrap_or(authority)
}
