use std::fmt;
use std::io;
use std::sync::Arc;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::{Error as PemError, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{Error, ServerConfig};

/// Why a certificate and a key cannot be used.
#[derive(Debug)]
pub enum BadTls {
    /// The certificates cannot be read.
    Certificates(PemError),
    /// The file has no certificate.
    NoCertificate,
    /// The key cannot be read.
    Key(PemError),
    /// They do not go together, or are of a kind that is not known.
    Unfit(Error),
}

impl fmt::Display for BadTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Certificates(error) => write!(f, "the certificates cannot be read: {error}"),
            Self::NoCertificate => f.write_str("there is no certificate in this file"),
            Self::Key(error) => write!(f, "the private key cannot be read: {error}"),
            Self::Unfit(Error::InconsistentKeys(_)) => f.write_str("this is not the key of the first certificate"),
            Self::Unfit(error) => write!(f, "this key and its certificate cannot be used: {error}"),
        }
    }
}

impl BadTls {
    /// Whether it is told of the key, or of the certificates.
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

/// TLS 1.2 and 1.3 with a chain of certificates and a private key, both in PEM (RFC 7468),
/// for HTTP/2 and HTTP/1.1.
///
/// # Errors
/// Where one cannot be read, or the two do not go together.
pub fn tls(chain: &[u8], key: &[u8]) -> Result<Arc<ServerConfig>, BadTls> {
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(chain).collect::<Result<_, _>>().map_err(BadTls::Certificates)?;
    if chain.is_empty() {
        return Err(BadTls::NoCertificate);
    }
    let key = PrivateKeyDer::from_pem_slice(key).map_err(BadTls::Key)?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(BadTls::Unfit)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(BadTls::Unfit)?;
    let mut config = config;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
