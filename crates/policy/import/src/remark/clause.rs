//! The meaning of one clause for the use of a tool.

use super::cues::Cue;
use super::finding::{Context, Information, Meaning};
use super::tokens::{Token, has, tokens, words};
use super::whole::{NAMES_OF_WAYS, is_of_the_whole, is_use_for, plain};
use super::words::{
    ACTS, DECIDES, DEPARTMENTS, EVERYTHING, FILLERS, IMPERATIVES, LEAVE, MANNER, OF_THE_TOOL, PEOPLE, PUTS_IN, STRONG,
    TELLS,
};
use super::{audience, information};

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
    // No phrase limits the use, although some may sound like it.
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
        return if has_cue(&[Cue::Harmless, Cue::Yes]) { NOTHING } else { without_cue(&words, context) };
    }
    if context == Context::Heading && !has_cue(&[Cue::Wait, Cue::Only, Cue::If]) {
        return NOTHING;
    }
    let flat = words.iter().filter(|word| *word != ",").map(String::as_str).collect::<Vec<_>>();
    if let Some(audience) = audience::read(&flat.join(" ")) {
        return (Meaning::For(audience), "must");
    }
    if taken_back(&tokens) {
        return (Meaning::No, "must-not");
    }
    if has_cue(&[Cue::Wait]) {
        return UNCLEAR;
    }
    // "Not without approval" means that people can get it. "May be used without approval" limits
    // nothing.
    if has(&words, LEAVE) {
        let forbids = has_cue(&[Cue::DoNot, Cue::ShouldNot, Cue::No, Cue::Avoid, Cue::Not]);
        return if forbids && !has_cue(&[Cue::Yes, Cue::YesFor]) { UNCLEAR } else { NOTHING };
    }
    let clause = Clause { tokens: &tokens, flat: &flat, context };
    if has_cue(&[Cue::No]) && clause.plain_no() {
        return (Meaning::No, "must-not");
    }
    if !conditional(&tokens)
        && let Some(read) = clause.information()
    {
        return read;
    }
    if has_cue(&[Cue::No]) {
        return (Meaning::Unclear, "must-not");
    }
    if has_cue(&[Cue::Avoid]) {
        return (Meaning::Unclear, "avoid");
    }
    clause.rest(&has_cue)
}

/// Returns true if the clause only withdraws an approval: "Approval was revoked".
fn taken_back(tokens: &[Token]) -> bool {
    const LEAVES: &[&str] = &["approval", "permission", "authorisation", "authorization", "clearance", "exemption"];
    const GONE: &[&str] = &[
        "revoked",
        "withdrawn",
        "removed",
        "rescinded",
        "cancelled",
        "canceled",
        "denied",
        "refused",
        "rejected",
        "expired",
        "lapsed",
        "ended",
        "ceased",
        "terminated",
    ];
    const BETWEEN: &[&str] = &["was", "has", "have", "been", "is", "its", "the", "this", "now", "since", "already"];
    let words: Vec<&str> = tokens.iter().flat_map(Token::words).collect();
    let of = |list: &[&str], word: &&str| list.contains(word);
    let mut told = words.iter().filter(|word| !of(BETWEEN, word));
    matches!((told.next(), told.next(), told.next()), (Some(first), Some(second), None) if of(LEAVES, first) && of(GONE, second))
}

/// The largest number of words in a clause that names only people.
const SHORT: usize = 6;

/// Returns true if a clause depends on something else.
fn conditional(tokens: &[Token]) -> bool {
    const NEGATIONS: &[&str] = &["not for", "not with", "not on", "not in", "not by", "not at"];
    tokens
        .iter()
        .any(|token| matches!(token, Token::Cue(Cue::If, words) if !NEGATIONS.contains(&words.join(" ").as_str())))
}

/// Reads a clause without any word that limits. A column of conditions can still say what to do or
/// name the audience. The name of a department in a remark can also name the audience.
fn without_cue(words: &[String], context: Context) -> Read {
    let of = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let named = |word: &String| {
        let word = word.as_str();
        DEPARTMENTS.contains(&word) || PEOPLE.contains(&word) || matches!(word, "and" | "the" | "," | "only")
    };
    match context {
        Context::Conditions if of(PEOPLE) && words.len() <= SHORT => UNCLEAR,
        Context::Conditions if words.first().is_some_and(|word| IMPERATIVES.contains(&word.as_str())) => {
            (Meaning::Condition, "must")
        }
        Context::Conditions if of(TELLS) => NOTHING,
        Context::Conditions if words.iter().all(|word| FILLERS.contains(&word.as_str())) => NOTHING,
        Context::Conditions => UNCLEAR,
        Context::Remark if words.iter().all(named) && of(DEPARTMENTS) => UNCLEAR,
        _ => NOTHING,
    }
}

struct Clause<'a> {
    tokens: &'a [Token],
    flat: &'a [&'a str],
    context: Context,
}

impl Clause<'_> {
    /// Returns a limit to some information, if the clause says nothing else.
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
            return information::only_information(&rest).map(|found| (Meaning::Limit(found), "must"));
        }
        None
    }

    /// Returns the words outside phrases.
    fn without_phrases(&self) -> Vec<&str> {
        let words = self.tokens.iter().filter_map(|token| match token {
            Token::Word(word) => Some(word.as_str()),
            Token::Cue(..) | Token::Comma => None,
        });
        words.collect()
    }

    /// Returns true if a part of the clause says no, and nothing limits this.
    fn plain_no(&self) -> bool {
        let parts: Vec<&[Token]> = self.tokens.split(|token| *token == Token::Comma).collect();
        let other = |part: &&[Token]| {
            part.iter()
                .all(|token| matches!(token, Token::Word(_) | Token::Cue(Cue::No | Cue::Harmless | Cue::Begins, _)))
        };
        parts.iter().any(|part| plain(part)) && parts.iter().all(other)
    }

    /// Reads the other clauses: acts, limits to some people, duties.
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

    /// Reads what people must not do: use the tool, or do something with it.
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
        let whole = rest.iter().all(|word| is_of_the_whole(word));
        if (uses || installs) && whole && strength == "must-not" && !no {
            return (Meaning::No, strength);
        }
        // "Avoid this tool", "avoid it".
        if phrase == ["avoid"] && words.iter().all(|word| is_of_the_whole(word)) {
            return (Meaning::Unclear, strength);
        }
        if PUTS_IN.contains(verb) {
            return (Meaning::Unclear, strength);
        }
        if DECIDES.contains(verb) {
            let advice = matches!(*verb, "recommend" | "advise" | "encourage");
            return (Meaning::Unclear, if advice { "avoid" } else { strength });
        }
        let unclear = no || uses && of_the_tool || installs && of_it || self.flat.contains(&"only");
        (if unclear { Meaning::Unclear } else { Meaning::Condition }, strength)
    }

    /// Returns a limit to some people, purposes or ways of use.
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
        // "Work only" says too little about the purpose.
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

    /// Reads a "not" outside any phrase. It is about the tool if it comes first, or follows "is".
    /// Otherwise it says what the tool does not do.
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
