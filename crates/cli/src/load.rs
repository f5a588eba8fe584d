use crate::cache::Copy;
use crate::error::CliError;
use crate::output::format::days;
use crate::peek::is_compiled;
use crate::shared_args::PackArgs;
use countersign_compile::lint::{Subject, faults};
use countersign_compile::{Compiled, Compiler};
use countersign_decide::InputError;
use countersign_model::{Pack, Span};
use countersign_pack::{
    Diagnostic, PackFolder, ReadCache, Reading, RegisterTest, SourceMap, Test, is_catalogue, read_again, read_parent,
};
use countersign_policy::{Policy, Unreadable};
use countersign_source::{Limits, chain, file, revision};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// A policy that can be asked, and the day for which it is asked.
pub(crate) struct Loaded {
    pub(crate) policy: Policy,
    pub(crate) at: Date,
}

/// A pack as it was written, and compiled.
pub(crate) struct LoadedPack {
    /// The pack and those that it extends, as they were read, the furthest first.
    folders: Vec<PackFolder>,
    pub(crate) compiled: Compiled,
    compiler: Compiler,
    pub(crate) tests: Vec<Test>,
    pub(crate) register_tests: Vec<RegisterTest>,
    pub(crate) files: SourceMap,
    pub(crate) warnings: Vec<Diagnostic>,
    pub(crate) translated: Vec<(String, Span)>,
    pub(crate) at: Date,
}

/// What is kept of a pack from one version to the next.
#[derive(Default)]
pub(crate) struct LoadCache {
    memory: ReadCache,
    compiler: Compiler,
}

/// Reads and compiles a pack of which a former version was loaded with the same memory.
pub(crate) fn load_again(args: &PackArgs, warm: &mut LoadCache) -> Result<(Policy, SourceMap), CliError> {
    let dir = match &args.pack {
        Some(dir) => folder(dir)?,
        None => nearest_pack()?,
    };
    let folders = chain(&dir, &Limits::default())?;
    let reading = read_again(&folders, &mut warm.memory);
    let compiled = sound(reading, args.at, &mut warm.compiler)?;
    match warm.compiler.policy(&compiled.compiled, compiled.at) {
        Ok(policy) => Ok((policy, compiled.files)),
        Err(faults) => Err(CliError::Fault(faults, Box::new(compiled.files))),
    }
}

/// Reads and compiles a pack of which a former version was loaded with the same memory,
/// or reads a policy that was compiled before.
#[cfg(feature = "serve")]
pub(crate) fn load_served(pack: &Path, at: Option<Date>, warm: &mut LoadCache) -> Result<Loaded, CliError> {
    if pack.is_file() {
        return compiled_before(pack, at);
    }
    let (policy, _) = load_again(&PackArgs { pack: Some(pack.to_path_buf()), at }, warm)?;
    let at = policy.decisions.at;
    Ok(Loaded { policy, at })
}

/// Reads and compiles a pack, or reads a policy that was compiled before.
pub(crate) fn load(args: &PackArgs) -> Result<Loaded, CliError> {
    match &args.pack {
        Some(path) if path.is_file() => compiled_before(path, args.at),
        _ => {
            let mut written = load_written(args)?;
            let at = written.at;
            Ok(Loaded { policy: written.policy(at)?, at })
        }
    }
}

/// The same, for questions: a pack that did not change since it was asked before is taken
/// from the user's cache.
pub(crate) fn load_copied(args: &PackArgs) -> Result<Loaded, CliError> {
    let dir = match &args.pack {
        Some(path) if path.is_file() => return compiled_before(path, args.at),
        Some(dir) => folder(dir)?,
        None => nearest_pack()?,
    };
    let folders = chain(&dir, &Limits::default())?;
    let copy = Copy::of(&folders, args.at);
    if let Some(policy) = copy.as_ref().and_then(Copy::read) {
        let at = args.at.unwrap_or_else(|| today(&policy.pack));
        if policy.decisions.period.holds(at) {
            return Ok(Loaded { policy, at });
        }
    }
    let mut written = compile(folders, args.at)?;
    let at = written.at;
    let policy = written.policy(at)?;
    if let Some(copy) = copy {
        copy.write(&policy);
    }
    Ok(Loaded { policy, at })
}

