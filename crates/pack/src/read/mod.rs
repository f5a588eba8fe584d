//! Documents to the model, with every fault of every file at once.
//!
//! All packs of a chain are read together, parents first, in the order in which
//! things may refer to one another: facets before what speaks of them. A
//! document is first checked against its shape, which also collects what it
//! refers to; then it is turned into the model, leaving out what is faulty.

mod bans;
mod check;
mod deployments;
mod facets;
mod hidden;
mod mixed;
mod node;
mod references;
mod rules;
mod scope;
mod sections;
mod tests;
mod text;
mod tools;

pub use rules::ANNOTATIONS;
pub use tests::{Expect, Test};

use crate::format::{self, Document};
use crate::{Diagnostic, Files, Folder};
use check::Reference;
use countersign_model::{FileId, Id, Pack, Span};
use node::Section;
use toml::de::DeTable;

/// What reading a pack gave. The pack holds all that could be read; it must not
/// be used where a diagnostic is an error.
#[derive(Debug, Default)]
pub struct Reading {
    /// The pack, with those it extends.
    pub pack: Pack,
    /// Its tests.
    pub tests: Vec<Test>,
    /// The texts that spans point into.
    pub files: Files,
    /// What there is to say about it.
    pub diagnostics: Vec<Diagnostic>,
    /// The ids of translated sentences, with their places.
    pub translated: Vec<(String, Span)>,
}

/// What readers share.
struct Reader<'a> {
    pack: Pack,
    faults: Vec<Diagnostic>,
    references: Vec<Reference>,
    translated: Vec<(String, Span)>,
    /// Facets with too many values or none: their ids, places and how many they have.
    sized: Vec<(Id, Span, usize)>,
    /// The pack of the chain that is being read.
    layer: usize,
    layers: &'a [usize],
}

impl Reader<'_> {
    fn layer_of(&self, file: FileId) -> usize {
        self.layers.get(file.0 as usize).copied().unwrap_or_default()
    }
}

/// A TOML document, parsed as far as it could be.
struct Parsed<'a> {
    document: &'static Document,
    stem: String,
    file: FileId,
    layer: usize,
    broken: bool,
    table: toml::Spanned<DeTable<'a>>,
}

/// Reads a chain of packs, the outermost parent first.
pub fn read(folders: &[Folder]) -> Reading {
    let mut files = Files::default();
    let mut layers = Vec::new();
    let mut faults = Vec::new();
    let several = folders.len() > 1;
    for (layer, folder) in folders.iter().enumerate() {
        if !folder.files.iter().any(|file| file.path == "pack.toml") {
            let message = format!("`{}` holds no `pack.toml`", folder.label);
            let fault = Diagnostic::error("no-pack", Span::default(), message).nowhere();
            faults.push(fault.help("name the folder of a pack, or start one with `countersign init`"));
        }
        for file in &folder.files {
            let path = if several { format!("{}/{}", folder.label, file.path) } else { file.path.clone() };
            let text = text_of(&file.bytes);
            let id = files.add(path, text.unwrap_or_default());
            layers.push(layer);
            match text {
                Ok(text) => {
                    faults.extend(misplaced(&file.path, id));
                    faults.extend(hidden::hidden(id, text));
                }
                Err(valid) => faults.push(not_utf8(id, &file.path, valid)),
            }
        }
    }
    let (pack, tests, translated, more) = model(&files, folders, &layers);
    faults.extend(more);
    faults.sort_by_key(|fault| (fault.at.is_some(), fault.at));
    faults.dedup();
    Reading { pack, tests, files, diagnostics: faults, translated }
}

/// The folder that a pack extends, as its `pack.toml` names it.
pub fn extends(folder: &Folder) -> Option<String> {
    let file = folder.files.iter().find(|file| file.path == "pack.toml")?;
    let (table, _) = DeTable::parse_recoverable(text_of(&file.bytes).ok()?);
    Some(table.get_ref().get("extends")?.get_ref().as_str()?.trim().to_owned())
}

