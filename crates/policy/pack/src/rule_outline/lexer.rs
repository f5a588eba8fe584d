//! Splits Cedar text into tokens, without comments.

use super::scan_fault::ScanFault;
use std::ops::Range;

/// The kind of a token, as far as the outline of a rule needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Text,
    Open,
    Close,
    Operator,
    Semicolon,
    Other,
}

/// A token with its bytes.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// The curly quotes that word processors insert instead of straight ones.
pub(super) const CURLY: [char; 8] = ['“', '”', '„', '‟', '‘', '’', '«', '»'];

/// Returns the tokens of a text, and an error for every quoted text without an end.
///
/// If a quoted text runs on into what looks like the next line of a rule, it ends where the author
/// most likely meant it to end. One missing quote is then one error.
pub(super) fn tokens(text: &str) -> (Vec<Token>, Vec<ScanFault>) {
    let bytes = text.as_bytes();
    let at = |place: usize| bytes.get(place).copied().unwrap_or(0);
    let mut tokens = Vec::new();
    let mut faults = Vec::new();
    let mut place = 0;
    while place < bytes.len() {
        let start = place;
        let kind = match at(place) {
            b' ' | b'\t' | b'\r' | b'\n' => {
                place += 1;
                continue;
            }
            b'/' if at(place + 1) == b'/' => {
                while place < bytes.len() && at(place) != b'\n' {
                    place += 1;
                }
                continue;
            }
            b'"' => {
                let (end, fault) = quoted(text, start);
                place = end;
                faults.extend(fault);
                Kind::Text
            }
            b'(' | b'[' | b'{' => step(&mut place, 1, Kind::Open),
            b')' | b']' | b'}' => step(&mut place, 1, Kind::Close),
            b';' => step(&mut place, 1, Kind::Semicolon),
            b':' if at(place + 1) == b':' => step(&mut place, 2, Kind::Other),
            b'=' | b'!' | b'<' | b'>' if at(place + 1) == b'=' => step(&mut place, 2, Kind::Operator),
            b'&' | b'|' if at(place + 1) == at(place) => step(&mut place, 2, Kind::Operator),
            b'!' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%' | b'.' => step(&mut place, 1, Kind::Operator),
            b if b.is_ascii_alphanumeric() || b == b'_' => {
                while at(place).is_ascii_alphanumeric() || at(place) == b'_' {
                    place += 1;
                }
                match text.get(start..place) {
                    Some("if" | "else" | "then" | "in" | "has" | "like" | "is" | "when" | "unless") => Kind::Operator,
                    _ => Kind::Word,
                }
            }
            _ => {
                place += 1;
                while place < bytes.len() && !text.is_char_boundary(place) {
                    place += 1;
                }
                Kind::Other
            }
        };
        tokens.push(Token { kind, span: start..place });
    }
    (tokens, faults)
}

fn step(place: &mut usize, by: usize, kind: Kind) -> Kind {
    *place += by;
    kind
}

/// Returns the end of the quoted text that starts at a byte, and an error if it has none.
fn quoted(text: &str, start: usize) -> (usize, Option<ScanFault>) {
    let rest = text.get(start + 1..).unwrap_or_default();
    let mut escaped = false;
    let closing = rest.char_indices().find(|(_, letter)| {
        let closes = *letter == '"' && !escaped;
        escaped = *letter == '\\' && !escaped;
        closes
    });
    let inner = closing.map_or(rest, |(at, _)| rest.get(..at).unwrap_or_default());
    match closing {
        Some((at, _)) if !runs_on(inner) => (start + 1 + at + 1, None),
        _ => {
            let line = inner.lines().next().unwrap_or_default();
            let curly = line.char_indices().rev().find(|(_, letter)| CURLY.contains(letter));
            match curly {
                Some((at, letter)) => {
                    let span = start + 1 + at..start + 1 + at + letter.len_utf8();
                    (span.end, Some(curly_quote(letter, span)))
                }
                None => (start + 1 + meant_end(line), Some(unclosed(start))),
            }
        }
    }
}

/// Returns true if a quoted text contains a line that starts like a line of a rule.
fn runs_on(inner: &str) -> bool {
    let of_rule = |line: &str| {
        let line = line.trim_start();
        let key = line.strip_prefix('@').is_some_and(|rest| {
            let word = rest.find(|letter: char| !letter.is_ascii_alphabetic() && letter != '_');
            word.is_some_and(|end| end > 0 && rest.get(end..).is_some_and(|rest| rest.trim_start().starts_with('(')))
        });
        let head = ["permit", "forbid", "when", "unless"]
            .iter()
            .any(|word| line.strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with(['(', '{'])));
        key || head
    };
    inner.lines().skip(1).any(of_rule)
}

/// Returns the most likely end of a text that is not closed on its line: before the bracket or
/// punctuation that ends the line.
fn meant_end(line: &str) -> usize {
    line.trim_end().trim_end_matches([')', ']', '}', ';', ',', ' ']).len()
}

/// Returns the error for a curly quote.
pub(super) fn curly_quote(letter: char, span: Range<usize>) -> ScanFault {
    ScanFault {
        code: "not-cedar",
        span,
        message: format!("`{letter}` is a curly quote, and rules need straight ones"),
        help: "write `\"` on both sides of the text".into(),
    }
}

fn unclosed(start: usize) -> ScanFault {
    ScanFault {
        code: "not-cedar",
        span: start..start + 1,
        message: "this text in quotes is never closed".into(),
        help: "add the closing `\"`".into(),
    }
}
