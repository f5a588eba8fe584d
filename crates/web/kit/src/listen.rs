//! Listeners: TCP by address or name, Unix sockets, sockets of systemd.

use listenfd::ListenFd;
use std::fmt;
use std::io;
use std::net::ToSocketAddrs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use tokio::net::{TcpListener, UnixListener, UnixStream};

/// An address to listen at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListenAddress {
    /// A host, by name or address, and a port, as in `localhost:8080`.
    Tcp(String),
    /// A Unix socket, as in `unix:/run/countersign/http.sock`.
    Unix(PathBuf),
    /// Sockets that systemd opened. `None` for all that are not yet in use, otherwise those with a
    /// `FileDescriptorName`, as in `systemd:public`.
    Systemd(Option<String>),
}

impl FromStr for ListenAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "systemd" {
            return Ok(Self::Systemd(None));
        }
        if let Some(name) = text.strip_prefix("systemd:").filter(|name| !name.is_empty()) {
            return Ok(Self::Systemd(Some(name.to_owned())));
        }
        if let Some(path) = text.strip_prefix("unix:").filter(|path| path.starts_with('/')) {
            return Ok(Self::Unix(path.into()));
        }
        let host_and_port = text.rsplit_once(':').filter(|(host, port)| {
            let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            let bracketed = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            let fits = bracketed.map_or(host.chars().all(of_name), |inner| inner.parse::<std::net::Ipv6Addr>().is_ok());
            !host.is_empty() && fits && port.parse::<u16>().is_ok()
        });
        host_and_port.map(|_| Self::Tcp(text.to_owned())).ok_or_else(|| {
            format!(
                "invalid address to listen at: `{text}`; expected a host and a port as in `127.0.0.1:8080`, `[::1]:8080` or \
                 `0.0.0.0:8080`, a socket as in `unix:/run/countersign/http.sock`, or `systemd`"
            )
        })
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => f.write_str(address),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Systemd(None) => f.write_str("systemd"),
            Self::Systemd(Some(name)) => write!(f, "systemd:{name}"),
        }
    }
}

/// A socket that accepts connections.
pub(crate) enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener, Option<SocketFile>),
}

/// The file of a Unix socket, removed when the socket is closed.
pub(crate) struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl fmt::Display for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(listener) => match listener.local_addr() {
                Ok(address) => write!(f, "{address}"),
                Err(_) => f.write_str("a TCP socket"),
            },
            Self::Unix(_, Some(file)) => write!(f, "unix:{}", file.0.display()),
            Self::Unix(_, None) => f.write_str("a Unix socket of systemd"),
        }
    }
}

/// The sockets that systemd passed to this process, with their names
/// (`sd_listen_fds_with_names(3)`).
pub struct SystemdSockets {
    sockets: ListenFd,
    names: Vec<String>,
    taken: Vec<bool>,
}

impl SystemdSockets {
    /// Returns the sockets of this process, with the names of `LISTEN_FDNAMES`.
    pub fn new(names: Option<&str>) -> Self {
        let sockets = ListenFd::from_env();
        let names = names.unwrap_or_default().split(':').map(str::to_owned).collect();
        let taken = vec![false; sockets.len()];
        Self { sockets, names, taken }
    }

    fn take(&mut self, wanted: Option<&str>) -> io::Result<Vec<Socket>> {
        let mut found = Vec::new();
        for place in 0..self.sockets.len() {
            let name = self.names.get(place).map(String::as_str);
            let is_wanted = wanted.is_none() || wanted == name;
            let Some(taken) = self.taken.get_mut(place).filter(|taken| is_wanted && !**taken) else { continue };
            *taken = true;
            found.push(match self.sockets.take_tcp_listener(place) {
                Ok(Some(listener)) => {
                    listener.set_nonblocking(true)?;
                    Socket::Tcp(TcpListener::from_std(listener)?)
                }
                Ok(None) => continue,
                Err(_) => {
                    let Some(listener) = self.sockets.take_unix_listener(place)? else { continue };
                    listener.set_nonblocking(true)?;
                    Socket::Unix(UnixListener::from_std(listener)?, None)
                }
            });
        }
        if found.is_empty() {
            let message = match wanted {
                Some(name) => format!("systemd handed over no socket with the name `{name}`"),
                None => "systemd handed over no socket; start the service by its socket unit".to_owned(),
            };
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        Ok(found)
    }
}

/// Opens the sockets of an address. A name with several addresses has several sockets.
///
/// # Errors
/// Returns an error if the address is in use, unknown or not allowed.
pub(crate) async fn bind(address: &ListenAddress, systemd: &mut SystemdSockets) -> io::Result<Vec<Socket>> {
    match address {
        ListenAddress::Tcp(text) => {
            let mut sockets = Vec::new();
            for address in text.to_socket_addrs()? {
                sockets.push(Socket::Tcp(TcpListener::bind(address).await?));
            }
            Ok(sockets)
        }
        ListenAddress::Unix(path) => {
            remove_stale(path).await?;
            let listener = UnixListener::bind(path)?;
            // Only processes in the socket's group can connect, such as a proxy.
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660))?;
            Ok(vec![Socket::Unix(listener, Some(SocketFile(path.clone())))])
        }
        ListenAddress::Systemd(name) => systemd.take(name.as_deref()),
    }
}

/// Removes the socket file of a process that has ended.
async fn remove_stale(path: &Path) -> io::Result<()> {
    let is_socket = std::fs::symlink_metadata(path).is_ok_and(|known| known.file_type().is_socket());
    if is_socket && UnixStream::connect(path).await.is_err() {
        std::fs::remove_file(path)?;
    }
    Ok(())
}
