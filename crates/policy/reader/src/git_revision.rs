//! Packs in a revision of a git repository, read through the machine's `git`, which knows the
//! repository's format and settings.

use crate::folder::{EntryKind, place};
use crate::parents::{Places, with_parents};
use crate::{Limits, SourceError};
use countersign_pack::{File, PackFolder};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Reads a pack and those that it extends from a revision of the repository that contains the
/// folder: catalogues first, then the outermost parent.
///
/// # Errors
/// Returns all errors, not only the first.
pub fn revision(dir: &Path, revision: &str, limits: &Limits) -> Result<Vec<PackFolder>, Vec<SourceError>> {
    let repository = Repository::new(dir, revision).map_err(|error| vec![error])?;
    with_parents(&Revision { repository: &repository, limits }, repository.prefix.clone(), limits)
}

/// Packs in a revision.
struct Revision<'a> {
    repository: &'a Repository,
    limits: &'a Limits,
}

impl Places for Revision<'_> {
    type EntryKind = String;

    fn parent(&self, of: &String, name: &str) -> Result<String, SourceError> {
        let outside = || {
            let help = "keep both packs in one repository";
            self.error(of, format!("`{name}` leads out of the repository"), help)
        };
        joined(of, name).ok_or_else(outside)
    }

    fn is_pack(&self, place: &String) -> bool {
        let object = format!("{}:{}", self.repository.commit, joined(place, "pack.toml").unwrap_or_default());
        git(Path::new(&self.repository.top), ["cat-file", "-e", "--end-of-options", &object]).is_ok()
    }

    fn read(&self, place: &String) -> Result<PackFolder, Vec<SourceError>> {
        self.repository.folder(place, self.limits)
    }

    fn error(&self, at: &String, message: String, help: &str) -> SourceError {
        SourceError::new(self.repository.name(at), message, help)
    }
}

