//! Packs from their folders and compiled files to policies that can be asked.

use crate::clock::today;
use crate::compiled_copy::Copy;
use crate::compiled_file;
use crate::error::CliError;
use crate::pack_location::{PackLocation, nearest_pack};
use countersign_compile::{Compiled, Compiler};
use countersign_compiled::Policy;
use countersign_lint::{LintInput, faults};
use countersign_model::Span;
use countersign_pack::{
    Diagnostic, PackFolder, ReadCache, Reading, RegisterTest, SourceMap, Test, is_catalogue, read_again, read_parent,
};
use countersign_reader::{Limits, chain, revision};
use jiff::civil::Date;
use std::path::Path;

/// A policy that can be asked, and the day for which it is asked.
pub struct Loaded {
    /// The policy.
    pub policy: Policy,
    /// The day for which it is asked.
    pub at: Date,
}

/// A pack without errors, which can be compiled for any day.
pub struct AnyDay {
    compiled: Compiled,
    files: SourceMap,
}

impl AnyDay {
    /// Returns the policy on a day.
    ///
    /// # Errors
    /// Returns the errors that the pack has on that day.
    pub fn policy(&self, at: Date) -> Result<Policy, CliError> {
        let undecided = faults(&self.compiled, at);
        let policy = if undecided.is_empty() { self.compiled.policy(at) } else { Err(undecided) };
        policy.map_err(|faults| CliError::Fault(faults, Box::new(self.files.clone())))
    }
}

impl AnyDay {
    /// Returns the texts into which spans of diagnostics point.
    pub fn into_files(self) -> SourceMap {
        self.files
    }
}

impl Loaded {
    fn from_file(path: &Path, at: Option<Date>) -> Result<Self, CliError> {
        compiled_file::read(path, at).map(|(policy, at)| Self { policy, at })
    }
}

/// A pack as it was written, and compiled.
pub struct LoadedPack {
    /// The pack and those that it extends, as they were read, the furthest first.
    folders: Vec<PackFolder>,
    /// The compiled pack.
    pub compiled: Compiled,
    compiler: Compiler,
    /// Its tests.
    pub tests: Vec<Test>,
    /// Its tests of the register.
    pub register_tests: Vec<RegisterTest>,
    /// The texts into which spans of diagnostics point.
    pub files: SourceMap,
    /// Warnings of the reader.
    pub warnings: Vec<Diagnostic>,
    /// The ids of translated sentences, with their places.
    pub translated: Vec<(String, Span)>,
    /// The day.
    pub at: Date,
}

/// What is kept of a pack from one version to the next.
#[derive(Default)]
pub struct LoadCache {
    memory: ReadCache,
    compiler: Compiler,
}

/// Reads and compiles a pack of which a former version was loaded with the same memory.
pub fn load_again(location: &PackLocation, warm: &mut LoadCache) -> Result<(Policy, AnyDay), CliError> {
    let folders = chain(&location.folder()?, &Limits::default())?;
    let reading = read_again(&folders, &mut warm.memory);
    let compiled = sound(reading, location.at, &mut warm.compiler)?;
    match warm.compiler.policy(&compiled.compiled, compiled.at) {
        Ok(policy) => Ok((policy, AnyDay { compiled: compiled.compiled, files: compiled.files })),
        Err(faults) => Err(CliError::Fault(faults, Box::new(compiled.files))),
    }
}

/// Reads and compiles a pack of which a former version was loaded with the same memory,
/// or reads a policy that was compiled before, which is for its own days only.
pub fn load_served(location: &PackLocation, warm: &mut LoadCache) -> Result<(Loaded, Option<AnyDay>), CliError> {
    if let Some(path) = location.file() {
        return Ok((Loaded::from_file(path, location.at)?, None));
    }
    let (policy, any_day) = load_again(location, warm)?;
    let at = policy.decisions.at;
    Ok((Loaded { policy, at }, Some(any_day)))
}

/// Reads and compiles a pack, or reads a policy that was compiled before.
pub fn load(location: &PackLocation) -> Result<Loaded, CliError> {
    if let Some(path) = location.file() {
        return Loaded::from_file(path, location.at);
    }
    let mut written = load_written(location)?;
    let at = written.at;
    Ok(Loaded { policy: written.policy(at)?, at })
}

/// The same, for questions: a pack that did not change since it was asked before is taken
/// from the user's cache.
pub fn load_copied(location: &PackLocation) -> Result<Loaded, CliError> {
    if let Some(path) = location.file() {
        return Loaded::from_file(path, location.at);
    }
    let folders = chain(&location.folder()?, &Limits::default())?;
    let copy = Copy::of(&folders, location.at);
    if let Some(policy) = copy.as_ref().and_then(Copy::read) {
        let at = location.at.unwrap_or_else(|| today(&policy.pack));
        if policy.decisions.period.holds(at) {
            return Ok(Loaded { policy, at });
        }
    }
    let mut written = compile(folders, location.at)?;
    let at = written.at;
    let policy = written.policy(at)?;
    if let Some(copy) = copy {
        copy.write(&policy);
    }
    Ok(Loaded { policy, at })
}

/// A pack as it stood in a git revision: the one named, or the nearest one.
pub fn at_revision(dir: Option<&Path>, name: &str, at: Option<Date>) -> Result<Loaded, CliError> {
    let dir = dir.map_or_else(nearest_pack, |dir| Ok(dir.to_path_buf()))?;
    let mut written = compile(revision(&dir, name, &Limits::default())?, at)?;
    let at = written.at;
    Ok(Loaded { policy: written.policy(at)?, at })
}

/// Reads and compiles a pack, which has to be there as it was written.
pub fn load_written(location: &PackLocation) -> Result<LoadedPack, CliError> {
    compile(chain(&location.folder()?, &Limits::default())?, location.at)
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
    // Rules are compiled even if documents have errors, so that all errors are reported
    // at once. Errors that may only follow from those of documents are left out.
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
            let own: Vec<_> = more.into_iter().filter(|fault| alone || !follows(fault, &errors, &files)).collect();
            errors.extend(own);
            errors.sort_by_key(|fault| fault.at);
        }
    }
    Err(CliError::Fault(errors, Box::new(files)))
}

/// Whether what the compiler says of a rule only follows from what is wrong with the
/// documents: a name is missing because its declaration could not be read.
fn follows(fault: &Diagnostic, of_documents: &[Diagnostic], files: &SourceMap) -> bool {
    match fault.code {
        "not-cedar" | "approval-worsens" | "not-in-packs" | "group-as-value" => false,
        "unknown-entity" | "unknown-attribute" => of_documents.iter().any(|other| hides_names(other, files)),
        _ => true,
    }
}

/// Whether a fault may keep a declaration from being read.
fn hides_names(fault: &Diagnostic, files: &SourceMap) -> bool {
    // A rule declares nothing that others name.
    let in_rules = fault.at.is_some_and(|at| files.path(at.file).ends_with(".cedar"));
    !in_rules
        && matches!(
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
    pub fn policy(&mut self, at: Date) -> Result<Policy, CliError> {
        let files = || Box::new(self.files.clone());
        self.compiler.policy(&self.compiled, at).map_err(|faults| CliError::Fault(faults, files()))
    }

    /// What the packs that this one extends decide, in its words, on the same day.
    pub fn parent(&self) -> Result<Option<Policy>, CliError> {
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
    pub fn lint_input<'a>(&'a self, policy: &'a Policy, parent: Option<&'a Policy>) -> LintInput<'a> {
        LintInput::new(&self.compiled, policy, parent, &self.translated, self.at)
    }
}
