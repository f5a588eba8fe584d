use crate::capabilities::CAPABILITIES;
use crate::config::{LogFormat, Options, ServeConfig, TlsFiles, resolve};
use crate::log_lines::OneLineEach;
use crate::reload::{PackLoader, Reloader, summary};
use clap::{Args, ValueHint};
use countersign_command::args::PackArgs;
use countersign_command::clock::unix_nanoseconds;
use countersign_command::{CliError, Exit, nearest_pack};
use countersign_web_kit::{Capability, LiveTls, Running, Service, SystemdSockets, run as answer};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tracing_subscriber::filter::LevelFilter;

const EXAMPLES: &str = "\
Examples:
  countersign serve --pack packs/moj
  countersign serve --pack packs/moj --listen 0.0.0.0:8443 --tls-cert chain.pem --tls-key key.pem
  countersign serve --config /etc/countersign/countersign.toml
  countersign serve --listen unix:/run/countersign/http.sock --public-url https://apps.example.org

Options count before variables, variables before the file, the file before the defaults;
`countersign config show` prints each value with its origin. A pack, a configuration and
certificates that change are loaded while the service runs: pack and certificates by
themselves, all three on SIGHUP. What has errors is reported in the log and at /status, and
the previous one stays. SIGTERM and Ctrl-C let open requests end.";

/// Pages for people and interfaces for systems, answered from a pack
#[derive(Clone, Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pack: PackArgs,
    /// The configuration file; /etc/countersign/countersign.toml if it is there
    #[arg(long, env = "COUNTERSIGN_CONFIG", value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
    /// Where to listen: `HOST:PORT`, `unix:/PATH` or `systemd`; may be given several times. Port 0 leaves the choice to the system [env: COUNTERSIGN_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Vec<String>,
    /// Where to answer health checks and metrics alone; may be given several times [env: COUNTERSIGN_OPERATIONS_LISTEN]
    #[arg(long, value_name = "ADDRESS")]
    operations_listen: Vec<String>,
    /// The address at which others reach the service, as in `https://apps.example.org` [env: COUNTERSIGN_PUBLIC_URL]
    #[arg(long, alias = "base", value_name = "URL")]
    public_url: Option<String>,
    /// An address or network of proxies whose `Forwarded` and `X-Forwarded-*` headers are believed; may be given several times [env: COUNTERSIGN_TRUSTED_PROXIES]
    #[arg(long = "trusted-proxy", value_name = "NETWORK")]
    trusted_proxies: Vec<String>,
    /// A chain of certificates in PEM, for TLS [env: COUNTERSIGN_TLS_CERT]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    tls_cert: Option<String>,
    /// The private key of the first certificate, in PEM [env: COUNTERSIGN_TLS_KEY]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    tls_key: Option<String>,
    /// The certificates, in PEM, that sign those of clients [env: COUNTERSIGN_TLS_CLIENT_AUTHORITY]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    tls_client_authority: Option<String>,
    /// Which clients must show a certificate: those of the API, or all [env: COUNTERSIGN_TLS_CLIENTS] [default: api]
    #[arg(long, value_name = "CLIENTS")]
    tls_clients: Option<String>,
    /// Requests a second from one address, four times as many at once; 0 for no limit [env: COUNTERSIGN_RATE] [default: 200]
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    rate: Option<String>,
    /// Seconds that a request may take [env: COUNTERSIGN_TIMEOUT] [default: 10]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    timeout: Option<String>,
    /// Connections at once [env: COUNTERSIGN_CONNECTIONS] [default: 1024]
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    connections: Option<String>,
    /// Earlier versions of the pack that are compared, from its git history; 0 for none [env: COUNTERSIGN_VERSIONS] [default: 10]
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    versions: Option<String>,
    /// What is logged: `warn`, `info`, or `debug` with a line for each request, without what was asked [env: COUNTERSIGN_LOG] [default: info]
    #[arg(long, value_name = "LEVEL")]
    log: Option<String>,
    /// How it is logged, a line an event: `text` or `json` [env: COUNTERSIGN_LOG_FORMAT] [default: text]
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
}

