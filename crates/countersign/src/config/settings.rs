//! The settings of the service, each with its key in the file, its variable and its option.

/// A setting.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Its key in the configuration file, as in `serve.listen`.
    pub(crate) key: &'static str,
    /// Its environment variable. The same name with the suffix `_FILE` names a file with the value.
    pub(crate) variable: &'static str,
    /// Its option on the command line.
    pub(crate) option: &'static str,
    pub(crate) kind: Kind,
    /// Its default. `None` if it has none.
    pub(crate) default: Option<&'static str>,
    pub(crate) doc: &'static str,
}

/// The type of a value.
#[derive(Debug)]
pub(crate) enum Kind {
    Text,
    /// A path. In the file it is relative to the file's folder. `credential:NAME` is a credential
    /// of systemd.
    Path,
    /// Several texts. In variables, spaces or commas separate them.
    List,
    Number {
        least: u64,
        most: u64,
    },
    Choice(&'static [&'static str]),
}

const fn setting(key: &'static str, variable: &'static str, option: &'static str, kind: Kind) -> Setting {
    Setting { key, variable, option, kind, default: None, doc: "" }
}

/// All settings, in the order of the reference.
pub(crate) const SETTINGS: &[Setting] = &[
    Setting {
        doc: "The folder of the pack, or a compiled policy.",
        ..setting("pack", "COUNTERSIGN_PACK", "--pack", Kind::Path)
    },
    Setting {
        default: Some("127.0.0.1:8080"),
        doc: "Addresses for clients: `HOST:PORT`, `unix:/PATH`, `systemd` or `systemd:NAME`.",
        ..setting("serve.listen", "COUNTERSIGN_LISTEN", "--listen", Kind::List)
    },
    Setting {
        doc: "Addresses for health checks and metrics alone, written in the same way.",
        ..setting("serve.operations-listen", "COUNTERSIGN_OPERATIONS_LISTEN", "--operations-listen", Kind::List)
    },
    Setting {
        doc: "The address at which others reach the service, with a path prefix if there is one. Requests for other hosts get 421.",
        ..setting("serve.public-url", "COUNTERSIGN_PUBLIC_URL", "--public-url", Kind::Text)
    },
    Setting {
        doc: "Addresses or networks of proxies whose `Forwarded` and `X-Forwarded-*` headers are believed.",
        ..setting("serve.trusted-proxies", "COUNTERSIGN_TRUSTED_PROXIES", "--trusted-proxy", Kind::List)
    },
    Setting {
        default: Some("200"),
        doc: "Requests a second from one address, four times as many at once; 0 for no limit.",
        ..setting("serve.rate", "COUNTERSIGN_RATE", "--rate", Kind::Number { least: 0, most: 1_000_000 })
    },
    Setting {
        default: Some("10"),
        doc: "Seconds that a request may take.",
        ..setting("serve.timeout", "COUNTERSIGN_TIMEOUT", "--timeout", Kind::Number { least: 1, most: 600 })
    },
    Setting {
        default: Some("1024"),
        doc: "Connections at once.",
        ..setting(
            "serve.connections",
            "COUNTERSIGN_CONNECTIONS",
            "--connections",
            Kind::Number { least: 1, most: 1_000_000 },
        )
    },
    Setting {
        default: Some("10"),
        doc: "Earlier versions of the pack that are compared, from its git history; 0 for none.",
        ..setting("serve.versions", "COUNTERSIGN_VERSIONS", "--versions", Kind::Number { least: 0, most: 20 })
    },
    Setting {
        doc: "A chain of certificates in PEM.",
        ..setting("serve.tls.certificate", "COUNTERSIGN_TLS_CERT", "--tls-cert", Kind::Path)
    },
    Setting {
        doc: "The private key of the first certificate, in PEM.",
        ..setting("serve.tls.key", "COUNTERSIGN_TLS_KEY", "--tls-key", Kind::Path)
    },
    Setting {
        doc: "The certificates, in PEM, that sign those of clients.",
        ..setting(
            "serve.tls.client-authority",
            "COUNTERSIGN_TLS_CLIENT_AUTHORITY",
            "--tls-client-authority",
            Kind::Path,
        )
    },
    Setting {
        default: Some("api"),
        doc: "Which clients must show a certificate, if there is a `client-authority`: those of the API, or all.",
        ..setting("serve.tls.clients", "COUNTERSIGN_TLS_CLIENTS", "--tls-clients", Kind::Choice(&["api", "all"]))
    },
    Setting {
        default: Some("info"),
        doc: "What is logged; `debug` has a line for each request, without what was asked.",
        ..setting("log.level", "COUNTERSIGN_LOG", "--log", Kind::Choice(&["warn", "info", "debug"]))
    },
    Setting {
        default: Some("text"),
        doc: "How it is logged: a line an event, as text or as JSON.",
        ..setting("log.format", "COUNTERSIGN_LOG_FORMAT", "--log-format", Kind::Choice(&["text", "json"]))
    },
];

/// Returns the setting with a key.
pub(crate) fn by_key(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}
