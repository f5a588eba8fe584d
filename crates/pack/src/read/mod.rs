//! Documents to the model, with every fault of every file at once.
//!
//! All packs of a chain are read together, parents first, in the order in which
//! things may refer to one another: facets before what speaks of them. A
//! document is first checked against its shape, which also collects what it
//! refers to; then it is turned into the model, leaving out what is faulty.

mod bans;
mod cache;
mod declarations;
mod deployments;
mod document;
mod exemptions;
mod facets;
mod file_paths;
mod inherited_facets;
mod invisible_characters;
mod mixed_scripts;
mod node;
mod pack_tests;
mod products;
mod references;
mod register_tests;
mod reviewed;
mod rules;
mod scope;
mod service;
mod settled;
mod text;
mod tools;
mod units;
mod validate;

pub use cache::ReadCache;
pub use pack_tests::{Expect, Test};
pub use register_tests::RegisterTest;
pub use rules::ANNOTATIONS;

use crate::{Diagnostic, File, PackFolder, SourceMap};
use cache::CachedDocument;
use countersign_model::{FileId, Id, Pack, Span};
use document::{Parsed, head, parse, section, with_id};
use file_paths::{misplaced, not_utf8, text_of};
use node::Section;
use products::Products;
use std::collections::{BTreeMap, BTreeSet};
use toml::de::DeTable;
use validate::Reference;

/// What reading a pack gave. The pack holds all that could be read; it must not
/// be used where a diagnostic is an error.
#[derive(Debug, Default)]
pub struct Reading {
    /// The pack, with those it extends.
    pub pack: Pack,
    /// Its tests.
    pub tests: Vec<Test>,
    /// Its tests of what the register says.
    pub register_tests: Vec<RegisterTest>,
    /// The texts that spans point into.
    pub files: SourceMap,
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
    /// Which packs of the chain are catalogues.
    catalogues: &'a [bool],
    /// What catalogues describe.
    products: Products,
    /// The layers before this one decide; of the others only the words count in which
    /// they are asked: facets, units, kinds and what they list.
    deciding: usize,
    /// Facets that a pack leaves open for those that extend it: the layer of that pack,
    /// and the values from which to choose.
    left_open: BTreeMap<Id, (usize, Vec<String>)>,
}

impl Reader<'_> {
    /// Whether a catalogue is being read.
    fn in_catalogue(&self) -> bool {
        self.catalogues.get(self.layer).copied().unwrap_or_default()
    }

    fn layer_of(&self, file: FileId) -> usize {
        self.layers.get(file.0 as usize).copied().unwrap_or_default()
    }

    /// Whether what the pack being read decides counts.
    fn decides(&self) -> bool {
        self.layer < self.deciding
    }
}

/// Reads a chain of packs, the outermost parent first.
pub fn read(folders: &[PackFolder]) -> Reading {
    reading(folders, None, usize::MAX)
}

/// Reads what the packs that the last of a chain extends decide, in the words of that
/// last one: its facets, units, kinds and listings, but none of its rules, bans and
/// settings. What it decides itself can be compared with that, case by case.
///
/// [`read`] reports errors in the chain.
pub fn read_parent(folders: &[PackFolder]) -> Reading {
    let mut reading = reading(folders, None, folders.len().saturating_sub(1));
    reading.diagnostics.clear();
    reading
}

/// Reads a chain of packs of which a former version was read with the same memory.
/// What comes out is the same as from [`read`].
pub fn read_again(folders: &[PackFolder], memory: &mut ReadCache) -> Reading {
    memory.begin(folders);
    let reading = reading(folders, Some(memory), usize::MAX);
    memory.end();
    reading
}