/// A compiled policy from its file; the day has to be one for which it holds.
fn compiled_before(path: &Path, at: Option<Date>) -> Result<Loaded, CliError> {
    let name = path.display();
    let again = format!("compile it again: `countersign compile --pack DIR --out {name}`");
    let bytes = file(path, Limits::default().pack)?;
    let policy = Policy::read(&bytes).map_err(|error| {
        let help = if error == Unreadable::NoPolicy { whole_pack(path) } else { again.clone() };
        CliError::Unusable(InputError { message: format!("{name}: {error}"), help: Some(help) })
    })?;
    let at = at.unwrap_or_else(|| today(&policy.pack));
    let period = policy.decisions.period;
    if !period.holds(at) {
        let message = format!("{name}: this policy holds {}, not on {at}", days(period));
        return Err(CliError::Unusable(InputError { message, help: Some(again) }));
    }
    Ok(Loaded { policy, at })
}

/// What to name instead of a file that is no policy.
fn whole_pack(path: &Path) -> String {
    match path.parent() {
        Some(dir) if path.file_name().is_some_and(|name| name == "pack.toml") => {
            let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
            format!("name the folder of the pack: `{}`", dir.display())
        }
        _ => "name the folder of a pack, or a file that `countersign compile` made".to_owned(),
    }
}

/// A pack as it stood in a git revision: the one named, or the nearest one.
pub(crate) fn at_revision(dir: Option<&Path>, name: &str, at: Option<Date>) -> Result<Loaded, CliError> {
    let dir = match dir {
        Some(dir) => dir.to_path_buf(),
        None => nearest_pack()?,
    };
    let mut written = compile(revision(&dir, name, &Limits::default())?, at)?;
    let at = written.at;
    Ok(Loaded { policy: written.policy(at)?, at })
}

/// Reads and compiles a pack, which has to be there as it was written.
pub(crate) fn load_written(args: &PackArgs) -> Result<LoadedPack, CliError> {
    let dir = match &args.pack {
        Some(dir) => folder(dir)?,
        None => nearest_pack()?,
    };
    compile(chain(&dir, &Limits::default())?, args.at)
}

/// Compiles folders that were read: a pack and those that it extends.
fn compile(folders: Vec<PackFolder>, at: Option<Date>) -> Result<LoadedPack, CliError> {
    let mut compiler = Compiler::default();
    let CheckedPack { compiled, tests, register_tests, files, warnings, translated, at } =
        sound(countersign_pack::read(&folders), at, &mut compiler)?;
    Ok(LoadedPack { folders, compiled, compiler, tests, register_tests, files, warnings, translated, at })
}

/// A pack without errors.
struct CheckedPack {
    compiled: Compiled,
    tests: Vec<Test>,
    register_tests: Vec<RegisterTest>,
    files: SourceMap,
    warnings: Vec<Diagnostic>,
    translated: Vec<(String, Span)>,
    at: Date,
}

/// Compiles a pack that was read, or tells all that is wrong with it.
fn sound(reading: Reading, at: Option<Date>, compiler: &mut Compiler) -> Result<CheckedPack, CliError> {
    let Reading { pack, tests, register_tests, files, diagnostics, translated } = reading;
    let at = at.unwrap_or_else(|| today(&pack));
    let (mut errors, warnings): (Vec<_>, Vec<_>) = diagnostics.into_iter().partition(Diagnostic::is_error);
    // Rules are compiled even where documents are at fault, so that all is told
    // at once; what may only follow from those faults is left out.
    match compiler.compile(pack, &files) {
        Ok(compiled) if errors.is_empty() => {
            let undecided = faults(&compiled, at);
            if undecided.is_empty() {
                return Ok(CheckedPack { compiled, tests, register_tests, files, warnings, translated, at });
            }
            errors = undecided;
        }
        Ok(_) => {}
        Err(more) => {
            let alone = errors.is_empty();
            let own: Vec<_> = more.into_iter().filter(|fault| alone || !follows(fault, &errors)).collect();
            errors.extend(own);
            errors.sort_by_key(|fault| fault.at);
        }
    }
    Err(CliError::Fault(errors, Box::new(files)))
}

