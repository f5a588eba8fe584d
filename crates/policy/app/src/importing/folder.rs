//! The target of an import: the pack's folder, with the files for the next import in `.import/`.

use super::new_pack::{self, json_line};
use super::trace;
use countersign_command::CliError;
use countersign_command::atomic_file::{Replacement, replace};
use countersign_import::{Change, Document, Effect, Imported, Mapping, Report, Role, Understood, merge, roles};
use countersign_reader::{Limits, file};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

/// The subfolder with the files for the next import. Its name begins with a dot, so that it is not
/// part of the pack.
const KEPT: &str = ".import";

/// The file with the documents of the previous import. Only a comparison with it can show the edits
/// of an author.
const BASE: &str = "base.json";

/// The maximum size of that file, in bytes.
const MOST_KEPT: u64 = 1 << 30;

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

/// The folder of a pack that receives imported lists.
pub(crate) struct Place {
    dir: PathBuf,
    /// The documents of the previous import.
    base: BTreeMap<String, String>,
}

impl Place {
    /// Opens a folder: a new one, or one that an import made.
    pub(crate) fn open(dir: &Path) -> Result<Self, CliError> {
        let kept = dir.join(KEPT).join(BASE);
        if dir.join("pack.toml").exists() && !kept.exists() {
            return Err(CliError::misuse(
                format!("`{}` holds a pack that no import made", dir.display()),
                "name another folder; nothing was changed",
            ));
        }
        let mut base = BTreeMap::new();
        if kept.exists() {
            base = serde_json::from_slice(&file(&kept, MOST_KEPT)?).map_err(|error| {
                let message = format!("`{}` cannot be read: {error}", kept.display());
                CliError::misuse(message, "take it out of version control again, or import into a new folder")
            })?;
        }
        Ok(Self { dir: dir.to_path_buf(), base })
    }

    /// Returns the path of the saved mapping.
    pub(crate) fn mapping(&self) -> PathBuf {
        self.dir.join(KEPT).join("mapping.toml")
    }

    /// Writes an import: a complete new pack, or a newer list into an existing one. Returns the
    /// changes to an existing pack.
    pub(crate) fn write(
        &self,
        made: &Imported,
        list: &str,
        mut progress: impl FnMut(&str, usize),
    ) -> Result<Vec<Change>, CliError> {
        let fresh = self.base.is_empty() && !self.dir.join("tools").exists();
        for folder in ["tools", "rules", KEPT] {
            fs::create_dir_all(self.dir.join(folder))?;
        }
        let mut base = Replacement::new(self.dir.join(KEPT).join(BASE))?;
        let mut trace = Replacement::new(self.dir.join(KEPT).join("trace.csv"))?;
        let mut changes = Vec::new();
        if fresh {
            new_pack::write(made, &self.dir, &mut base, || trace::write(made, list, &mut trace), &mut progress)?;
        } else {
            let files = made.files();
            changes = self.merge(&files, &mut progress)?;
            json_lines(&files, &mut base)?;
            trace::write(made, list, &mut trace)?;
        }
        base.finish()?;
        replace(&self.mapping(), made.mapping.write().as_bytes())?;
        trace.finish()?;
        Ok(changes)
    }

    /// Writes a newer list into the existing pack.
    fn merge(
        &self,
        files: &BTreeMap<String, String>,
        progress: &mut impl FnMut(&str, usize),
    ) -> Result<Vec<Change>, CliError> {
        let mut mine = BTreeMap::new();
        for path in self.base.keys().chain(files.keys()) {
            let place = self.dir.join(path);
            if place.exists() {
                let bytes = file(&place, Limits::default().file)?;
                mine.insert(path.clone(), String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        let merged = merge(&self.base, &mine, files);
        for (count, (path, text)) in merged.files.iter().enumerate() {
            let place = self.dir.join(path);
            match text {
                Some(text) if mine.contains_key(path) => replace(&place, text.as_bytes())?,
                Some(text) => fs::write(&place, text)?,
                None => fs::remove_file(&place)?,
            }
            if count % 1_000 == 999 {
                progress("documents written", count + 1);
            }
        }
        Ok(if self.base.is_empty() { Vec::new() } else { merged.changes })
    }
}

/// Writes documents by path, as JSON with a line for each.
fn json_lines(files: &BTreeMap<String, String>, out: &mut impl Write) -> io::Result<()> {
    let mut json = b"{".to_vec();
    for (place, (path, text)) in files.iter().enumerate() {
        json.extend_from_slice(if place == 0 { b"\n" } else { b",\n" });
        json_line(path, text, &mut json)?;
        out.write_all(&json)?;
        json.clear();
    }
    json.extend_from_slice(b"\n}\n");
    out.write_all(&json)
}

/// Reads a saved mapping.
pub(crate) fn mapping(path: &Path) -> Result<Mapping, CliError> {
    let bytes = file(path, Limits::default().file)?;
    let name = path.display();
    let text = String::from_utf8(bytes)
        .map_err(|_| CliError::misuse(format!("{name} is not text in UTF-8"), "save it as UTF-8"))?;
    Mapping::parse(&text).map_err(|faults| {
        let misuse = |fault: countersign_import::BadMapping| countersign_decide::InputError {
            message: format!("{name}:{}: {}", fault.line, fault.message),
            help: Some(fault.help),
        };
        CliError::InputError(faults.into_iter().map(misuse).collect())
    })
}

/// Asks the user about unknown columns and statuses. Returns true if the user answered. An empty
/// answer changes nothing.
pub(crate) fn ask(
    document: &Document,
    understood: &[Understood],
    mapping: &mut Mapping,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<bool, CliError> {
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
    let mut asked: Vec<&str> = Vec::new();
    for own in understood {
        let Some(heading) = own.open.as_deref().filter(|heading| !asked.contains(heading)) else { continue };
        asked.push(heading);
        writeln!(out, "What does the heading \u{201c}{heading}\u{201d} say of what stands below it?")?;
        let hint = "  allowed, ask-first or not-allowed; Enter if no tools stand there";
        if let Some(effect) = answer(hint, Effect::parse, answers, out)? {
            mapping.status(heading, effect);
            said = true;
        }
    }
    let again = countersign_import::understand(&document.tables, mapping);
    let tried = countersign_import::import(document.clone(), again, mapping, "");
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

/// Reads one answer, and asks again until it is valid. `None` if it is empty or the input has
/// ended.
fn answer<T>(
    hint: &str,
    parse: impl Fn(&str) -> Option<T>,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<Option<T>, CliError> {
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