fn reading(folders: &[PackFolder], memory: Option<&mut ReadCache>, deciding: usize) -> Reading {
    let mut files = SourceMap::default();
    let mut layers = Vec::new();
    let mut faults = Vec::new();
    // What comes with the program is named wherever it is told of; a pack alone needs no name.
    let several = folders.iter().filter(|folder| folder.described.is_none()).count() > 1;
    for (layer, folder) in folders.iter().enumerate() {
        if !folder.files.iter().any(|file| file.path == "pack.toml") {
            let message = format!("`{}` holds no `pack.toml`", folder.label);
            let fault = Diagnostic::error("no-pack", Span::default(), message).nowhere();
            faults.push(fault.help("name the folder of a pack, or start one with `countersign init`"));
        }
        for file in &folder.files {
            let path = if several || folder.described.is_some() {
                format!("{}/{}", folder.label, file.path)
            } else {
                file.path.clone()
            };
            let text = text_of(&file.bytes);
            let id = files.add(path, text.unwrap_or_default());
            layers.push(layer);
            match text {
                Ok(text) => {
                    faults.extend(misplaced(&file.path, id));
                    faults.extend(invisible_characters::hidden(id, text));
                }
                Err(valid) => faults.push(not_utf8(id, &file.path, valid)),
            }
        }
    }
    let (pack, (tests, register_tests), translated, more) = model(&files, folders, &layers, memory, deciding);
    faults.extend(more);
    faults.sort_by_key(|fault| (fault.at.is_some(), fault.at));
    faults.dedup();
    let faults = one_each(faults);
    Reading { pack, tests, register_tests, files, diagnostics: faults, translated }
}

/// One fault for one mistake: a word that is no id is no known value either, and what is
/// known says more.
fn one_each(mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let unknown: BTreeSet<Option<Span>> =
        faults.iter().filter(|fault| fault.code == "unknown-value").map(|fault| fault.at).collect();
    faults.retain(|fault| fault.code != "bad-id" || !unknown.contains(&fault.at));
    faults
}

/// The packs that a pack extends, as its `pack.toml` names them.
pub fn extends(folder: &PackFolder) -> Vec<String> {
    let text = |value: &toml::Spanned<toml::de::DeValue<'_>>| Some(value.get_ref().as_str()?.trim().to_owned());
    let all = |value: &toml::Spanned<toml::de::DeValue<'_>>| match value.get_ref().as_array() {
        Some(values) => values.iter().filter_map(text).collect(),
        None => text(value).into_iter().collect(),
    };
    head_value(folder, "extends", all).unwrap_or_default()
}

/// Whether a folder holds a catalogue: a pack that only describes products.
pub fn is_catalogue(folder: &PackFolder) -> bool {
    head_value(folder, "catalogue", |value| value.get_ref().as_bool()).flatten().unwrap_or(false)
}