/// Whether what the compiler says of a rule only follows from what is wrong with the
/// documents: a name is missing because its declaration could not be read.
fn follows(fault: &Diagnostic, of_documents: &[Diagnostic]) -> bool {
    match fault.code {
        "not-cedar" | "approval-worsens" | "not-in-packs" | "group-as-value" => false,
        "unknown-entity" | "unknown-attribute" => of_documents.iter().any(hides_names),
        _ => true,
    }
}

/// Whether a fault may keep a declaration from being read.
fn hides_names(fault: &Diagnostic) -> bool {
    matches!(
        fault.code,
        "not-toml"
            | "not-utf8"
            | "bad-id"
            | "too-many"
            | "reserved-word"
            | "wrong-form"
            | "misplaced-file"
            | "no-pack"
            | "missing-key"
    )
}

impl LoadedPack {
    /// The policy on a day.
    pub(crate) fn policy(&mut self, at: Date) -> Result<Policy, CliError> {
        let files = || Box::new(self.files.clone());
        self.compiler.policy(&self.compiled, at).map_err(|faults| CliError::Fault(faults, files()))
    }

    /// What the packs that this one extends decide, in its words, on the same day.
    pub(crate) fn parent(&self) -> Result<Option<Policy>, CliError> {
        // A catalogue has no policy of its own.
        let parents = self.folders.len().saturating_sub(1);
        if self.folders.iter().take(parents).all(is_catalogue) {
            return Ok(None);
        }
        let reading = read_parent(&self.folders);
        let mut compiler = Compiler::default();
        let compiled = compiler.compile(reading.pack, &reading.files);
        let policy = compiled.and_then(|compiled| compiler.policy(&compiled, self.at));
        policy.map(Some).map_err(|faults| CliError::Fault(faults, Box::new(reading.files)))
    }

    /// What lint looks at.
    pub(crate) fn subject<'a>(&'a self, policy: &'a Policy, parent: Option<&'a Policy>) -> Subject<'a> {
        Subject::new(&self.compiled, policy, parent, &self.translated, self.at)
    }
}

/// What was named as a pack, which has to be a folder.
fn folder(dir: &Path) -> Result<PathBuf, CliError> {
    let name = dir.display();
    if dir.is_file() {
        return Err(if is_compiled(dir) {
            let message = format!("{name} is a compiled policy already, and this command needs the pack's folder");
            CliError::misuse(message, "name the folder from which it was compiled")
        } else {
            CliError::misuse(format!("{name} is a file, and this command needs the pack's folder"), whole_pack(dir))
        });
    }
    match std::fs::symlink_metadata(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(CliError::misuse(
            format!("{name}: there is neither a folder nor a file of that name"),
            "name the folder of a pack, or a file that `countersign compile` made",
        )),
        _ => Ok(dir.to_path_buf()),
    }
}

/// The nearest folder, from this one upwards, that holds a pack.
pub(crate) fn nearest_pack() -> Result<PathBuf, CliError> {
    let here = std::env::current_dir().map_err(|error| {
        CliError::misuse(format!("cannot determine the current folder: {error}"), "name the pack with `--pack DIR`")
    })?;
    let found = here.ancestors().find(|dir| dir.join("pack.toml").is_file()).map(Path::to_path_buf);
    found.ok_or_else(|| {
        CliError::misuse(
            "neither this folder nor one above it holds a `pack.toml`",
            "name the pack with `--pack DIR` or in COUNTERSIGN_PACK, or start one with `countersign init DIR`",
        )
    })
}

/// Today, where the pack's days begin.
fn today(pack: &Pack) -> Date {
    today_in(&pack.settings.time_zone)
}

/// Today in a time zone; in UTC where there is none of that name. The one place that
/// reads the clock.
#[expect(clippy::disallowed_methods, reason = "the command line is where time enters")]
pub(crate) fn today_in(zone: &str) -> Date {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    jiff::Timestamp::now().to_zoned(zone).date()
}