impl ServeArgs {
    /// Returns the configuration file that the command line names.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    /// Returns the values of the command line, by key of the setting.
    pub(crate) fn options(&self) -> Options {
        let pack = self.pack.pack.as_ref().map(|pack| pack.to_string_lossy().into_owned());
        // The environment sets this option too, and is read later.
        let pack = pack.filter(|pack| std::env::var("COUNTERSIGN_PACK").ok().as_ref() != Some(pack));
        let one = |text: &Option<String>| text.iter().cloned().collect::<Vec<String>>();
        let given = [
            ("pack", one(&pack)),
            ("serve.listen", self.listen.clone()),
            ("serve.operations-listen", self.operations_listen.clone()),
            ("serve.public-url", one(&self.public_url)),
            ("serve.trusted-proxies", self.trusted_proxies.clone()),
            ("serve.tls.certificate", one(&self.tls_cert)),
            ("serve.tls.key", one(&self.tls_key)),
            ("serve.tls.client-authority", one(&self.tls_client_authority)),
            ("serve.tls.clients", one(&self.tls_clients)),
            ("serve.rate", one(&self.rate)),
            ("serve.timeout", one(&self.timeout)),
            ("serve.connections", one(&self.connections)),
            ("serve.versions", one(&self.versions)),
            ("log.level", one(&self.log)),
            ("log.format", one(&self.log_format)),
        ];
        given.into_iter().filter(|(_, texts)| !texts.is_empty()).collect()
    }

    /// Returns the settings of the service from all origins.
    pub(crate) fn configuration(&self) -> Result<ServeConfig, CliError> {
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
        ServeConfig::new(&resolve(self.file(), &self.options())?, credentials.as_deref())
    }
}

pub(crate) fn run(args: &ServeArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let config = args.configuration()?;
    let pack = match &config.pack {
        Some(pack) => pack.clone(),
        None => nearest_pack()?,
    };
    let tls = config.tls.as_ref().map(TlsFiles::load).transpose()?.map(LiveTls::new);
    log(config.log_level, config.log_format);
    let mut loader = PackLoader::new(pack, args.pack.at);
    let served = match loader.load() {
        Ok(served) => served,
        // Standard error is the log here, so the summary leaves out records of exemptions.
        Err(trouble @ CliError::Fault(..)) => {
            tracing::error!(errors = %summary(trouble), "the pack has errors, and there is no version before");
            return Ok(Exit::Fault);
        }
        Err(trouble) => return Err(trouble),
    };
    let name =
        served.policy.pack.own().map(|layer| format!("{} {}", layer.name.text, layer.version)).unwrap_or_default();
    let service = Service::new(served, config.service.clone(), instance(), Capability::site(CAPABILITIES));
    let again = args.clone();
    let (public, operations) = (config.public.clone(), config.operations.clone());
    let reloader = Arc::new(Reloader {
        loader: Mutex::new(loader),
        service: Arc::clone(&service),
        tls: tls.clone(),
        configuration: Box::new(move || again.configuration()),
        config: Mutex::new(config),
    });
    reloader.watch();
    let scheme = if tls.is_some() { "https" } else { "http" };
    let running = Running {
        public,
        operations,
        systemd: SystemdSockets::new(std::env::var("LISTEN_FDNAMES").ok().as_deref()),
        tls,
        reload: Arc::new(move || reloader.reload()),
    };
    let ended = answer(service, CAPABILITIES, running, |addresses| {
        for address in addresses {
            tracing::info!(%address, "listening");
        }
        let shown = addresses.first().map_or(String::new(), |address| match address.contains('/') {
            true => address.clone(),
            false => format!("{scheme}://{address}/"),
        });
        let _ = writeln!(out, "{name} at {shown}").and_then(|()| out.flush());
    });
    ended.map_err(|error| CliError::misuse(error.to_string(), "choose another address with `--listen`"))?;
    Ok(Exit::Success)
}

/// Returns a number that distinguishes this run of the service from others. Request ids begin with
/// it.
fn instance() -> u64 {
    unix_nanoseconds() ^ (u64::from(std::process::id()) << 48)
}

/// Starts the log on standard error.
fn log(level: LevelFilter, format: LogFormat) {
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(|| OneLineEach(std::io::stderr()));
    let log = log.with_target(false);
    // A second logger in one process has no effect.
    let _ = match format {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}
