//! The documents of a chain of packs to one model, in the order in which they may refer to
//! one another: facets before what names them, sources before what begins with them.

use super::cache::{CachedDocument, ReadCache};
use super::document::{Parsed, head, parse, section, with_id};
use super::node::Section;
use super::pack_tests::{self, Test};
use super::products::Products;
use super::reader::Reader;
use super::register_tests::{self, RegisterTest};
use super::{
    bans, catalogues, declarations, facets, mixed_scripts, product_matching, references, rules, settled, text, units,
    validate,
};
use crate::{Diagnostic, File, PackFolder, SourceMap};
use countersign_model::{FileId, Id, Pack, Span};
use std::collections::BTreeMap;

/// What the documents of a chain give.
pub(super) struct Model {
    pub(super) pack: Pack,
    pub(super) tests: Vec<Test>,
    pub(super) register_tests: Vec<RegisterTest>,
    pub(super) translated: Vec<(String, Span)>,
    pub(super) faults: Vec<Diagnostic>,
}

/// The files of a chain of packs.
pub(super) struct Sources<'a> {
    pub(super) texts: &'a SourceMap,
    pub(super) folders: &'a [PackFolder],
    /// For each file the position of its pack in the chain.
    pub(super) layers: &'a [usize],
    /// For each pack of the chain whether it is a catalogue.
    pub(super) catalogues: &'a [bool],
}

impl<'a> Sources<'a> {
    fn files(&self) -> impl Iterator<Item = (FileId, usize, &'a File)> {
        let files = self.folders.iter().flat_map(|folder| &folder.files).zip(self.layers).enumerate();
        files.map(|(place, (file, layer))| (FileId(u32::try_from(place).unwrap_or(u32::MAX)), *layer, file))
    }

    fn file(&self, id: FileId) -> Option<&'a File> {
        self.folders.iter().flat_map(|folder| &folder.files).nth(id.0 as usize)
    }
}

/// Reads the model. Of the packs from `deciding` on only the declarations count in which
/// questions are asked.
pub(super) fn model(sources: &Sources<'_>, mut memory: Option<&mut ReadCache>, deciding: usize) -> Model {
    let mut reader = new_reader(sources, deciding);
    let (mut parsed, mut register) = parse_or_recall(sources, &mut reader, memory.as_deref_mut());
    parsed.iter_mut().for_each(|document| check_shape(sources, document, &mut reader));
    let documents = Documents { parsed, texts: sources.texts };
    catalogues::described(&mut reader, sources.folders);
    read_declarations(&documents, &mut reader);
    read_register(sources, &documents, &mut reader, memory, &mut register);
    register.into_values().for_each(|document| document.declare(&mut reader));
    let products = reader.products.take_tools();
    product_matching::complete(&mut reader.pack, products);
    product_matching::of_banned_developers(&mut reader.pack);
    documents.each("checklist", &mut reader, |reader, document, section| {
        with_id(reader, document, |reader, id| bans::checklist(reader, id, &section));
    });
    documents
        .each("text", &mut reader, |reader, document, section| text::translations(reader, &document.stem, &section));
    let (mut tests, mut register_tests) = (Vec::new(), Vec::new());
    documents.each("tests", &mut reader, |reader, _, section| {
        tests.extend(pack_tests::tests(reader, &section));
        register_tests.extend(register_tests::tests(reader, &section));
    });
    read_rules_and_pages(sources, &mut reader);
    units::below_the_parents(&mut reader);
    facets::sized(&mut reader);
    reader.references.extend(documents.parsed.into_iter().flat_map(|document| document.references));
    references::check(&mut reader);
    Model { pack: reader.pack, tests, register_tests, translated: reader.translated, faults: reader.faults }
}

fn new_reader<'a>(sources: &Sources<'a>, deciding: usize) -> Reader<'a> {
    let mut pack = Pack::default();
    pack.settings.language = "en".into();
    pack.settings.time_zone = "UTC".into();
    Reader {
        pack,
        faults: Vec::new(),
        references: Vec::new(),
        translated: Vec::new(),
        sized: Vec::new(),
        layer: 0,
        layers: sources.layers,
        catalogues: sources.catalogues,
        products: Products::default(),
        deciding,
        left_open: BTreeMap::new(),
    }
}

/// The register's documents that need not be read again, by file.
type Register = BTreeMap<FileId, CachedDocument>;

