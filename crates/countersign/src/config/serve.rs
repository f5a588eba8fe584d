//! The settings of the service as typed values.

use super::{Resolved, invalid};
use countersign_command::CliError;
use countersign_decide::InputError;
use countersign_reader::{SourceError, file};
use countersign_web_kit::{BadTls, ClientCertificates, Config, ListenAddress, PublicUrl, tls};
use ipnet::IpNet;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tracing_subscriber::filter::LevelFilter;

/// The settings of the service.
#[derive(Clone, Debug)]
pub(crate) struct ServeConfig {
    /// The pack. `None` if no setting names one.
    pub(crate) pack: Option<PathBuf>,
    pub(crate) public: Vec<ListenAddress>,
    pub(crate) operations: Vec<ListenAddress>,
    pub(crate) service: Config,
    pub(crate) versions: usize,
    pub(crate) tls: Option<TlsFiles>,
    pub(crate) log_level: LevelFilter,
    pub(crate) log_format: LogFormat,
}

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// The files for TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TlsFiles {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
    pub(crate) client_authority: Option<PathBuf>,
    clients: ClientCertificates,
}

impl ServeConfig {
    /// Returns the typed settings. `credentials` is the folder of systemd's credentials.
    ///
    /// # Errors
    /// Returns an error for every invalid value.
    pub(crate) fn new(resolved: &Resolved, credentials: Option<&Path>) -> Result<Self, CliError> {
        let mut errors: Vec<InputError> = Vec::new();
        let public = listen(resolved, "serve.listen", &mut errors);
        let operations = listen(resolved, "serve.operations-listen", &mut errors);
        let public_url = resolved.text("serve.public-url").and_then(|text| match text.parse::<PublicUrl>() {
            Ok(url) => Some(url),
            Err(message) => {
                errors.push(invalid(resolved, "serve.public-url", &message));
                None
            }
        });
        let trusted_proxies = networks(resolved, &mut errors);
        let tls = tls_files(resolved, credentials, &mut errors);
        if !errors.is_empty() {
            return Err(CliError::InputError(errors));
        }
        let clients = tls.as_ref().map_or(ClientCertificates::Ignored, |files| files.clients);
        let rate = u32::try_from(resolved.number("serve.rate")).ok().and_then(NonZeroU32::new);
        Ok(Self {
            pack: resolved.path("pack", credentials),
            service: Config {
                public_url,
                trusted_proxies,
                rate,
                client_certificates: clients,
                separate_operations: !operations.is_empty(),
                timeout: Duration::from_secs(resolved.number("serve.timeout")),
                connections: usize::try_from(resolved.number("serve.connections")).unwrap_or(usize::MAX),
            },
            public,
            operations,
            versions: usize::try_from(resolved.number("serve.versions")).unwrap_or_default(),
            tls,
            log_level: resolved.text("log.level").and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO),
            log_format: if resolved.text("log.format") == Some("json") { LogFormat::Json } else { LogFormat::Text },
        })
    }
}

fn listen(resolved: &Resolved, key: &str, errors: &mut Vec<InputError>) -> Vec<ListenAddress> {
    let mut addresses = Vec::new();
    for text in resolved.texts(key) {
        match text.parse::<ListenAddress>() {
            Ok(address) => addresses.push(address),
            Err(message) => errors.push(invalid(resolved, key, &message)),
        }
    }
    addresses
}

fn networks(resolved: &Resolved, errors: &mut Vec<InputError>) -> Vec<IpNet> {
    let key = "serve.trusted-proxies";
    let mut networks = Vec::new();
    for text in resolved.texts(key) {
        match text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)) {
            Ok(network) => networks.push(network),
            Err(_) => {
                let message = format!("invalid network: `{text}`; expected one as in `10.0.0.0/8` or `::1`");
                errors.push(invalid(resolved, key, &message));
            }
        }
    }
    networks
}

fn tls_files(resolved: &Resolved, credentials: Option<&Path>, errors: &mut Vec<InputError>) -> Option<TlsFiles> {
    let path = |key| resolved.path(key, credentials);
    let client_authority = path("serve.tls.client-authority");
    let clients = match (&client_authority, resolved.text("serve.tls.clients")) {
        (None, _) => ClientCertificates::Ignored,
        (Some(_), Some("all")) => ClientCertificates::ForAll,
        (Some(_), _) => ClientCertificates::ForApi,
    };
    match (path("serve.tls.certificate"), path("serve.tls.key")) {
        (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key, client_authority, clients }),
        (None, None) if client_authority.is_none() => None,
        (certificate, _) => {
            let (given, missing) = match (certificate, &client_authority) {
                (Some(_), _) => ("serve.tls.certificate", "--tls-key"),
                (None, Some(_)) => ("serve.tls.client-authority", "--tls-cert"),
                (None, None) => ("serve.tls.key", "--tls-cert"),
            };
            errors.push(invalid(resolved, given, &format!("`{given}` needs `{missing}` beside it")));
            None
        }
    }
}

/// The help for unusable TLS files.
const PEM: &str =
    "name a chain of certificates with `--tls-cert` and the key of the first one with `--tls-key`, both in PEM";

impl TlsFiles {
    /// Reads the files.
    ///
    /// # Errors
    /// Returns an error if one cannot be read, or the key is not that of the first certificate.
    pub(crate) fn load(&self) -> Result<Arc<countersign_web_kit::TlsConfig>, CliError> {
        let authority = self.client_authority.as_deref().map(pem).transpose()?;
        let made = tls(&pem(&self.certificate)?, &pem(&self.key)?, authority.as_deref(), self.clients);
        made.map_err(|bad: BadTls| {
            let path = match &bad {
                BadTls::Authority(_) => self.client_authority.as_ref().unwrap_or(&self.certificate),
                bad if bad.is_of_key() => &self.key,
                _ => &self.certificate,
            };
            CliError::misuse(format!("{}: {bad}", path.display()), PEM)
        })
    }

    /// Returns the paths of the files, for watching.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.certificate, &self.key].into_iter().chain(&self.client_authority)
    }
}

fn pem(path: &Path) -> Result<Vec<u8>, CliError> {
    let unread = |error: SourceError| CliError::misuse(format!("{}: {}", error.path.display(), error.message), PEM);
    file(path, 1 << 20).map_err(unread)
}
