//! One clause to what it says of the use of a tool.

use super::tokens::{Token, has, tokens, words};
use super::words::{ACTS, Cue, EVERYTHING, FILLERS, MANNER, OF_THE_TOOL, PEOPLE, REASONS, STRONG};
use super::{Audience, Context, Information, Meaning, information};

type Read = (Meaning, &'static str);

const NOTHING: Read = (Meaning::Nothing, "must");
const UNCLEAR: Read = (Meaning::Unclear, "must");

/// Reads a clause.
pub(super) fn read(text: &str, context: Context) -> Read {
    let words = words(text);
    if context == Context::About && !has(&words, STRONG) {
        return NOTHING;
    }
    let tokens = tokens(&words);
    let has_cue =
        |wanted: &[Cue]| tokens.iter().any(|token| matches!(token, Token::Cue(cue, _) if wanted.contains(cue)));
    // What sounds like a limit and is none.
    if !has_cue(&[
        Cue::YesFor,
        Cue::No,
        Cue::Avoid,
        Cue::DoNot,
        Cue::ShouldNot,
        Cue::Wait,
        Cue::Only,
        Cue::If,
        Cue::Must,
        Cue::Should,
        Cue::Begins,
        Cue::Not,
    ]) {
        return without_cue(&words, context);
    }
    if context == Context::Heading && !has_cue(&[Cue::Wait, Cue::Only, Cue::If]) {
        return NOTHING;
    }
    let flat = words.iter().filter(|word| *word != ",").map(String::as_str).collect::<Vec<_>>();
    if let Some(audience) = audience(&flat.join(" ")) {
        return (Meaning::For(audience), "must");
    }
    if has_cue(&[Cue::Wait]) {
        return UNCLEAR;
    }
    let clause = Clause { tokens: &tokens, flat: &flat, context };
    if !conditional(&tokens)
        && let Some(read) = clause.information()
    {
        return read;
    }
    if has_cue(&[Cue::No]) {
        return (if clause.plain_no() { Meaning::No } else { Meaning::Unclear }, "must-not");
    }
    if has_cue(&[Cue::Avoid]) {
        return (Meaning::Unclear, "avoid");
    }
    clause.rest(&has_cue)
}

/// The most words of a clause that names nothing but people.
const SHORT: usize = 6;

/// Whether a clause depends on something else.
fn conditional(tokens: &[Token]) -> bool {
    const NEGATIONS: &[&str] = &["not for", "not with", "not on", "not in", "not by", "not at"];
    tokens
        .iter()
        .any(|token| matches!(token, Token::Cue(Cue::If, words) if !NEGATIONS.contains(&words.join(" ").as_str())))
}

/// A clause without any word that limits: a column of conditions may still name whom it
/// is for.
fn without_cue(words: &[String], context: Context) -> Read {
    let people = words.iter().any(|word| PEOPLE.contains(&word.as_str()));
    if context == Context::Conditions && people && words.len() <= SHORT { UNCLEAR } else { NOTHING }
}

struct Clause<'a> {
    tokens: &'a [Token],
    flat: &'a [&'a str],
    context: Context,
}