/// Parses each document, unless the cache has it as it is.
fn parse_or_recall<'a>(
    sources: &Sources<'a>,
    reader: &mut Reader<'_>,
    mut memory: Option<&mut ReadCache>,
) -> (Vec<Parsed<'a>>, Register) {
    let (mut parsed, mut register) = (Vec::new(), Register::new());
    for (id, layer, file) in sources.files() {
        match memory.as_mut().and_then(|memory| memory.recall(layer, file, id)) {
            Some((document, references)) => {
                reader.references.extend(references);
                register.insert(id, document);
            }
            None => parsed.extend(parse(sources.texts, id, &file.path, layer, &mut reader.faults)),
        }
    }
    (parsed, register)
}

/// Checks a document against the value type of its kind, and collects its references.
fn check_shape(sources: &Sources<'_>, document: &mut Parsed<'_>, reader: &mut Reader<'_>) {
    let before = reader.faults.len();
    let mut found = validate::Validation { file: document.stem.clone(), ..validate::Validation::default() };
    validate::table(&section(document, sources.texts), document.document.shape, &mut found);
    // After a syntax error, the parser puts empty values in place of what it could not read.
    found.faults.retain(|fault| !document.broken || fault.at.is_none_or(|at| at.start < at.end));
    reader.faults.extend(found.faults);
    let text = sources.texts.text(document.file);
    mixed_scripts::in_document(&section(document, sources.texts), text, &mut reader.faults);
    head(document, sources.texts, &mut reader.faults);
    if sources.catalogues.get(document.layer) == Some(&true) {
        catalogues::only_describes(document, sources.texts, &mut reader.faults);
    }
    document.references = found.references;
    document.clean = !document.broken && reader.faults.len() == before;
}

/// Parsed documents, read kind by kind.
struct Documents<'a> {
    parsed: Vec<Parsed<'a>>,
    texts: &'a SourceMap,
}

impl Documents<'_> {
    /// Reads each document of a kind, those of parents first.
    fn each(
        &self,
        kind: &str,
        reader: &mut Reader<'_>,
        mut read: impl FnMut(&mut Reader<'_>, &Parsed<'_>, Section<'_>),
    ) {
        for document in self.parsed.iter().filter(|document| document.document.name == kind) {
            reader.layer = document.layer;
            let mut section = section(document, self.texts);
            if kind != "pack" {
                let folder = document.document.place.split('/').next().unwrap_or_default();
                section.path = format!("{folder}.{}", document.stem);
            }
            read(reader, document, section);
        }
    }
}

fn read_declarations(documents: &Documents<'_>, reader: &mut Reader<'_>) {
    let steps: [fn(&mut Reader<'_>, &Section<'_>); 6] = [
        declarations::settings,
        facets::facets,
        settled::settled,
        declarations::declarations,
        declarations::references,
        declarations::faceted,
    ];
    for step in steps {
        documents.each("pack", reader, |reader, _, section| step(reader, &section));
    }
}

/// Reads the tools, bans and exemptions that the cache does not have.
fn read_register(
    sources: &Sources<'_>,
    documents: &Documents<'_>,
    reader: &mut Reader<'_>,
    mut memory: Option<&mut ReadCache>,
    register: &mut Register,
) {
    for kind in ["tool", "ban", "exemption"] {
        documents.each(kind, reader, |reader, document, section| {
            if kind != "tool" && !reader.decides() {
                return;
            }
            let before = reader.faults.len();
            with_id(reader, document, |reader, id| {
                let Some(read) = CachedDocument::read(kind, reader, id, &section) else { return };
                if let (Some(memory), Some(file)) = (memory.as_mut(), sources.file(document.file))
                    && document.clean
                    && reader.faults.len() == before
                {
                    memory.keep(document.layer, file, &read, &document.references);
                }
                register.insert(document.file, read);
            });
        });
    }
}

fn read_rules_and_pages(sources: &Sources<'_>, reader: &mut Reader<'_>) {
    for (id, layer, file) in sources.files() {
        reader.layer = layer;
        match file.path.split_once('/') {
            Some(("rules", name)) if name.ends_with(".cedar") && reader.decides() => {
                rules::rules(reader, id, sources.texts.text(id));
            }
            Some(("pages", name)) => {
                if let Some(page) = name.strip_suffix(".md").and_then(|stem| Id::parse(stem).ok()) {
                    text::page(reader, page, id, sources.texts.text(id));
                }
            }
            _ => {}
        }
    }
}
