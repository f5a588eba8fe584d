//! Where an import goes: the pack's folder, and what is kept beside it in `.import/`.

use crate::error::Trouble;
use crate::write::replace;
use countersign_import::{Change, Document, Effect, Imported, Mapping, Report, Role, Trace, Understood, merge, roles};
use countersign_source::{Limits, file};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

/// The folder inside the pack's that keeps what the next import needs. Its name begins
/// with a dot, so that it is no part of the pack.
const KEPT: &str = ".import";

/// What became of an import, as JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Told<'a> {
    /// The file that was imported.
    pub(crate) file: String,
    #[serde(flatten)]
    pub(crate) report: &'a Report,
    /// What a second import changed, and what it kept.
    pub(crate) changes: Vec<Change>,
}

/// The folder of a pack that lists are imported into.
pub(crate) struct Place {
    dir: PathBuf,
    /// What the import before wrote.
    base: BTreeMap<String, String>,
}

impl Place {
    /// Opens a folder: a new one, or one that an import made.
    pub(crate) fn open(dir: &Path) -> Result<Self, Trouble> {
        let base = dir.join(KEPT).join("base");
        if dir.join("pack.toml").exists() && !base.exists() {
            return Err(Trouble::misuse(
                format!("`{}` holds a pack that no import made", dir.display()),
                "name another folder; nothing was changed",
            ));
        }
        let mut files = BTreeMap::new();
        for folder in ["", "tools", "rules"] {
            let place = base.join(folder);
            for entry in fs::read_dir(&place).into_iter().flatten().filter_map(Result::ok) {
                if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                    let name = entry.file_name().to_string_lossy().into_owned();
                    let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                    let text = file(&entry.path(), Limits::default().file)?;
                    files.insert(path, String::from_utf8_lossy(&text).into_owned());
                }
            }
        }
        Ok(Self { dir: dir.to_path_buf(), base: files })
    }

    /// Where the mapping is kept.
    pub(crate) fn mapping(&self) -> PathBuf {
        self.dir.join(KEPT).join("mapping.toml")
    }

    /// Writes an import: a new pack whole, a newer list into what is there. Tells what
    /// changed where there was something.
    pub(crate) fn write(&self, made: &Imported, mut progress: impl FnMut(&str, usize)) -> Result<Vec<Change>, Trouble> {
        let mut mine = BTreeMap::new();
        for path in self.base.keys().chain(made.files.keys()) {
            let place = self.dir.join(path);
            if place.exists() {
                let bytes = file(&place, Limits::default().file)?;
                mine.insert(path.clone(), String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        let merged = merge(&self.base, &mine, &made.files);
        for (count, (path, text)) in merged.files.iter().enumerate() {
            match text {
                Some(text) => put(&self.dir.join(path), text.as_bytes())?,
                None => fs::remove_file(self.dir.join(path))?,
            }
            if count % 1_000 == 999 {
                progress("documents written", count + 1);
            }
        }
        let base = self.dir.join(KEPT).join("base");
        for (path, text) in made.files.iter().filter(|(path, text)| self.base.get(*path) != Some(*text)) {
            put(&base.join(path), text.as_bytes())?;
        }
        for path in self.base.keys().filter(|path| !made.files.contains_key(*path)) {
            fs::remove_file(base.join(path))?;
        }
        put(&self.mapping(), made.mapping.write().as_bytes())?;
        put(&self.dir.join(KEPT).join("trace.csv"), &trace(&made.trace)?)?;
        Ok(if self.base.is_empty() { Vec::new() } else { merged.changes })
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(replace(path, bytes)?)
}

fn trace(trace: &[Trace]) -> Result<Vec<u8>, Trouble> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    for row in trace {
        rows.serialize(row)?;
    }
    rows.into_inner().map_err(|error| Trouble::Output(io::Error::other(error.to_string())))
}

/// Reads a mapping that was kept.
pub(crate) fn mapping(path: &Path) -> Result<Mapping, Trouble> {
    let bytes = file(path, Limits::default().file)?;
    let name = path.display();
    let text = String::from_utf8(bytes)
        .map_err(|_| Trouble::misuse(format!("{name} is not text in UTF-8"), "save it as UTF-8"))?;
    Mapping::parse(&text).map_err(|faults| {
        let misuse = |fault: countersign_import::BadMapping| countersign_decide::Misuse {
            message: format!("{name}:{}: {}", fault.line, fault.message),
            help: Some(fault.help),
        };
        Trouble::Misuse(faults.into_iter().map(misuse).collect())
    })
}

/// Asks about columns and statuses that are not understood; tells whether anything was
/// said. An empty answer leaves a thing as it is.
pub(crate) fn ask(
    document: &Document,
    understood: &[Understood],
    mapping: &mut Mapping,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<bool, Trouble> {
    let mut said = false;
    for (table, own) in document.tables.iter().zip(understood) {
        for (place, column) in own.columns.iter().enumerate().filter(|(_, column)| !column.understood) {
            let samples = table.rows.iter().filter_map(|row| row.cells.get(place)).filter(|cell| !cell.is_empty());
            let samples: Vec<String> = samples.take(3).map(|cell| cell.line().chars().take(40).collect()).collect();
            writeln!(out, "What is the column \u{201c}{}\u{201d}, as in: {}?", column.heading, samples.join(" / "))?;
            if let Some(role) = answer(&format!("  one of {}; Enter for note", roles()), Role::parse, answers, out)? {
                mapping.column(&column.heading, role);
                said = true;
            }
        }
    }
    let again = countersign_import::understand(&document.tables, mapping);
    let tried = countersign_import::import(&document.tables, again, mapping, "");
    for status in tried.report.statuses.iter().filter(|status| !status.understood) {
        writeln!(
            out,
            "What does the status \u{201c}{}\u{201d} come to, which {} tools have?",
            status.status, status.tools
        )?;
        let hint = "  allowed, ask-first or not-allowed; Enter for ask-first";
        if let Some(effect) = answer(hint, Effect::parse, answers, out)? {
            mapping.status(&status.status, effect);
            said = true;
        }
    }
    Ok(said)
}

/// One answer, asked again until it is one; none where it is empty or nobody answers.
fn answer<T>(
    hint: &str,
    parse: impl Fn(&str) -> Option<T>,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<Option<T>, Trouble> {
    loop {
        write!(out, "{hint}: ")?;
        out.flush()?;
        let mut line = String::new();
        if answers.read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(None);
        }
        if let Some(found) = parse(line.trim()) {
            return Ok(Some(found));
        }
        writeln!(out, "  `{}` is none of these", line.trim())?;
    }
}
