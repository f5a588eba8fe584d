//! Texts for files, escaped for their formats.

use countersign_model::{Block, Plan};
use sha2::{Digest, Sha256};

/// Returns the head of a file, line by line: the organisation, how long it is valid, and that it is
/// generated. It leaves out the day, so that files change only when their contents do.
pub(crate) fn head(plan: &Plan) -> Vec<String> {
    let mut lines = vec![
        format!("{}, policy {}", line(&plan.organisation), line(&plan.version)),
        format!("For {}", line(&plan.deployment.name.text)),
    ];
    if let Some(until) = plan.until {
        lines.push(format!("Build it again after {until}: something begins or ends then"));
    }
    lines.push("Made by Countersign from the pack: change that, not this".to_owned());
    lines
}

/// Returns the head as comments that start with a mark.
pub(crate) fn comments(plan: &Plan, mark: &str) -> String {
    head(plan).iter().map(|line| format!("{mark} {line}\n")).collect()
}

/// Returns the message about a block for people: which policy, why, and who to ask.
pub(crate) fn message(plan: &Plan, block: &Block) -> String {
    let mut text = format!(
        "{} is blocked by the policy of {} ({}).",
        line(&block.name),
        line(&plan.organisation),
        line(&plan.version)
    );
    if !block.why.is_empty() {
        text.push_str(&format!(" {}", line(&block.why)));
    }
    if !block.ask.is_empty() {
        text.push_str(&format!(" Ask: {}.", line(&block.ask.join("; "))));
    }
    if let Some(page) = &plan.deployment.page {
        text.push_str(&format!(" See {page}"));
    }
    text
}

/// Returns a text as one line. Line breaks and other control characters become spaces.
pub(crate) fn line(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    if text.bytes().all(plain) && !text.contains("  ") && text.trim() == text {
        return text.to_owned();
    }
    let spaced: String = text.chars().map(|c| if c.is_control() || is_hidden(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns true for invisible characters that change how the rest reads: direction marks and line
/// breaks (Unicode Standard Annex 9, section 2; Annex 14, class BK).
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Returns the start of a text, with at most this many characters.
pub(crate) fn first(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Returns a text for XML and HTML, for content and for values in double quotes.
pub(crate) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in line(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Returns file names for device groups. Characters that a file name cannot have are left out, and
/// equal names get a number.
pub(crate) fn file_names(groups: &[&str]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for group in groups {
        let words: String =
            group.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
        let base: String = words.join("-").chars().take(60).collect();
        let base = if base.is_empty() { "group".to_owned() } else { base };
        let mut name = base.clone();
        let mut number = 2;
        while taken.contains(&name) {
            name = format!("{base}-{number}");
            number += 1;
        }
        taken.push(name);
    }
    taken
}

/// Returns the path by which the consumer finds a file of the artefact.
pub(crate) fn path(plan: &Plan, name: &str) -> String {
    match &plan.deployment.directory {
        Some(directory) => format!("{}/{name}", directory.trim_end_matches('/')),
        None => name.to_owned(),
    }
}

/// Returns a value as readable JSON with a final line break.
pub(crate) fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut text = format!("{value:#}");
    text.push('\n');
    text.into_bytes()
}

/// Returns a UUID for a text, always the same one: version 8, from its SHA-256 (RFC 9562, section
/// 5.8 and appendix B.2).
pub(crate) fn uuid(text: &str) -> String {
    let digest = Sha256::digest(format!("urn:countersign:{text}"));
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, own)| *byte = own);
    let mut number = u128::from_be_bytes(bytes);
    // Four bits of version, two of variant.
    number = (number & !(0xf << 76)) | (8 << 76);
    number = (number & !(0b11 << 62)) | (0b10 << 62);
    let digits = format!("{number:032x}");
    let mut parts = Vec::new();
    let mut rest = digits.as_str();
    for length in [8, 4, 4, 4, 12] {
        let (part, after) = rest.split_at(length);
        parts.push(part);
        rest = after;
    }
    parts.join("-")
}