impl Clause<'_> {
    /// A limit to some information, where the clause says nothing else.
    fn information(&self) -> Option<Read> {
        let cue = |wanted: &[Cue]| {
            self.tokens.iter().any(|token| matches!(token, Token::Cue(cue, _) if wanted.contains(cue)))
        };
        let negated = cue(&[Cue::DoNot, Cue::ShouldNot, Cue::No, Cue::Avoid, Cue::Not, Cue::If]);
        if negated {
            let rest = self.without_phrases();
            let found = information::without(&rest)?;
            let avoid = cue(&[Cue::ShouldNot, Cue::Avoid]);
            let only = self.flat.contains(&"only") && found == Information::Public;
            return (!only).then_some((Meaning::Limit(found), if avoid { "avoid" } else { "must-not" }));
        }
        if cue(&[Cue::Only, Cue::YesFor]) {
            let rest = self.without_phrases();
            if information::made_up(&rest) {
                return Some(UNCLEAR);
            }
            return information::only(&rest).map(|found| (Meaning::Limit(found), "must"));
        }
        None
    }

    /// The words that no phrase covers, and those within phrases that name information.
    fn without_phrases(&self) -> Vec<&str> {
        let words = self.tokens.iter().filter_map(|token| match token {
            Token::Word(word) => Some(word.as_str()),
            Token::Cue(..) | Token::Comma => None,
        });
        words.collect()
    }

    /// Whether a part of the clause says no, and nothing limits the no.
    fn plain_no(&self) -> bool {
        let parts: Vec<&[Token]> = self.tokens.split(|token| *token == Token::Comma).collect();
        let other = |part: &&[Token]| {
            part.iter().all(|token| matches!(token, Token::Word(_) | Token::Cue(Cue::No | Cue::Harmless, _)))
        };
        parts.iter().any(|part| plain(part)) && parts.iter().all(other)
    }

    /// What is left: acts, limits to some, duties.
    fn rest(&self, has_cue: &dyn Fn(&[Cue]) -> bool) -> Read {
        if has_cue(&[Cue::If]) {
            return (Meaning::Unclear, self.strength());
        }
        for (place, token) in self.tokens.iter().enumerate() {
            let Token::Cue(cue @ (Cue::DoNot | Cue::ShouldNot), phrase) = token else { continue };
            let after = self.tokens.get(place + 1..).unwrap_or_default();
            let strength = if *cue == Cue::DoNot { "must-not" } else { "avoid" };
            return self.act(phrase, after, strength);
        }
        if has_cue(&[Cue::Only, Cue::YesFor]) {
            return self.scope();
        }
        if has_cue(&[Cue::Must]) {
            return (Meaning::Condition, "must");
        }
        if has_cue(&[Cue::Should]) {
            return (Meaning::Condition, "should");
        }
        match (self.tokens.first(), self.context) {
            (Some(Token::Cue(Cue::Begins, _)), _) if self.flat.len() > 1 => (Meaning::Condition, "must"),
            _ if has_cue(&[Cue::Not]) => self.negation(),
            _ => NOTHING,
        }
    }

    /// What must not be done: to use the tool, or something while one uses it.
    fn act(&self, phrase: &[String], after: &[Token], strength: &'static str) -> Read {
        let words: Vec<&str> = after.iter().flat_map(Token::words).collect();
        let no = phrase == ["no"];
        // "Do not use it for this", "never be used", "no mobile use".
        let [verb, rest @ ..] = words.as_slice() else { return (Meaning::Unclear, strength) };
        let uses = matches!(*verb, "use" | "used" | "using" | "be");
        if uses && rest.is_empty() && strength == "must-not" {
            return (Meaning::No, strength);
        }
        let of_the_tool = rest.first().is_none_or(|word| OF_THE_TOOL.contains(word) || !ACTS.contains(word));
        let installs = matches!(
            *verb,
            "install"
                | "download"
                | "deploy"
                | "buy"
                | "purchase"
                | "access"
                | "open"
                | "run"
                | "adopt"
                | "approve"
                | "allow"
        );
        let of_it = rest.first().is_none_or(|word| OF_THE_TOOL.contains(word));
        if uses && rest == ["at", "all"] || uses && rest == ["it"] || uses && rest == ["this"] {
            return (Meaning::No, strength);
        }
        let unclear = no || uses && of_the_tool || installs && of_it || self.flat.contains(&"only");
        (if unclear { Meaning::Unclear } else { Meaning::Condition }, strength)
    }

    /// A limit to some people, purposes or ways of use.
    fn scope(&self) -> Read {
        let rest: Vec<&str> = self.without_phrases();
        let bare: Vec<&str> = rest.iter().copied().filter(|word| !FILLERS.contains(word)).collect();
        let joined = rest.join(" ");
        let only = self.tokens.iter().any(|token| matches!(token, Token::Cue(Cue::Only, _)));
        let everything = |text: &str| EVERYTHING.contains(&text.trim_start_matches("the "));
        let meant = everything(&joined) || everything(&bare.join(" "));
        if meant && (!only || !bare.is_empty()) {
            return if only { (Meaning::Condition, "must") } else { NOTHING };
        }
        let manner = !bare.is_empty()
            && bare.iter().all(|word| MANNER.contains(word) || word.starts_with(|c: char| c.is_ascii_digit()));
        // "Work only" says too little of what it is for.
        let told = bare.iter().any(|word| NAMES_OF_WAYS.contains(word));
        if manner && told {
            return (Meaning::Condition, "must");
        }
        let opening = matches!(self.tokens.first(), Some(Token::Cue(Cue::YesFor, _)));
        if !only && (!opening || is_use_for(self.tokens.first())) {
            return NOTHING;
        }
        UNCLEAR
    }

    /// A "not" of which no phrase makes more: of the tool where it begins, or follows
    /// "is"; otherwise it tells what the tool does not do.
    fn negation(&self) -> Read {
        let place = self.flat.iter().position(|word| *word == "not" || *word == "none" || *word == "neither");
        let before = place.and_then(|place| self.flat.get(place.checked_sub(1)?)).copied();
        let of_it = matches!(before, Some("is" | "be" | "been" | "being" | "was" | "are" | "but"));
        if place == Some(0) && self.context != Context::About || of_it {
            (Meaning::Unclear, "must-not")
        } else {
            NOTHING
        }
    }

    fn strength(&self) -> &'static str {
        let cue = |wanted: Cue| self.tokens.iter().any(|token| matches!(token, Token::Cue(cue, _) if *cue == wanted));
        if cue(Cue::ShouldNot) {
            "avoid"
        } else if cue(Cue::DoNot) || cue(Cue::Not) {
            "must-not"
        } else if cue(Cue::Should) {
            "should"
        } else {
            "must"
        }
    }
}