/// The text of a file, or the byte that belongs to no text: UTF-16 without a mark
/// shows by its zeros.
fn text_of(bytes: &[u8]) -> Result<&str, usize> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match (bytes.iter().position(|byte| *byte == 0), std::str::from_utf8(bytes)) {
        (Some(zero), Ok(_)) => Err(zero),
        (_, text) => text.map_err(|error| error.valid_up_to()),
    }
}

fn not_utf8(file: FileId, path: &str, valid: usize) -> Diagnostic {
    let message = format!("`{path}` is not text in UTF-8: byte {} belongs to no character", valid + 1);
    Diagnostic::error("not-utf8", Span::new(file, 0, 0), message).help("save the file as UTF-8")
}

/// Folders of a pack, with the ending of the files they hold.
const FOLDERS: &[(&str, &str)] = &[
    ("tools", "toml"),
    ("bans", "toml"),
    ("exemptions", "toml"),
    ("checklists", "toml"),
    ("tests", "toml"),
    ("text", "toml"),
    ("rules", "cedar"),
    ("pages", "md"),
];

/// A file that stands where nothing reads it.
fn misplaced(path: &str, file: FileId) -> Option<Diagnostic> {
    let (folder, rest) = path.split_once('/').unwrap_or(("", path));
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let wanted = FOLDERS.iter().find(|(name, _)| *name == folder).map(|(_, ending)| *ending);
    let read = match wanted {
        Some(wanted) => wanted == ending && !rest.contains('/'),
        None => folder.is_empty(),
    };
    let known = FOLDERS.iter().map(|(name, _)| *name);
    let help = match wanted {
        Some(wanted) => format!("`{folder}/` holds files that end in `.{wanted}`, and no folders"),
        None => format!("a pack's folders are {}", known.clone().collect::<Vec<_>>().join(", ")),
    };
    let warning = Diagnostic::warning(
        "not-read",
        Span::new(file, 0, 0),
        format!("`{path}` is no part of the pack and is not read"),
    );
    if read { None } else { Some(warning.help(help)) }
}

type Model = (Pack, Vec<Test>, Vec<(String, Span)>, Vec<Diagnostic>);

fn model(files: &Files, folders: &[Folder], layers: &[usize]) -> Model {
    let mut reader = Reader {
        pack: Pack::default(),
        faults: Vec::new(),
        references: Vec::new(),
        translated: Vec::new(),
        sized: Vec::new(),
        layer: 0,
        layers,
    };
    reader.pack.settings.language = "en".into();
    reader.pack.settings.time_zone = "UTC".into();
    let paths: Vec<&str> =
        folders.iter().flat_map(|folder| folder.files.iter().map(|file| file.path.as_str())).collect();
    let mut parsed: Vec<Parsed<'_>> = Vec::new();
    for (place, (path, layer)) in paths.iter().zip(layers).enumerate() {
        let file = FileId(u32::try_from(place).unwrap_or(u32::MAX));
        parsed.extend(parse(files, file, path, *layer, &mut reader.faults));
    }
    for document in &parsed {
        let mut found = check::Found::default();
        check::table(&section(document, files), document.document.shape, &mut found);
        // Where the syntax is broken, the parser puts empty values in the place of what it could not read.
        found.faults.retain(|fault| !document.broken || fault.at.is_none_or(|at| at.start < at.end));
        reader.faults.extend(found.faults);
        reader.references.extend(found.references);
        mixed::in_document(&section(document, files), files.text(document.file), &mut reader.faults);
        head(document, files, &mut reader.faults);
    }
    let mut each = |name: &str, read: &mut dyn FnMut(&mut Reader<'_>, &Parsed<'_>, Section<'_>)| {
        for document in parsed.iter().filter(|document| document.document.name == name) {
            reader.layer = document.layer;
            let mut section = section(document, files);
            if name != "pack" {
                section.path =
                    format!("{}.{}", document.document.place.split('/').next().unwrap_or_default(), document.stem);
            }
            read(&mut reader, document, section);
        }
    };
    each("pack", &mut |reader, _, section| sections::settings(reader, &section));
    each("pack", &mut |reader, _, section| facets::facets(reader, &section));
    each("pack", &mut |reader, _, section| sections::declarations(reader, &section));
    each("pack", &mut |reader, _, section| sections::references(reader, &section));
    each("pack", &mut |reader, _, section| sections::faceted(reader, &section));
    each("tool", &mut |reader, document, section| {
        with_id(reader, document, |reader, id| tools::tool(reader, id, &section));
    });
    each("ban", &mut |reader, document, section| {
        with_id(reader, document, |reader, id| bans::ban(reader, id, &section));
    });
    each("exemption", &mut |reader, document, section| {
        with_id(reader, document, |reader, id| bans::exemption(reader, id, &section));
    });
    each("checklist", &mut |reader, document, section| {
        with_id(reader, document, |reader, id| bans::checklist(reader, id, &section));
    });
    each("text", &mut |reader, document, section| text::translations(reader, &document.stem, &section));
    let mut tests = Vec::new();
    each("tests", &mut |reader, _, section| tests.extend(tests::tests(reader, &section)));
    for (place, (path, layer)) in paths.iter().zip(layers).enumerate() {
        let file = FileId(u32::try_from(place).unwrap_or(u32::MAX));
        reader.layer = *layer;
        match path.split_once('/') {
            Some(("rules", name)) if name.ends_with(".cedar") => rules::rules(&mut reader, file, files.text(file)),
            Some(("pages", name)) => {
                if let Some(id) = name.strip_suffix(".md").and_then(|stem| Id::parse(stem).ok()) {
                    text::page(&mut reader, id, file, files.text(file));
                }
            }
            _ => {}
        }
    }
    facets::sized(&mut reader);
    references::check(&mut reader);
    (reader.pack, tests, reader.translated, reader.faults)
}