/// What the `pack.toml` of a folder says for a key.
fn head_value<T>(
    folder: &PackFolder,
    key: &str,
    read: impl FnOnce(&toml::Spanned<toml::de::DeValue<'_>>) -> T,
) -> Option<T> {
    let file = folder.files.iter().find(|file| file.path == "pack.toml")?;
    let (table, _) = DeTable::parse_recoverable(text_of(&file.bytes).ok()?);
    table.get_ref().get(key).map(read)
}

type Model = (Pack, (Vec<Test>, Vec<RegisterTest>), Vec<(String, Span)>, Vec<Diagnostic>);

fn model(
    files: &SourceMap,
    folders: &[PackFolder],
    layers: &[usize],
    mut memory: Option<&mut ReadCache>,
    deciding: usize,
) -> Model {
    let catalogues: Vec<bool> = folders.iter().map(is_catalogue).collect();
    let mut reader = Reader {
        pack: Pack::default(),
        faults: Vec::new(),
        references: Vec::new(),
        translated: Vec::new(),
        sized: Vec::new(),
        layer: 0,
        layers,
        catalogues: &catalogues,
        products: Products::default(),
        deciding,
        left_open: BTreeMap::new(),
    };
    reader.pack.settings.language = "en".into();
    reader.pack.settings.time_zone = "UTC".into();
    let sources: Vec<&File> = folders.iter().flat_map(|folder| &folder.files).collect();
    let mut parsed: Vec<Parsed<'_>> = Vec::new();
    let mut things: BTreeMap<FileId, CachedDocument> = BTreeMap::new();
    for (place, (source, layer)) in sources.iter().zip(layers).enumerate() {
        let file = FileId(u32::try_from(place).unwrap_or(u32::MAX));
        match memory.as_mut().and_then(|memory| memory.recall(*layer, source, file)) {
            Some((thing, references)) => {
                reader.references.extend(references);
                things.insert(file, thing);
            }
            None => parsed.extend(parse(files, file, &source.path, *layer, &mut reader.faults)),
        }
    }
    for document in &mut parsed {
        let before = reader.faults.len();
        let mut found = validate::Validation { file: document.stem.clone(), ..validate::Validation::default() };
        validate::table(&section(document, files), document.document.shape, &mut found);
        // Where the syntax is broken, the parser puts empty values in the place of what it could not read.
        found.faults.retain(|fault| !document.broken || fault.at.is_none_or(|at| at.start < at.end));
        reader.faults.extend(found.faults);
        mixed_scripts::in_document(&section(document, files), files.text(document.file), &mut reader.faults);
        head(document, files, &mut reader.faults);
        if catalogues.get(document.layer) == Some(&true) {
            products::only_describes(document, files, &mut reader.faults);
        }
        document.references = found.references;
        document.clean = !document.broken && reader.faults.len() == before;
    }
    let each =
        |reader: &mut Reader<'_>, name: &str, read: &mut dyn FnMut(&mut Reader<'_>, &Parsed<'_>, Section<'_>)| {
            for document in parsed.iter().filter(|document| document.document.name == name) {
                reader.layer = document.layer;
                let mut section = section(document, files);
                if name != "pack" {
                    section.path =
                        format!("{}.{}", document.document.place.split('/').next().unwrap_or_default(), document.stem);
                }
                read(reader, document, section);
            }
        };
    products::described(&mut reader, folders);
    each(&mut reader, "pack", &mut |reader, _, section| declarations::settings(reader, &section));
    each(&mut reader, "pack", &mut |reader, _, section| facets::facets(reader, &section));
    each(&mut reader, "pack", &mut |reader, _, section| settled::settled(reader, &section));
    each(&mut reader, "pack", &mut |reader, _, section| declarations::declarations(reader, &section));
    each(&mut reader, "pack", &mut |reader, _, section| declarations::references(reader, &section));
    each(&mut reader, "pack", &mut |reader, _, section| declarations::faceted(reader, &section));
    for name in ["tool", "ban", "exemption"] {
        each(&mut reader, name, &mut |reader, document, section| {
            if name != "tool" && !reader.decides() {
                return;
            }
            let before = reader.faults.len();
            with_id(reader, document, |reader, id| {
                let Some(thing) = CachedDocument::read(name, reader, id, &section) else { return };
                let source = sources.get(document.file.0 as usize);
                if let (Some(memory), Some(source)) = (memory.as_mut(), source)
                    && document.clean
                    && reader.faults.len() == before
                {
                    memory.keep(document.layer, source, &thing, &document.references);
                }
                things.insert(document.file, thing);
            });
        });
    }
    std::mem::take(&mut things).into_values().for_each(|thing| thing.declare(&mut reader));
    products::complete(&mut reader);
    products::of_banned_developers(&mut reader.pack);
    each(&mut reader, "checklist", &mut |reader, document, section| {
        with_id(reader, document, |reader, id| bans::checklist(reader, id, &section));
    });
    each(&mut reader, "text", &mut |reader, document, section| text::translations(reader, &document.stem, &section));
    let (mut tests, mut register_tests) = (Vec::new(), Vec::new());
    each(&mut reader, "tests", &mut |reader, _, section| {
        tests.extend(pack_tests::tests(reader, &section));
        register_tests.extend(register_tests::tests(reader, &section));
    });
    for (place, (source, layer)) in sources.iter().zip(layers).enumerate() {
        let file = FileId(u32::try_from(place).unwrap_or(u32::MAX));
        reader.layer = *layer;
        match source.path.split_once('/') {
            Some(("rules", name)) if name.ends_with(".cedar") && reader.decides() => {
                rules::rules(&mut reader, file, files.text(file));
            }
            Some(("pages", name)) => {
                if let Some(id) = name.strip_suffix(".md").and_then(|stem| Id::parse(stem).ok()) {
                    text::page(&mut reader, id, file, files.text(file));
                }
            }
            _ => {}
        }
    }
    units::below_the_parents(&mut reader);
    facets::sized(&mut reader);
    reader.references.extend(parsed.into_iter().flat_map(|document| document.references));
    references::check(&mut reader);
    (reader.pack, (tests, register_tests), reader.translated, reader.faults)
}
