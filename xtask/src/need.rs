use crate::run::{run, say, works};

/// Something that a task needs on the machine.
pub(crate) struct Need {
    /// Its name, as its registry has it.
    pub(crate) name: &'static str,
    /// A command that succeeds where it is there.
    pub(crate) probe: &'static [&'static str],
    /// The command that installs it.
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
];

/// What `cargo xtask fuzz` needs.
pub(crate) const FUZZ: &[Need] = &[Need {
    name: "cargo-fuzz (crate)",
    probe: &["cargo", "fuzz", "--version"],
    install: &["cargo", "install", "--locked", "cargo-fuzz"],
}];

/// Sees to it that everything is there.
///
/// # Errors
/// Names everything that is missing, or what could not be installed.
pub(crate) fn see_to(needs: &[Need], install: bool) -> Result<(), String> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !works(need.probe)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !install {
        let names: Vec<&str> = missing.iter().map(|need| need.name).collect();
        return Err(format!("missing: {}; run it again with `--install`", names.join(", ")));
    }
    for need in missing {
        say(&format!("installing {}", need.name));
        run(need.install)?;
    }
    Ok(())
}