/// Returns the full name of a revision, as in `refs/heads/main`. `None` if the folder is in no
/// repository, or the repository has no revision of this name.
pub fn full_name(dir: &Path, name: &str) -> Option<String> {
    let wanted = format!("{name}^{{commit}}");
    let commit = git(dir, ["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]).ok()?;
    let full = git(dir, ["rev-parse", "--verify", "--quiet", "--symbolic-full-name", "--end-of-options", name]).ok();
    Some(full.filter(|full| !full.is_empty()).unwrap_or(commit))
}

struct Repository {
    top: String,
    /// The folder of the pack, from the top of the repository, without a slash at the end.
    prefix: String,
    /// The revision as the operator typed it, and its commit.
    revision: String,
    commit: String,
}

impl Repository {
    fn new(dir: &Path, revision: &str) -> Result<Self, SourceError> {
        let no_git = "name a folder inside a git repository with `--pack`, or name two folders";
        let top =
            git(dir, ["rev-parse", "--show-toplevel"]).map_err(|error| SourceError::misnamed(dir, error, no_git))?;
        let prefix =
            git(dir, ["rev-parse", "--show-prefix"]).map_err(|error| SourceError::misnamed(dir, error, no_git))?;
        let wanted = format!("{revision}^{{commit}}");
        let commit = git(dir, ["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]).map_err(|_| {
            let message = format!("`{revision}` is neither a folder, nor a compiled policy, nor a revision");
            SourceError::misnamed(dir, message, "name a commit, a branch or a tag, as in `HEAD~1`")
        })?;
        let prefix = prefix.trim_end_matches('/').to_owned();
        Ok(Self { top, prefix, revision: revision.to_owned(), commit })
    }

    fn name(&self, path: &str) -> String {
        format!("{}:{}", self.revision, if path.is_empty() { "." } else { path })
    }

    /// Returns the files of a pack's folder, sorted by path.
    fn folder(&self, path: &str, limits: &Limits) -> Result<PackFolder, Vec<SourceError>> {
        let fault = |at: &str, message: String, help: &str| SourceError::new(self.name(at), message, help);
        let inside = if path.is_empty() { String::new() } else { format!("{path}/") };
        let tree = format!("{}:{path}", self.commit);
        let listed =
            git(Path::new(&self.top), ["ls-tree", "-r", "-l", "-z", "--end-of-options", &tree]).map_err(|_| {
                let unknown =
                    fault(path, "there is no such folder in this revision".into(), "name a revision that has it");
                vec![SourceError { misnamed: path == self.prefix, ..unknown }]
            })?;
        let (mut errors, mut wanted, mut left) = (Vec::new(), BTreeMap::new(), limits.pack);
        for entry in listed.split('\0').filter(|entry| !entry.is_empty()) {
            let Some((head, name)) = entry.split_once('\t') else { continue };
            let mut head = head.split_whitespace();
            let (mode, _, object, size) = (head.next(), head.next(), head.next(), head.next());
            let at = format!("{inside}{name}");
            match place(name) {
                EntryKind::Nowhere => {}
                EntryKind::Noted(folder) => drop(wanted.insert(folder, None)),
                EntryKind::Read | EntryKind::Kept if mode == Some("120000") => {
                    errors.push(fault(
                        &at,
                        "this is a symbolic link, and none is followed".into(),
                        "put the file itself there",
                    ));
                }
                EntryKind::Kept => drop(wanted.insert(name.to_owned(), None)),
                EntryKind::Read => {
                    let size: u64 = size.and_then(|size| size.parse().ok()).unwrap_or(0);
                    if size > limits.file {
                        let message = format!("this file is larger than {} KiB", limits.file >> 10);
                        errors.push(fault(&at, message, "part it in several files"));
                    } else if size > left {
                        let message = format!("this pack is larger than {} MiB", limits.pack >> 20);
                        errors.push(fault(&at, message, "part it in two, one extending the other"));
                    }
                    left = left.saturating_sub(size);
                    wanted.insert(name.to_owned(), object.map(str::to_owned));
                }
            }
        }
        if wanted.len() > limits.files {
            let message = format!("this pack has more than {} files", limits.files);
            errors.push(fault(path, message, "part it in two, one extending the other"));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let last = path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("pack");
        let label = format!("{}:{last}", self.revision);
        let files =
            self.contents(wanted).map_err(|error| vec![fault(path, error, "see whether the repository is whole")])?;
        Ok(PackFolder::new(label, files))
    }

    /// Returns the bytes of objects, in one conversation with git.
    fn contents(&self, wanted: BTreeMap<String, Option<String>>) -> Result<Vec<File>, String> {
        let text = |error: std::io::Error| format!("git cannot be asked: {error}");
        let mut command = command(Path::new(&self.top));
        let mut child = command
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(text)?;
        let (Some(mut ask), Some(told)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("git cannot be asked".into());
        };
        let mut told = BufReader::new(told);
        let mut files = Vec::new();
        for (path, object) in wanted {
            let mut bytes = Vec::new();
            if let Some(object) = object {
                writeln!(ask, "{object}").and_then(|()| ask.flush()).map_err(text)?;
                let mut head = String::new();
                told.read_line(&mut head).map_err(text)?;
                let size = head.split_whitespace().nth(2).and_then(|size| size.parse::<usize>().ok());
                bytes = vec![0; size.ok_or_else(|| format!("git does not have {path}"))?];
                told.read_exact(&mut bytes).map_err(text)?;
                told.read_exact(&mut [0]).map_err(text)?;
            }
            files.push(File { path, bytes });
        }
        drop(ask);
        child.wait().map_err(text)?;
        Ok(files)
    }
}

fn command(dir: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(dir).env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    command
}

/// Returns the output of git, without the last line break.
pub(crate) fn git<I: AsRef<OsStr>>(dir: &Path, arguments: impl IntoIterator<Item = I>) -> Result<String, String> {
    let output = command(dir).args(arguments).stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("git cannot be started: {error}"))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(told.trim().trim_start_matches("fatal: ").to_owned());
    }
    let text = String::from_utf8(output.stdout).map_err(|_| "git names a file that is not UTF-8".to_owned())?;
    Ok(text.trim_end_matches('\n').to_owned())
}

/// Returns a path relative to another one inside the repository. `None` if it leads out.
fn joined(base: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    if relative.starts_with('/') {
        return None;
    }
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
