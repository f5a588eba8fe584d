//! A look at Cedar text before any parser sees it: where each rule begins and
//! ends, what its annotations say, and whether it is small enough to parse.
//!
//! Cedar's parser aborts the process on deep nesting and on long flat chains,
//! so the bounds here are what makes untrusted rules safe to parse.

use std::ops::Range;

/// The deepest nesting of brackets in a rule.
pub const MOST_NESTING: usize = 64;
/// The most operators in a rule.
pub const MOST_OPERATORS: usize = 256;
/// The most tokens in a rule.
pub const MOST_TOKENS: usize = 8_192;

/// One rule of a file, as far as tokens tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    /// The bytes of the rule, from its first annotation to its semicolon.
    pub span: Range<usize>,
    /// Its annotations, in order.
    pub annotations: Vec<Annotation>,
    /// The word after the annotations, `permit` or `forbid` in a sound rule.
    pub effect: Option<(String, Range<usize>)>,
    /// The text after `action == Action::`, unescaped.
    pub action: Option<(String, Range<usize>)>,
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

/// What keeps a file of rules from being parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanFault {
    /// A short stable name of what it is about.
    pub code: &'static str,
    /// Where.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Text,
    Open,
    Close,
    Operator,
    Semicolon,
    Other,
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    span: Range<usize>,
}

/// Parts a file into its rules; a rule that is too large to parse is left out
/// and told as a fault.
pub fn scan(text: &str) -> (Vec<RuleText>, Vec<ScanFault>) {
    let mut rules = Vec::new();
    let mut faults = Vec::new();
    let (tokens, unclosed) = tokens(text);
    if let Some(span) = unclosed {
        faults.push(ScanFault {
            code: "not-cedar",
            span,
            message: "this text in quotes is never closed".into(),
            help: "add the closing `\"`",
        });
        return (rules, faults);
    }
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let end = rest.iter().position(|token| token.kind == Kind::Semicolon);
        let (rule, after) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
        rest = after;
        match too_large(rule) {
            Some(fault) => faults.push(fault),
            None => rules.extend(rule_text(text, rule)),
        }
    }
    (rules, faults)
}

fn too_large(rule: &[Token]) -> Option<ScanFault> {
    let start = rule.first()?.span.start;
    let fault = |span: &Range<usize>, message: String, help| {
        Some(ScanFault { code: "rule-too-large", span: span.clone(), message, help })
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
    Some(RuleText { span, annotations, effect, action })
}

/// The tokens of a text, comments left out, and the first text in quotes that
/// is never closed.
fn tokens(text: &str) -> (Vec<Token>, Option<Range<usize>>) {
    let bytes = text.as_bytes();
    let at = |place: usize| bytes.get(place).copied().unwrap_or(0);
    let mut tokens = Vec::new();
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
                place += 1;
                while place < bytes.len() && at(place) != b'"' {
                    place += if at(place) == b'\\' { 2 } else { 1 };
                }
                if place >= bytes.len() {
                    return (tokens, Some(start..start + 1));
                }
                place += 1;
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
    (tokens, None)
}

fn step(place: &mut usize, by: usize, kind: Kind) -> Kind {
    *place += by;
    kind
}

/// The text of a literal in quotes. Escapes that Cedar does not know stay as
/// they are: its parser tells of them.
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
