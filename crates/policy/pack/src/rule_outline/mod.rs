//! The outline of Cedar text before any parser sees it: where each rule starts and ends, its
//! annotations, and whether it is small enough to parse.
//!
//! Cedar's parser aborts the process on deep nesting and on long flat chains. The bounds here make
//! untrusted rules safe to parse.

mod lexer;
mod mistakes;
mod scan_fault;

pub use scan_fault::ScanFault;

use lexer::{Kind, Token, tokens};
use mistakes::mistakes;
use std::ops::Range;

/// The deepest nesting of brackets in a rule.
pub const MOST_NESTING: usize = 64;
/// The largest number of operators in a rule.
pub const MOST_OPERATORS: usize = 256;
/// The largest number of tokens in a rule.
pub const MOST_TOKENS: usize = 8_192;

/// One rule of a file, as far as its tokens show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    /// The bytes of the rule, from its first annotation to its semicolon.
    pub span: Range<usize>,
    /// Its annotations, in order.
    pub annotations: Vec<Annotation>,
    /// The word after the annotations: `permit` or `forbid` in a valid rule.
    pub effect: Option<(String, Range<usize>)>,
    /// The text after `action == Action::`, unescaped.
    pub action: Option<(String, Range<usize>)>,
    /// Whether a mistake in it was reported. No parser needs to see it then.
    pub broken: bool,
}

/// An annotation: `@key("value")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The key.
    pub key: String,
    /// Where the key is.
    pub key_span: Range<usize>,
    /// The value, unescaped.
    pub value: String,
    /// Where the value is, quotes included.
    pub value_span: Range<usize>,
}

/// Splits a file into its rules. Leaves out rules that are too large to parse, and reports these
/// and every mistake that is visible before parsing.
pub fn scan(text: &str) -> (Vec<RuleText>, Vec<ScanFault>) {
    let mut rules = Vec::new();
    let (tokens, mut faults) = tokens(text);
    // Texts without an end, the last first. Each belongs to one rule.
    let mut unclosed: Vec<usize> = faults.iter().map(|fault| fault.span.start).rev().collect();
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let (rule, after) = rest.split_at(length_of_rule(text, rest));
        rest = after;
        let end = rule.last().map_or(0, |token| token.span.end);
        let mut torn = false;
        while unclosed.pop_if(|place| *place < end).is_some() {
            torn = true;
        }
        if let Some(fault) = too_large(rule) {
            faults.push(fault);
            continue;
        }
        let found = mistakes(text, rule);
        rules.extend(rule_text(text, rule).map(|rule| RuleText { broken: torn || !found.is_empty(), ..rule }));
        faults.extend(found);
    }
    (rules, faults)
}

/// Returns the number of tokens of the first rule: up to its `;`, or to the start of the next rule
/// if the `;` is missing.
fn length_of_rule(text: &str, rest: &[Token]) -> usize {
    let word = |token: &Token| text.get(token.span.clone()).unwrap_or_default();
    let mut has_effect = false;
    for (index, token) in rest.iter().enumerate() {
        if token.kind == Kind::Semicolon {
            return index + 1;
        }
        let next = rest.get(index + 1);
        // A facet can also have one of these names.
        let is_effect = matches!(word(token), "permit" | "forbid") && next.is_some_and(|next| word(next) == "(");
        let is_annotation = word(token) == "@" && next.is_some_and(|key| key.kind == Kind::Word);
        if has_effect && (is_effect || is_annotation) {
            return index;
        }
        has_effect |= is_effect;
    }
    rest.len()
}

fn too_large(rule: &[Token]) -> Option<ScanFault> {
    let start = rule.first()?.span.start;
    let fault = |span: &Range<usize>, message: String, help: &str| {
        Some(ScanFault { code: "rule-too-large", span: span.clone(), message, help: str::to_owned(help) })
    };
    if rule.len() > MOST_TOKENS {
        let message = format!("this rule has more than {MOST_TOKENS} words and signs");
        return fault(&(start..start + 1), message, "part it into several rules");
    }
    let (mut depth, mut operators) = (0_usize, 0_usize);
    for token in rule {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Operator => operators += 1,
            _ => {}
        }
        if depth > MOST_NESTING {
            let message = format!("brackets are nested deeper than {MOST_NESTING} here");
            return fault(&token.span, message, "part the rule into several, or use a group of values");
        }
        if operators > MOST_OPERATORS {
            let message = format!("this rule has more than {MOST_OPERATORS} operators");
            return fault(&token.span, message, "part the rule into several, or use a set: `[…].contains(…)`");
        }
    }
    None
}

fn rule_text(text: &str, rule: &[Token]) -> Option<RuleText> {
    let span = rule.first()?.span.start..rule.last()?.span.end;
    let word = |token: &Token| text.get(token.span.clone()).unwrap_or_default().to_owned();
    let is =
        |token: Option<&Token>, wanted: &str| token.is_some_and(|token| text.get(token.span.clone()) == Some(wanted));
    let mut annotations = Vec::new();
    let mut rest = rule;
    while let [at, key, open, value, close, after @ ..] = rest {
        if !is(Some(at), "@") || !is(Some(open), "(") || value.kind != Kind::Text || !is(Some(close), ")") {
            break;
        }
        annotations.push(Annotation {
            key: word(key),
            key_span: key.span.clone(),
            value: unescape(&word(value)),
            value_span: value.span.clone(),
        });
        rest = after;
    }
    let effect = rest.first().filter(|token| token.kind == Kind::Word).map(|token| (word(token), token.span.clone()));
    let action = rest.windows(5).find_map(|five| match five {
        [action, equals, kind, colons, name]
            if is(Some(action), "action")
                && is(Some(equals), "==")
                && is(Some(kind), "Action")
                && is(Some(colons), "::")
                && name.kind == Kind::Text =>
        {
            Some((unescape(&word(name)), name.span.clone()))
        }
        _ => None,
    });
    Some(RuleText { span, annotations, effect, action, broken: false })
}

/// Returns the text of a quoted literal. Escapes that Cedar does not know stay as they are, and its
/// parser reports them.
fn unescape(literal: &str) -> String {
    let inner = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(literal);
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some(escaped @ ('"' | '\'' | '\\')) => text.push(escaped),
            Some(other) => text.extend(['\\', other]),
            None => text.push('\\'),
        }
    }
    text
}
