use super::node::{Section, tidy};
use super::reader::Reader;
use crate::Diagnostic;
use countersign_model::{FileId, Id, Page, Span, Text};

/// Reads sentences in another language. Authors can nest the ids as they like.
pub(super) fn translations(reader: &mut Reader<'_>, language: &str, section: &Section<'_>) {
    let Some(text) = section.child("text") else { return };
    let mut flat = Vec::new();
    flatten(&text, "", &mut flat);
    for (id, span, _) in &flat {
        reader.translated.push((id.clone(), *span));
    }
    let sentences = reader.pack.translations.0.entry(language.to_owned()).or_default();
    sentences.extend(flat.into_iter().map(|(id, _, text)| (id, text)));
}

fn flatten(section: &Section<'_>, prefix: &str, flat: &mut Vec<(String, Span, String)>) {
    for (key, node) in section.entries() {
        let id = if prefix.is_empty() { key.text.to_owned() } else { format!("{prefix}.{}", key.text) };
        match (node.section(String::new()), node.text()) {
            (Some(inner), _) => flatten(&inner, &id, flat),
            (None, Some(text)) => flat.push((id, key.span, tidy(text))),
            (None, None) => {}
        }
    }
}

/// Reads a page of prose. Its title is its first heading.
pub(super) fn page(reader: &mut Reader<'_>, id: Id, file: FileId, text: &str) {
    let heading = text.lines().find_map(|line| line.strip_prefix("# "));
    let Some(heading) = heading else {
        let fault = Diagnostic::error("no-title", Span::new(file, 0, 0), "a page begins with its title");
        reader.faults.push(fault.help("write `# Title` on the first line"));
        return;
    };
    let title = Text::new(format!("pages.{id}.title"), heading.trim());
    let body = Text::new(format!("pages.{id}.body"), text.trim());
    reader.pack.pages.replace(Page { id, title, body });
}
