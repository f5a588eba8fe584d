//! What a catalogue may hold, and catalogues that were read when the program was built.

use super::document::{Parsed, section};
use super::reader::Reader;
use crate::{Diagnostic, PackFolder, SourceMap};
use countersign_model::{Catalogue, FileId};

/// The keys that the documents at the top of a catalogue may have.
const KEYS: &[&str] =
    &["format", "name", "version", "catalogue", "extends", "about", "language", "kinds", "developers"];

/// Reports keys that a catalogue may not have, because it only describes.
pub(super) fn only_describes(document: &Parsed<'_>, files: &SourceMap, faults: &mut Vec<Diagnostic>) {
    let own = section(document, files);
    let refused = match document.document.name {
        "pack" => own.entries().filter(|(key, _)| !KEYS.contains(&key.text)).map(|(key, _)| key).collect(),
        "tool" => {
            own.entries().filter(|(key, _)| matches!(key.text, "listings" | "serves")).map(|(key, _)| key).collect()
        }
        other => {
            let message = format!("a catalogue only describes products, so it holds no {other}");
            let fault = Diagnostic::error("judges", own.span, message);
            faults.push(fault.help("move the file to a pack that extends the catalogue"));
            Vec::new()
        }
    };
    for key in refused {
        let message = format!("a catalogue only describes products, so it has no `{}`", key.text);
        let fault = Diagnostic::error("judges", key.span, message);
        faults.push(fault.help("move it to a pack that extends the catalogue"));
    }
}

/// Adds the contents of catalogues that were read earlier.
pub(super) fn described(reader: &mut Reader<'_>, folders: &[PackFolder]) {
    let mut first = 0;
    for (layer, folder) in folders.iter().enumerate() {
        let top = folder.files.iter().position(|file| file.path == "pack.toml").unwrap_or_default();
        let file = FileId(u32::try_from(first + top).unwrap_or(u32::MAX));
        first += folder.files.len();
        let Some(catalogue) = folder.described.map(|read| read()) else { continue };
        let mut catalogue = Catalogue::clone(&catalogue);
        catalogue.moved(file);
        reader.layer = layer;
        for kind in catalogue.kinds {
            reader.kind(kind);
        }
        for developer in catalogue.developers {
            reader.products.developer(&mut reader.pack, developer, true, &mut reader.faults);
        }
        for mut tool in catalogue.tools {
            tool.layer = layer;
            reader.products.add(tool, &mut reader.faults);
        }
    }
}