impl Token {
    fn words(&self) -> impl Iterator<Item = &str> {
        let (one, many) = match self {
            Self::Word(word) => (Some(word.as_str()), [].as_slice()),
            Self::Cue(_, words) => (None, words.as_slice()),
            Self::Comma => (None, [].as_slice()),
        };
        one.into_iter().chain(many.iter().map(String::as_str))
    }
}

/// Ways of use that stand for themselves.
const NAMES_OF_WAYS: &[&str] = &[
    "channel",
    "channels",
    "account",
    "accounts",
    "version",
    "versions",
    "browser",
    "web",
    "client",
    "tenant",
    "workspace",
    "sso",
    "vpn",
    "network",
    "desktop",
    "online",
    "instance",
    "mode",
    "edition",
    "latest",
];

/// "Used for drawings" tells what it is, "approved for drawings" what it may be used for.
fn is_use_for(token: Option<&Token>) -> bool {
    matches!(token, Some(Token::Cue(Cue::YesFor, words)) if words.first().is_some_and(|word| word == "use" || word == "used"))
        && !matches!(token, Some(Token::Cue(_, words)) if words.iter().any(|word| word == "approved"))
}

/// Whether some tokens say no, with nothing but a reason or a day beside.
fn plain(part: &[Token]) -> bool {
    let mut said = false;
    let mut tokens = part.iter();
    let mut rest: Vec<&str> = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            Token::Cue(Cue::No, _) => said = true,
            Token::Word(word) if said && REASONS.contains(&word.as_str()) => {
                rest.clear();
                return tokens.all(|token| matches!(token, Token::Word(_) | Token::Cue(Cue::No, _)));
            }
            Token::Word(word) => rest.push(word),
            _ => return false,
        }
    }
    let joined = rest.join(" ");
    let bare = joined.trim_start_matches("for ");
    said && (EVERYTHING.contains(&bare) || rest.iter().all(|word| is_filler(word)))
}

/// Words beside a no that take nothing from it.
fn is_filler(word: &str) -> bool {
    const LIMITING: &[&str] = &[
        "in",
        "into",
        "with",
        "for",
        "to",
        "on",
        "within",
        "at",
        "by",
        "only",
        "or",
        "of",
        "data",
        "information",
        "type",
        "types",
    ];
    FILLERS.contains(&word) && !LIMITING.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Reads whom a tool is for.
pub(super) fn audience(words: &str) -> Option<Audience> {
    match words.strip_prefix("for ").unwrap_or(words) {
        "internal"
        | "internal only"
        | "internal use"
        | "internal use only"
        | "staff only"
        | "only staff"
        | "employees only"
        | "only employees"
        | "internal staff only"
        | "all staff"
        | "colleagues only"
        | "internal users"
        | "internal users only"
        | "internal meetings"
        | "internal meetings only"
        | "internal staff" => Some(Audience::Internal),
        "external"
        | "external only"
        | "external use only"
        | "external meetings"
        | "external meetings only"
        | "only external meetings"
        | "external users only" => Some(Audience::External),
        "internal external"
        | "external internal"
        | "internal and external"
        | "external and internal"
        | "internal or external"
        | "internal and external meetings"
        | "both"
        | "everyone"
        | "everybody"
        | "anybody"
        | "anyone"
        | "all"
        | "all users"
        | "public" => Some(Audience::Anybody),
        _ => None,
    }
}
