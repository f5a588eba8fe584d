use crate::run::{run, say, works};

/// A tool that a task needs on the machine.
pub(crate) struct Need {
    /// Its name in its registry.
    pub(crate) name: &'static str,
    /// A command that succeeds if the tool is installed.
    pub(crate) probe: &'static [&'static str],
    /// The command that installs it. Empty for a Debian package.
    pub(crate) install: &'static [&'static str],
}

/// What `cargo xtask test` needs.
pub(crate) const TEST: &[Need] = &[
    Need {
        name: "rustfmt (component of the toolchain)",
        probe: &["cargo", "fmt", "--version"],
        install: &["rustup", "component", "add", "rustfmt"],
    },
    Need {
        name: "clippy (component of the toolchain)",
        probe: &["cargo", "clippy", "--version"],
        install: &["rustup", "component", "add", "clippy"],
    },
    Need {
        name: "cargo-nextest (crate)",
        probe: &["cargo", "nextest", "--version"],
        install: &["cargo", "install", "--locked", "cargo-nextest"],
    },
    Need {
        name: "cargo-deny (crate)",
        probe: &["cargo", "deny", "--version"],
        install: &["cargo", "install", "--locked", "cargo-deny"],
    },
    Need {
        name: "cargo-machete (crate)",
        probe: &["cargo-machete", "--version"],
        install: &["cargo", "install", "--locked", "cargo-machete"],
    },
    CARGO_DEB,
    CARGO_CYCLONEDX,
    debian("binutils", &["strip", "--version"]),
    debian("caddy", &["caddy", "version"]),
    debian("haproxy", &["haproxy", "-v"]),
    debian("iproute2", &["ip", "-V"]),
    debian("man-db", &["lexgrog", "--version"]),
    debian("procps", &["ps", "--version"]),
    debian("prometheus", &["promtool", "--version"]),
    debian("systemd", &["systemd-analyze", "--version"]),
    debian("util-linux", &["nsenter", "--version"]),
    debian("unbound", &["unbound", "-V"]),
    debian("bind9", &["named", "-v"]),
    debian("pdns-recursor", &["pdns_recursor", "--version"]),
    debian("knot-resolver", &["kresd", "--version"]),
    debian("dnsmasq-base", &["dnsmasq", "--version"]),
    debian("squid-openssl", &["squid", "-v"]),
    debian("nginx-light", &["nginx", "-v"]),
    debian("chromium", &["chromium", "--version"]),
    debian("firefox-esr", &["firefox-esr", "--version"]),
    debian("libxml2-utils", &["xmllint", "--version"]),
    debian("sqlite3", &["sqlite3", "--version"]),
    debian("unzip", &["unzip", "-v"]),
    debian("openssl", &["openssl", "version"]),
    debian("curl", &["curl", "--version"]),
    debian("jq", &["jq", "--version"]),
    debian("python3-venv", &["python3", "-c", "import ensurepip, venv"]),
    Need {
        name: "schemathesis (PyPI)",
        probe: &[
            "sh",
            "-c",
            "target/schemathesis/bin/st --version && cmp -s crates/countersign/tests/schemathesis/requirements.txt target/schemathesis/requirements.txt",
        ],
        install: &[
            "sh",
            "-c",
            "python3 -m venv --clear target/schemathesis && target/schemathesis/bin/python -m pip install --quiet --no-deps --disable-pip-version-check --requirement crates/countersign/tests/schemathesis/requirements.txt && cp crates/countersign/tests/schemathesis/requirements.txt target/schemathesis/",
        ],
    },
    debian("npm", &["npm", "--version"]),
    Need {
        name: "GOV.UK Frontend and its fixtures (npm)",
        probe: &[
            "sh",
            "-c",
            "test -d target/npm-web/node_modules/govuk-frontend && cmp -s crates/web/assets/npm/package-lock.json target/npm-web/package-lock.json",
        ],
        install: &[
            "sh",
            "-c",
            "mkdir -p target/npm-web && cp crates/web/assets/npm/package*.json target/npm-web/ && cd target/npm-web && npm ci --ignore-scripts --no-audit --no-fund",
        ],
    },
    Need {
        name: "what drives a browser and checks pages (npm)",
        probe: &[
            "sh",
            "-c",
            "test -d target/npm-e2e/node_modules/playwright-core && cmp -s crates/countersign/tests/e2e/package-lock.json target/npm-e2e/package-lock.json",
        ],
        install: &[
            "sh",
            "-c",
            "mkdir -p target/npm-e2e && cp crates/countersign/tests/e2e/package*.json target/npm-e2e/ && cd target/npm-e2e && npm ci --ignore-scripts --no-audit --no-fund",
        ],
    },
    Need {
        name: "what makers publish of their formats (npm)",
        probe: &[
            "sh",
            "-c",
            "test -d target/npm/node_modules/typescript && cmp -s crates/enforcement/artefact/tests/schemas/npm/package-lock.json target/npm/package-lock.json",
        ],
        install: &[
            "sh",
            "-c",
            "mkdir -p target/npm && cp crates/enforcement/artefact/tests/schemas/npm/package*.json target/npm/ && cd target/npm && npm ci --ignore-scripts --no-audit --no-fund",
        ],
    },
];

/// Returns a Debian package, with a command of it that succeeds. Recommended packages are left out,
/// because they are many and no test needs them.
const fn debian(name: &'static str, probe: &'static [&'static str]) -> Need {
    Need { name, probe, install: &[] }
}

const CARGO_DEB: Need = Need {
    name: "cargo-deb (crate)",
    probe: &["cargo-deb", "--version"],
    install: &["cargo", "install", "--locked", "cargo-deb"],
};

const CARGO_CYCLONEDX: Need = Need {
    name: "cargo-cyclonedx (crate)",
    probe: &["cargo-cyclonedx", "cyclonedx", "--version"],
    install: &["cargo", "install", "--locked", "cargo-cyclonedx"],
};

/// What `cargo xtask release` needs.
pub(crate) const RELEASE: &[Need] =
    &[CARGO_DEB, CARGO_CYCLONEDX, debian("binutils", &["strip", "--version"]), debian("git", &["git", "--version"])];

/// What `cargo xtask bench web` needs.
pub(crate) const WEB: &[Need] =
    &[debian("nginx-light", &["nginx", "-v"]), debian("util-linux", &["taskset", "--version"])];

/// Checks that everything is installed.
///
/// # Errors
/// Returns everything that is missing, or could not be installed.
pub(crate) fn see_to(needs: &[Need], install: bool) -> Result<(), String> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !works(need.probe)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !install {
        let names: Vec<&str> = missing.iter().map(|need| need.name).collect();
        return Err(format!(
            "missing: {}; run it again with `--install` (as root for what is Debian's)",
            names.join(", ")
        ));
    }
    let (packages, others): (Vec<&Need>, Vec<&Need>) = missing.into_iter().partition(|need| need.install.is_empty());
    if !packages.is_empty() {
        let names: Vec<&str> = packages.iter().map(|need| need.name).collect();
        say(&format!("installing {} (Debian)", names.join(", ")));
        run(&["apt-get", "update", "--quiet"])?;
        let install = [
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
        ];
        run(&[install.as_slice(), &names].concat())?;
    }
    for need in others {
        say(&format!("installing {}", need.name));
        run(need.install)?;
    }
    Ok(())
}
