use crate::common::PackArgs;
use crate::error::Trouble;
use crate::exit::Exit;
use crate::load::nearest_pack;
use crate::served::{Loader, keep, told};
use clap::{Args, ValueEnum};
use countersign_server::{BadTls, Service, Settings, run as answer, tls};
use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tracing_subscriber::filter::LevelFilter;

const EXAMPLES: &str = "\
Examples:
  countersign serve --pack packs/moj
  countersign serve --pack packs/moj --listen 0.0.0.0:8443 --tls-cert chain.pem --tls-key key.pem
  countersign serve --pack policy.bin --listen 127.0.0.1:9000 --behind-proxy --base https://apps.example.org

A pack that changes is loaded and swapped in; one at fault is told in the log and at /status, and the
version before stays. SIGTERM and Ctrl-C let open requests end.";

/// Pages for people and interfaces for systems, answered from a pack
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pack: PackArgs,
    /// Where to listen; port 0 leaves the choice to the system
    #[arg(long, env = "COUNTERSIGN_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT", value_parser = listen)]
    listen: SocketAddr,
    /// The address at which others reach the service, as in `https://apps.example.org`
    #[arg(long, value_name = "URL", value_parser = base)]
    base: Option<String>,
    /// A chain of certificates in PEM, for TLS
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of the first certificate, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Requests a second from one address, four times as many at once; 0 for no limit
    #[arg(long, default_value_t = 200, value_name = "NUMBER")]
    rate: u32,
    /// Whoever asks is the last address that `X-Forwarded-For` names: only behind a proxy that writes it
    #[arg(long)]
    behind_proxy: bool,
    /// Seconds that a request may take
    #[arg(long, default_value_t = 10, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
    /// Connections at once
    #[arg(long, default_value_t = 1_024, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    connections: u32,
    /// Earlier versions of the pack that are compared, from its git history; 0 for none
    #[arg(long, default_value_t = 10, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(0..=20))]
    versions: u32,
    /// What is logged: `debug` has a line for each request, without what was asked
    #[arg(long, value_enum, default_value_t = Level::Info, value_name = "LEVEL")]
    log: Level,
    /// How it is logged
    #[arg(long, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT")]
    log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    /// What is wrong
    Warn,
    /// And what happens to the service
    Info,
    /// And each request
    Debug,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// A line an event, for people
    Text,
    /// A JSON object a line
    Json,
}

/// An address and a port: names of hosts may stand for several.
fn listen(text: &str) -> Result<SocketAddr, String> {
    let help =
        "an address and a port are needed, as in `127.0.0.1:8080`, `[::1]:8080`, or `0.0.0.0:8080` for all of them";
    text.parse().map_err(|_| help.to_owned())
}

fn base(text: &str) -> Result<String, String> {
    let base = text.trim_end_matches('/');
    let rest = base.strip_prefix("https://").or(base.strip_prefix("http://")).unwrap_or_default();
    let fits = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '?' | '#');
    if rest.is_empty() || !rest.chars().all(fits) {
        return Err(format!("`{text}` is no address: write it as in https://apps.example.org"));
    }
    if rest.contains('/') {
        return Err(format!(
            "`{text}` has a path, and the service takes a whole host: write it as in https://apps.example.org"
        ));
    }
    Ok(base.to_owned())
}

pub(crate) fn run(args: &ServeArgs, out: &mut dyn Write) -> Result<Exit, Trouble> {
    let pack = match &args.pack.pack {
        Some(pack) => pack.clone(),
        None => nearest_pack()?,
    };
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(chain), Some(key)) => {
            let certificate = tls(&pem(chain)?, &pem(key)?);
            let told = |bad: BadTls| {
                let path = if bad.is_of_key() { key } else { chain };
                Trouble::misuse(format!("{}: {bad}", path.display()), PEM)
            };
            Some(certificate.map_err(told)?)
        }
        _ => None,
    };
    log(args);
    let mut loader = Loader::new(pack, args.pack.at);
    let loaded = match loader.load() {
        Ok(loaded) => loaded,
        // Standard error is the log here, so records of exemptions are not shown.
        Err(trouble @ Trouble::Fault(..)) => {
            tracing::error!(faults = %told(trouble), "the pack is at fault, and there is no version before");
            return Ok(Exit::Fault);
        }
        Err(trouble) => return Err(trouble),
    };
    let name =
        loaded.policy.pack.own().map(|layer| format!("{} {}", layer.name.text, layer.version)).unwrap_or_default();
    let service = Service::new(loaded.policy, loaded.at, settings(args));
    keep(loader, Arc::clone(&service), args.versions as usize);
    let scheme = if tls.is_some() { "https" } else { "http" };
    let ended = answer(service, args.listen, tls, |address| {
        let _ = writeln!(out, "{name} at {scheme}://{address}/").and_then(|()| out.flush());
        tracing::info!(%address, "listening");
    });
    let busy = |error| Trouble::misuse(format!("{}: {error}", args.listen), "choose another address with `--listen`");
    ended.map_err(busy)?;
    Ok(Exit::Well)
}

/// What to give instead of files that TLS cannot work with.
const PEM: &str =
    "name a chain of certificates with `--tls-cert` and the key of the first one with `--tls-key`, both in PEM";

fn pem(path: &Path) -> Result<Vec<u8>, Trouble> {
    let told = |error: countersign_source::SourceError| {
        Trouble::misuse(format!("{}: {}", error.path.display(), error.message), PEM)
    };
    countersign_source::file(path, 1 << 20).map_err(told)
}

fn settings(args: &ServeArgs) -> Settings {
    Settings {
        base: args.base.clone(),
        rate: NonZeroU32::new(args.rate),
        behind_proxy: args.behind_proxy,
        timeout: Duration::from_secs(args.timeout),
        connections: args.connections as usize,
    }
}

/// Logs to standard error.
fn log(args: &ServeArgs) {
    let level = match args.log {
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
    };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_target(false);
    // A second one in one process changes nothing.
    let _ = match args.log_format {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}
