//! Reads documents into the model, and reports all errors in all files at once.
//!
//! All packs of a chain are read together, parents first, and facets before everything that refers
//! to them. A document is first checked against its shape, which also collects its references. Then
//! it is turned into the model, without the parts that have errors.

mod annotations;
mod bans;
mod cache;
mod catalogues;
mod declarations;
mod declare;
mod deployments;
mod document;
mod exemptions;
mod facets;
mod file_paths;
mod inherited_facets;
mod invisible_characters;
mod mixed_scripts;
mod model;
mod node;
mod pack_tests;
mod product_matching;
mod products;
mod reader;
mod references;
mod register_tests;
mod reviewed;
mod rule_reader;
mod rules;
mod scope;
mod service;
mod settled;
mod text;
mod tools;
mod units;
mod validate;

pub use annotations::ANNOTATIONS;
pub use cache::ReadCache;
pub use pack_tests::{Expect, Test};
pub use register_tests::RegisterTest;

use crate::{Diagnostic, PackFolder, SourceMap};
use countersign_model::{Pack, Span};
use file_paths::{misplaced, not_utf8, text_of};
use model::{Model, Sources, model};
use std::collections::BTreeSet;
use toml::de::DeTable;

/// The result of reading a pack. The pack contains everything that could be read. Do not use it if
/// a diagnostic is an error.
#[derive(Debug, Default)]
pub struct Reading {
    /// The pack, with those it extends.
    pub pack: Pack,
    /// Its tests.
    pub tests: Vec<Test>,
    /// Its tests of the register.
    pub register_tests: Vec<RegisterTest>,
    /// The texts that spans point into.
    pub files: SourceMap,
    /// Its diagnostics.
    pub diagnostics: Vec<Diagnostic>,
    /// The ids of translated sentences, with their places.
    pub translated: Vec<(String, Span)>,
}

/// Reads a chain of packs, the outermost parent first.
pub fn read(folders: &[PackFolder]) -> Reading {
    reading(folders, None, usize::MAX)
}

/// Reads the decisions of the parents, in the words of the last pack of the chain.
///
/// Those words are its facets, units, kinds and listings, but not its rules, bans and settings. The
/// pack's own decisions can then be compared with the result, case by case.
///
/// [`read`] reports errors in the chain.
pub fn read_parent(folders: &[PackFolder]) -> Reading {
    let mut reading = reading(folders, None, folders.len().saturating_sub(1));
    reading.diagnostics.clear();
    reading
}

/// Reads a chain of packs of which an earlier version was read with the same cache. The result is
/// the same as that of [`read`].
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
    // Messages always name the catalogue that comes with the program. A single pack needs no name.
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
    let catalogues: Vec<bool> = folders.iter().map(is_catalogue).collect();
    let sources = Sources { texts: &files, folders, layers: &layers, catalogues: &catalogues };
    let model = model(&sources, memory, deciding);
    faults.extend(model.faults);
    faults.sort_by_key(|fault| (fault.at.is_some(), fault.at));
    faults.dedup();
    let faults = one_each(faults);
    let Model { pack, tests, register_tests, translated, .. } = model;
    Reading { pack, tests, register_tests, files, diagnostics: faults, translated }
}

/// Returns one error for each mistake: a word that is not an id is not a known value either, and
/// the second message is more useful.
fn one_each(mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let unknown: BTreeSet<Option<Span>> =
        faults.iter().filter(|fault| fault.code == "unknown-value").map(|fault| fault.at).collect();
    faults.retain(|fault| fault.code != "bad-id" || !unknown.contains(&fault.at));
    faults
}

/// Returns the packs that a pack extends, as its `pack.toml` names them.
pub fn extends(folder: &PackFolder) -> Vec<String> {
    let text = |value: &toml::Spanned<toml::de::DeValue<'_>>| Some(value.get_ref().as_str()?.trim().to_owned());
    let all = |value: &toml::Spanned<toml::de::DeValue<'_>>| match value.get_ref().as_array() {
        Some(values) => values.iter().filter_map(text).collect(),
        None => text(value).into_iter().collect(),
    };
    head_value(folder, "extends", all).unwrap_or_default()
}

/// Returns true if a folder contains a catalogue, a pack that only describes products.
pub fn is_catalogue(folder: &PackFolder) -> bool {
    head_value(folder, "catalogue", |value| value.get_ref().as_bool()).flatten().unwrap_or(false)
}

/// Returns the value of a key in a folder's `pack.toml`.
fn head_value<T>(
    folder: &PackFolder,
    key: &str,
    read: impl FnOnce(&toml::Spanned<toml::de::DeValue<'_>>) -> T,
) -> Option<T> {
    let file = folder.files.iter().find(|file| file.path == "pack.toml")?;
    let (table, _) = DeTable::parse_recoverable(text_of(&file.bytes).ok()?);
    table.get_ref().get(key).map(read)
}
