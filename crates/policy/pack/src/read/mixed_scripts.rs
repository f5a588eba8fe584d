use super::node::{Node, Section};
use crate::Diagnostic;
use crate::rule_outline::RuleText;
use countersign_model::{FileId, Span};

/// Scripts that have letters like those of another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
}

impl Script {
    fn of(c: char) -> Option<Self> {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{00c0}'..='\u{024f}' | '\u{1e00}'..='\u{1eff}' => Some(Self::Latin),
            '\u{0370}'..='\u{03ff}' | '\u{1f00}'..='\u{1fff}' => Some(Self::Greek),
            '\u{0400}'..='\u{052f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => Some(Self::Cyrillic),
            _ => None,
        }
        .filter(|_| c.is_alphabetic())
    }

    fn name(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Greek => "Greek",
            Self::Cyrillic => "Cyrillic",
        }
    }
}

/// Reports words in a document's texts that mix scripts.
pub(super) fn in_document(section: &Section<'_>, text: &str, faults: &mut Vec<Diagnostic>) {
    for (_, node) in section.entries() {
        in_node(node, text, faults);
    }
}

fn in_node(node: Node<'_>, text: &str, faults: &mut Vec<Diagnostic>) {
    if let Some(value) = node.text() {
        faults.extend(in_text(value, node.span(), text));
    } else if let Some(section) = node.section(String::new()) {
        in_document(&section, text, faults);
    } else {
        node.items().into_iter().flatten().for_each(|item| in_node(item, text, faults));
    }
}

/// Reports the same for the sentence of a rule.
pub(super) fn in_rule(found: &RuleText, file: FileId, text: &str) -> Option<Diagnostic> {
    let mut says = found.annotations.iter().filter(|annotation| annotation.key.starts_with("text"));
    says.find_map(|says| in_text(&says.value, Span::new(file, says.value_span.start, says.value_span.end), text))
}

/// Reports the first such word of a value, at its place if it is written there unescaped.
fn in_text(value: &str, at: Span, text: &str) -> Option<Diagnostic> {
    if value.is_ascii() {
        return None;
    }
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '\u{0300}'..='\u{036f}');
    let words = value.split(|c: char| !letter(c));
    let (word, first, other) = words.into_iter().find_map(|word| {
        let mut scripts = word.chars().filter_map(Script::of);
        let first = scripts.next()?;
        Some((word, first, scripts.find(|script| *script != first)?))
    })?;
    let raw = text.get(at.start..at.end).unwrap_or_default();
    let at = raw.find(word).map_or(at, |place| Span::new(at.file, at.start + place, at.start + place + word.len()));
    let message = format!("`{word}` mixes {} and {} letters, some of which look alike", first.name(), other.name());
    Some(Diagnostic::warning("suspicious", at, message).help("write the word in one alphabet"))
}
