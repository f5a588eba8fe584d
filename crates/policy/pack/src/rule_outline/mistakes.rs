//! Mistakes in rules that are visible before parsing, and for which Cedar's parser has a puzzling
//! message: operators of other languages, names with hyphens, curly quotes, a missing `;` or
//! bracket.

use super::lexer::{CURLY, Kind, Token, curly_quote};
use super::scan_fault::ScanFault;
use std::ops::Range;

/// Returns every mistake in a rule. Only the first curly quote counts, since they come in pairs.
pub(super) fn mistakes(text: &str, rule: &[Token]) -> Vec<ScanFault> {
    let single_quote = rule.iter().position(|token| text.get(token.span.clone()) == Some("'"));
    let tokens = Tokens { text, rule, single_quote };
    if let Some(fault) = tokens.curly() {
        return vec![fault];
    }
    let mut faults: Vec<ScanFault> = (0..rule.len()).filter_map(|index| tokens.at(index)).collect();
    // A name with hyphens can contain a word that is an operator elsewhere.
    faults.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    if faults.is_empty() {
        faults.extend(tokens.brackets());
        faults.extend(tokens.semicolon());
    }
    faults
}

struct Tokens<'a> {
    text: &'a str,
    rule: &'a [Token],
    /// The first `'`. The one that ends its text is not a separate mistake.
    single_quote: Option<usize>,
}

impl<'a> Tokens<'a> {
    fn word(&self, index: usize) -> &'a str {
        self.rule.get(index).and_then(|token| self.text.get(token.span.clone())).unwrap_or_default()
    }

    fn before(&self, index: usize) -> &'a str {
        index.checked_sub(1).map_or("", |index| self.word(index))
    }

    fn span(&self, index: usize) -> Range<usize> {
        self.rule.get(index).map_or(0..0, |token| token.span.clone())
    }

    /// Returns true if a token follows another one without a space.
    fn touches(&self, index: usize) -> bool {
        index.checked_sub(1).is_some_and(|before| self.span(before).end == self.span(index).start)
    }

    fn curly(&self) -> Option<ScanFault> {
        let odd = self.rule.iter().filter(|token| token.kind == Kind::Other);
        let mut letters = odd.filter_map(|token| {
            let letter = self.text.get(token.span.clone())?.chars().next()?;
            CURLY.contains(&letter).then(|| curly_quote(letter, token.span.clone()))
        });
        letters.next()
    }

    /// Returns the mistake that starts at a token.
    fn at(&self, index: usize) -> Option<ScanFault> {
        self.word_operator(index).or_else(|| self.odd_sign(index)).or_else(|| self.hyphens(index))
    }

    /// Reports `and`, `or` and `not` in place of an operator.
    fn word_operator(&self, index: usize) -> Option<ScanFault> {
        let word = self.word(index);
        let sign = match word.to_ascii_lowercase().as_str() {
            "or" => "||",
            "and" => "&&",
            "not" => "!",
            _ => return None,
        };
        let is_name =
            matches!(self.before(index), "." | "@" | "::" | "-") || matches!(self.word(index + 1), ":" | "::" | "-");
        if is_name || self.rule.get(index)?.kind != Kind::Word {
            return None;
        }
        Some(fault(self.span(index), format!("rules do not use `{word}`"), format!("write `{sign}`")))
    }

    /// Reports `|`, `&`, `=`, `===`, `<>` and `'` in place of the right operator or quote.
    fn odd_sign(&self, index: usize) -> Option<ScanFault> {
        let sign = self.word(index);
        let after_equals = self.touches(index) && matches!(self.before(index), "==" | "!=");
        let (written, meant) = match sign {
            "|" => ("|", "||"),
            "&" => ("&", "&&"),
            "=" if after_equals && self.before(index) == "!=" => ("!==", "!="),
            "=" if after_equals => ("===", "=="),
            "=" => ("=", "=="),
            ">" if self.touches(index) && self.before(index) == "<" => ("<>", "!="),
            "'" if self.single_quote == Some(index) => ("'", "\""),
            _ => return None,
        };
        let start = self.span(index).end.saturating_sub(written.len());
        let place = start..self.span(index).end;
        Some(fault(place, format!("rules do not use `{written}`"), format!("write `{meant}`")))
    }

    /// Reports a name with hyphens, which Cedar reads as a subtraction.
    fn hyphens(&self, index: usize) -> Option<ScanFault> {
        let is_part = |index: usize| {
            self.rule.get(index).is_some_and(|token| matches!(token.kind, Kind::Word | Kind::Operator))
                && self.word(index).starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_')
        };
        if self.before(index) == "-" || !is_part(index) {
            return None;
        }
        let mut parts = vec![self.word(index)];
        let mut next = index + 1;
        while self.word(next) == "-" && is_part(next + 1) && self.touches(next) && self.touches(next + 1) {
            parts.push(self.word(next + 1));
            next += 2;
        }
        let span = self.span(index).start..self.span(next.saturating_sub(1)).end;
        if parts.len() < 2 {
            return None;
        }
        let name = parts.join("-");
        if self.word(next) == "::" {
            let message = format!("a type of values has no hyphens in rules: `{name}`");
            return Some(fault(span, message, format!("write `{}::\"…\"`", type_name(&parts))));
        }
        let message = format!("a name has `_` in rules where it has `-` elsewhere: `{name}`");
        Some(fault(span, message, format!("write `{}`", parts.join("_"))))
    }

    /// Reports a bracket without a partner.
    fn brackets(&self) -> Option<ScanFault> {
        let mut open: Vec<usize> = Vec::new();
        for (index, token) in self.rule.iter().enumerate() {
            match token.kind {
                Kind::Open => open.push(index),
                Kind::Close => {
                    let fits = open.pop().is_some_and(|start| closes(self.word(start)) == self.word(index));
                    if !fits {
                        let message = format!("this `{}` closes no bracket", self.word(index));
                        return Some(fault(
                            token.span.clone(),
                            message,
                            "take it out, or add the bracket that it closes",
                        ));
                    }
                }
                _ => {}
            }
        }
        let start = open.pop()?;
        let message = format!("this `{}` is never closed", self.word(start));
        Some(fault(self.span(start), message, format!("add `{}`", closes(self.word(start)))))
    }

    fn semicolon(&self) -> Option<ScanFault> {
        let last = self.rule.last().filter(|last| last.kind != Kind::Semicolon)?;
        let place = last.span.end.saturating_sub(1).max(last.span.start)..last.span.end;
        Some(fault(place, "this rule does not end with `;`".to_owned(), "add `;` here"))
    }
}

fn closes(open: &str) -> &'static str {
    match open {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

/// Returns the Cedar name of the type of a facet's values: `state-business` is `StateBusiness`.
fn type_name(parts: &[&str]) -> String {
    let upper = |part: &&str| {
        let mut letters = part.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    parts.iter().map(upper).collect()
}

fn fault(span: Range<usize>, message: String, help: impl Into<String>) -> ScanFault {
    ScanFault { code: "not-cedar", span, message, help: help.into() }
}
