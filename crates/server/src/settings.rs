use std::num::NonZeroU32;
use std::time::Duration;

/// What whoever runs the service decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address at which others reach the service, without a slash at its end; the
    /// one of each request where there is none.
    pub base: Option<String>,
    /// Requests a second from one address, with four times as many at once; none where
    /// there is no limit.
    pub rate: Option<NonZeroU32>,
    /// Whether the address of whoever asks is the last one that `X-Forwarded-For` names:
    /// true behind a proxy that writes it.
    pub behind_proxy: bool,
    /// How long a request may take in all.
    pub timeout: Duration,
    /// The most connections at once.
    pub connections: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base: None,
            rate: NonZeroU32::new(200),
            behind_proxy: false,
            timeout: Duration::from_secs(10),
            connections: 1_024,
        }
    }
}
