use crate::config::ClientCertificates;
use arc_swap::ArcSwap;
use std::fmt;
use std::io;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::{Error as PemError, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::{Error, RootCertStore, ServerConfig};

/// The reason why a certificate and a key cannot be used.
#[derive(Debug)]
pub enum BadTls {
    /// The certificates cannot be read.
    Certificates(PemError),
    /// The file has no certificate.
    NoCertificate,
    /// The key cannot be read.
    Key(PemError),
    /// The certificates of the client authority cannot be used.
    Authority(String),
    /// The key and the certificate do not match, or their type is unknown.
    Unfit(Error),
}

impl fmt::Display for BadTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Certificates(error) => write!(f, "the certificates cannot be read: {error}"),
            Self::Authority(error) => write!(f, "the authority of client certificates cannot be used: {error}"),
            Self::NoCertificate => f.write_str("there is no certificate in this file"),
            Self::Key(error) => write!(f, "the private key cannot be read: {error}"),
            Self::Unfit(Error::InconsistentKeys(_)) => f.write_str("this is not the key of the first certificate"),
            Self::Unfit(error) => write!(f, "this key and its certificate cannot be used: {error}"),
        }
    }
}

impl BadTls {
    /// Returns true if the error concerns the key, false if it concerns the certificates.
    pub fn is_of_key(&self) -> bool {
        matches!(self, Self::Key(_) | Self::Unfit(_))
    }
}

impl std::error::Error for BadTls {}

impl From<BadTls> for io::Error {
    fn from(bad: BadTls) -> Self {
        Self::new(io::ErrorKind::InvalidInput, bad)
    }
}

/// The certificates in use. They can change while the service runs: open connections keep theirs.
#[derive(Debug)]
pub struct LiveTls(ArcSwap<ServerConfig>);

impl LiveTls {
    /// Creates the holder of a first configuration.
    pub fn new(config: Arc<ServerConfig>) -> Arc<Self> {
        Arc::new(Self(ArcSwap::new(config)))
    }

    /// Uses another configuration from the next connection on.
    pub fn replace(&self, config: Arc<ServerConfig>) {
        self.0.store(config);
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.0.load_full())
    }
}

/// Returns a configuration of TLS 1.2 and 1.3 for HTTP/2 and HTTP/1.1. The chain of certificates
/// and the private key are PEM (RFC 7468). `authority` holds certificates in PEM. Clients may then
/// show a certificate that one of them signed. With [`ClientCertificates::ForAll`] they must.
///
/// # Errors
/// Returns an error if one cannot be read, or the key is not that of the first certificate.
pub fn tls(
    chain: &[u8],
    key: &[u8],
    authority: Option<&[u8]>,
    clients: ClientCertificates,
) -> Result<Arc<ServerConfig>, BadTls> {
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(chain).collect::<Result<_, _>>().map_err(BadTls::Certificates)?;
    if chain.is_empty() {
        return Err(BadTls::NoCertificate);
    }
    let key = PrivateKeyDer::from_pem_slice(key).map_err(BadTls::Key)?;
    let provider = Arc::new(default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(BadTls::Unfit)?;
    let builder = match authority {
        Some(authority) => builder.with_client_cert_verifier(verifier(authority, clients, provider)?),
        None => builder.with_no_client_auth(),
    };
    let mut config = builder.with_single_cert(chain, key).map_err(BadTls::Unfit)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn verifier(
    authority: &[u8],
    clients: ClientCertificates,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, BadTls> {
    let unusable = |error: &dyn fmt::Display| BadTls::Authority(error.to_string());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(authority) {
        let certificate = certificate.map_err(|error| unusable(&error))?;
        roots.add(certificate).map_err(|error| unusable(&error))?;
    }
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    let builder = match clients {
        ClientCertificates::ForAll => builder,
        ClientCertificates::ForApi | ClientCertificates::Ignored => builder.allow_unauthenticated(),
    };
    builder.build().map_err(|error| unusable(&error))
}