fn parse<'a>(
    files: &'a Files,
    file: FileId,
    path: &str,
    layer: usize,
    faults: &mut Vec<Diagnostic>,
) -> Option<Parsed<'a>> {
    let document = format::document_for(path)?;
    let (table, errors) = DeTable::parse_recoverable(files.text(file));
    for error in errors.iter().take(20) {
        let span = error.span().unwrap_or_default();
        let at = Span::new(file, span.start, span.end);
        faults.push(Diagnostic::error("not-toml", at, error.message().replace('\n', ", ")));
    }
    let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or_default();
    Some(Parsed { document, stem: stem.to_owned(), file, layer, broken: !errors.is_empty(), table })
}

fn section<'a>(document: &'a Parsed<'_>, files: &Files) -> Section<'a> {
    let span = Span::new(document.file, 0, files.text(document.file).len().min(1));
    Section { file: document.file, table: document.table.get_ref(), span, path: String::new() }
}

/// What only `pack.toml` may and must say.
fn head(document: &Parsed<'_>, files: &Files, faults: &mut Vec<Diagnostic>) {
    if document.document.name != "pack" {
        return;
    }
    let section = section(document, files);
    for key in ["format", "name", "version", "extends", "about"] {
        match (section.get(key), document.stem == "pack") {
            (Some(node), false) => {
                let message = format!("`{key}` belongs in `pack.toml`");
                faults.push(Diagnostic::error("misplaced-key", node.span(), message).help("move it there"));
            }
            (None, true) if !matches!(key, "extends" | "about") => {
                let message = format!("`pack.toml` does not state its `{key}`");
                let example = if key == "format" { "format = 1".to_owned() } else { format!("{key} = \"…\"") };
                faults.push(Diagnostic::error("missing-key", section.span, message).help(format!("add `{example}`")));
            }
            _ => {}
        }
    }
}

fn with_id(reader: &mut Reader<'_>, document: &Parsed<'_>, read: impl FnOnce(&mut Reader<'_>, Id)) {
    match Id::parse(&document.stem) {
        Ok(id) => read(reader, id),
        Err(bad) => {
            let message = format!("the file's name is its id, and `{}` is no id", document.stem);
            let at = Span::new(document.file, 0, 0);
            reader.faults.push(Diagnostic::error("bad-id", at, message).help(bad.to_string()));
        }
    }
}
