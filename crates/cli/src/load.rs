use crate::common::PackArgs;
use crate::error::Trouble;
use countersign_compile::Compiled;
use countersign_compile::lint::{Subject, faults};
use countersign_model::{Pack, Span};
use countersign_pack::{Diagnostic, Files, Test};
use countersign_source::{Limits, chain};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// A pack that was read and compiled, and the day for which it is asked.
pub(crate) struct Loaded {
    pub(crate) compiled: Compiled,
    pub(crate) tests: Vec<Test>,
    pub(crate) files: Files,
    pub(crate) warnings: Vec<Diagnostic>,
    pub(crate) translated: Vec<(String, Span)>,
    pub(crate) at: Date,
}

/// Reads and compiles a pack.
pub(crate) fn load(args: &PackArgs) -> Result<Loaded, Trouble> {
    let dir = match &args.pack {
        Some(dir) => dir.clone(),
        None => nearest_pack()?,
    };
    let reading = countersign_pack::read(&chain(&dir, &Limits::default())?);
    let files = reading.files;
    let at = args.at.unwrap_or_else(|| today(&reading.pack));
    let (errors, warnings): (Vec<_>, Vec<_>) = reading.diagnostics.into_iter().partition(Diagnostic::is_error);
    // Rules are compiled even where documents are at fault, so that all is told
    // at once; what then only follows from those faults is left out.
    let compiled = countersign_compile::compile(reading.pack, &files);
    match compiled {
        Ok(compiled) if errors.is_empty() => {
            let subject = Subject { compiled: &compiled, translated: &reading.translated, at };
            let undecided = faults(&subject);
            if !undecided.is_empty() {
                return Err(Trouble::Fault(undecided, Box::new(files)));
            }
            Ok(Loaded { compiled, tests: reading.tests, files, warnings, translated: reading.translated, at })
        }
        Ok(_) => Err(Trouble::Fault(errors, Box::new(files))),
        Err(more) => {
            let alone = errors.is_empty();
            let own = more
                .into_iter()
                .filter(|fault| alone || matches!(fault.code, "not-cedar" | "approval-worsens" | "not-in-packs"));
            let mut errors = errors;
            errors.extend(own);
            errors.sort_by_key(|fault| fault.at);
            Err(Trouble::Fault(errors, Box::new(files)))
        }
    }
}

/// The nearest folder, from this one upwards, that holds a pack.
fn nearest_pack() -> Result<PathBuf, Trouble> {
    let here = std::env::current_dir()?;
    let found = here.ancestors().find(|dir| dir.join("pack.toml").is_file()).map(Path::to_path_buf);
    found.ok_or_else(|| {
        Trouble::misuse(
            "neither this folder nor one above it holds a `pack.toml`",
            "name the pack with `--pack DIR` or in COUNTERSIGN_PACK, or start one with `countersign init DIR`",
        )
    })
}

/// Today, where the pack's days begin. The one place that reads the clock.
#[expect(clippy::disallowed_methods, reason = "the command line is where time enters")]
fn today(pack: &Pack) -> Date {
    let now = jiff::Timestamp::now();
    let zone = jiff::tz::TimeZone::get(&pack.settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    now.to_zoned(zone).date()
}
