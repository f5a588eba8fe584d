//! Raised signs beside names, and their footnotes below the list.

use crate::{Cell, Role, Table};
use std::collections::BTreeMap;

/// Signs that refer to a footnote after a name.
const SIGNS: &[char] = &['*', '†', '‡', '§'];

/// Returns the sign of a raised text: a number, a letter or a symbol. `None` if it is a part of a
/// word, such as the 2 of a formula or a trade mark.
pub(super) fn raised(text: &str) -> Option<String> {
    let bare = text.trim().trim_matches(['[', ']', '(', ')']);
    let is_sign = !bare.is_empty()
        && bare.chars().count() <= 3
        && (bare.chars().all(|c| c.is_ascii_digit() || c == ',')
            || bare.chars().all(|c| SIGNS.contains(&c))
            || bare.chars().count() == 1 && bare.chars().all(|c| c.is_ascii_lowercase()));
    is_sign.then(|| bare.to_owned())
}

/// Removes signs from the end of the first line of each cell, and from every line of a cell with
/// several names.
pub(super) fn take_off(tables: &mut [Table]) {
    for table in tables {
        let names: Vec<bool> =
            table.heads.iter().map(|heading| Role::of_heading(heading) == Some(Role::Name)).collect();
        for row in &mut table.rows {
            for (place, cell) in row.cells.iter_mut().enumerate() {
                let lines = if names.get(place) == Some(&true) { usize::MAX } else { 1 };
                take_off_lines(cell, lines);
            }
        }
    }
}

/// Removes signs from the end of the first lines of a cell.
fn take_off_lines(cell: &mut Cell, most: usize) {
    let mut signs = Vec::new();
    let mut lines = cell.text.split('\n').enumerate().map(|(place, line)| {
        let found = if place < most { without_sign(line) } else { None };
        let Some((bare, sign)) = found else { return line };
        signs.push(sign);
        bare
    });
    let first = lines.next().unwrap_or_default().to_owned();
    let text = lines.fold(first, |text, line| text + "\n" + line);
    if !signs.is_empty() {
        cell.text = text.into();
        cell.extras_mut().signs.extend(signs);
    }
}

/// Returns a line without the sign at its end, and the sign.
fn without_sign(line: &str) -> Option<(&str, String)> {
    let line = line.trim_end();
    if let Some(found) = numbered(line).filter(|(bare, _)| bare.chars().count() > 1) {
        return Some(found);
    }
    let bare = line.trim_end_matches(SIGNS);
    let sign = line.strip_prefix(bare).unwrap_or_default();
    // "C*" may be a name, and "**C**" is bold Markdown in another format.
    let bold = sign == "**" && bare.trim_start().starts_with("**");
    let is_sign = !sign.is_empty() && bare.trim().chars().count() >= 2 && !bold;
    is_sign.then(|| (bare.trim_end(), sign.to_owned()))
}

/// Returns the name without a sign of another form at its end, and the sign: `¹`, `[2]`, `[^1]`,
/// `^1^` or `(1)`.
fn numbered(name: &str) -> Option<(&str, String)> {
    let raised = name.trim_end_matches(|c: char| superscript(c).is_some());
    if raised.len() < name.len() {
        let sign = name.get(raised.len()..)?.chars().filter_map(superscript).collect();
        return Some((raised.trim_end(), sign));
    }
    let (open, close) = [('[', ']'), ('(', ')'), ('^', '^')].into_iter().find(|(_, close)| name.ends_with(*close))?;
    let inner = name.get(..name.len() - close.len_utf8())?;
    let start = inner.rfind(open)?;
    let sign = inner.get(start + open.len_utf8()..)?.trim_start_matches('^');
    let is_sign = !sign.is_empty() && sign.len() <= 2 && sign.bytes().all(|byte| byte.is_ascii_digit());
    let bare = inner.get(..start)?.trim_end();
    is_sign.then(|| (bare, sign.to_owned()))
}

fn superscript(c: char) -> Option<char> {
    let place = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|known| known == c)?;
    char::from_digit(u32::try_from(place).ok()?, 10)
}

/// Gives each table the footnotes for the signs in its cells.
///
/// Paragraphs that are footnotes are removed from `paragraphs`. What remains is prose.
pub(super) fn attach(tables: &mut [Table], paragraphs: &mut Vec<String>) {
    let mut signs: Vec<String> = Vec::new();
    for cell in tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
        for sign in cell.extras().signs.iter().filter(|sign| !sign.is_empty()) {
            if !signs.contains(sign) {
                signs.push(sign.clone());
            }
        }
    }
    if signs.is_empty() {
        return;
    }
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    paragraphs.retain(|paragraph| {
        let found = parted(paragraph, &signs);
        let is_prose = found.is_empty();
        for (sign, text) in found {
            texts.entry(sign).or_insert(text);
        }
        is_prose
    });
    for table in tables {
        let own = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.extras().signs);
        let own = own.filter_map(|sign| Some((sign.clone(), texts.get(sign)?.clone())));
        table.footnotes = own.collect();
    }
}

/// Returns the footnotes of a paragraph that starts with one: each sign with the text up to the
/// next.
fn parted(paragraph: &str, signs: &[String]) -> Vec<(String, String)> {
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    let words = paragraph.split(|c: char| c.is_whitespace() || c.is_control());
    for word in words.filter(|word| !word.is_empty()) {
        let plain: String = word.chars().map(|c| superscript(c).unwrap_or(c)).collect();
        let bare = plain.trim_matches(['[', ']', '(', ')', '.', ':', '^']);
        let alone = signs.iter().find(|sign| *sign == bare);
        let joined = signs.iter().find(|sign| sign.starts_with(SIGNS) && word.starts_with(sign.as_str()));
        match (alone, joined) {
            (Some(sign), _) => found.push((sign.clone(), Vec::new())),
            (None, Some(sign)) => found.push((sign.clone(), vec![word.get(sign.len()..).unwrap_or_default()])),
            (None, None) => match found.last_mut() {
                Some((_, words)) => words.push(word),
                None => return Vec::new(),
            },
        }
    }
    found.into_iter().map(|(sign, words)| (sign, words.join(" "))).filter(|(_, text)| !text.is_empty()).collect()
}
