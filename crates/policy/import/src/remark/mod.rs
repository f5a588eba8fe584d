//! Remarks against the use of a tool, clause by clause.
//!
//! A remark that limits and is not fully understood is [`Meaning::Unclear`], so that people have to
//! ask first. A remark that only describes the tool is [`Meaning::Nothing`].

mod audience;
mod clause;
#[rustfmt::skip]
mod cues;
mod finding;
mod information;
mod mark;
mod scope;
mod tokens;
mod whole;
#[rustfmt::skip]
mod words;

pub(crate) use finding::{Audience, Context, Finding, Information, Meaning};
pub(crate) use mark::{Sign, without, worst};

use crate::text::Text;
use rustc_hash::FxBuildHasher;
use std::cell::RefCell;
use std::hash::BuildHasher;
use std::sync::Arc;

/// The number of remarks to remember.
const REMEMBERED: usize = 256;

/// A remark that was read, with its findings.
type Known = (Context, String, Arc<[Finding]>);

thread_local! {
    /// The remarks that were read last, because lists repeat them from row to row.
    static KNOWN: RefCell<Vec<Option<Known>>> = RefCell::new(vec![None; REMEMBERED]);
}

/// Reads a remark.
pub(crate) fn read(text: &str, context: Context) -> Arc<[Finding]> {
    let place = FxBuildHasher.hash_one((text, context as u8)) as usize % REMEMBERED;
    let known = KNOWN.with_borrow(|all| match all.get(place) {
        Some(Some((own, same, findings))) if *own == context && same == text => Some(findings.clone()),
        _ => None,
    });
    known.unwrap_or_else(|| {
        let findings: Arc<[Finding]> = read_new(text, context).into();
        let known = Some((context, text.to_owned(), findings.clone()));
        KNOWN.with_borrow_mut(|all| all.get_mut(place).into_iter().for_each(|own| own.clone_from(&known)));
        findings
    })
}

fn read_new(text: &str, context: Context) -> Vec<Finding> {
    let findings = scope::read(text, context, read_sentences).unwrap_or_else(|| read_sentences(text, context));
    // A finding that depends on the rest of a remark is reported with the whole remark.
    if findings.iter().any(|finding| finding.meaning == Meaning::Unclear) && findings.len() > 1 {
        return whole(text, findings);
    }
    findings
}

fn read_sentences(text: &str, context: Context) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sentence in tokens::sentences(text) {
        let bare = mark::without(&sentence);
        let sign = mark::worst(&sentence).filter(|sign| *sign != Sign::Yes);
        if let Some(sign) = sign {
            let meaning = if sign == Sign::No && plain_no(&bare) { Meaning::No } else { Meaning::Unclear };
            findings.push(Finding { meaning, strength: "must-not", text: sentence.into() });
            continue;
        }
        for text in tokens::clauses(&bare) {
            let (meaning, strength) = clause::read(&text, context);
            findings.push(Finding { meaning, strength, text: Text::shared(&text) });
        }
    }
    findings
}

/// Returns true if a cross is alone, or beside a word that also says no.
fn plain_no(bare: &str) -> bool {
    let words = tokens::words(bare);
    words.is_empty()
        || words == ["no"]
        || tokens::clauses(bare).iter().all(|text| clause::read(text, Context::Remark).0 == Meaning::No)
}

fn whole(text: &str, mut findings: Vec<Finding>) -> Vec<Finding> {
    let strength =
        findings.iter().find(|finding| finding.meaning == Meaning::Unclear).map_or("must", |finding| finding.strength);
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let text = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let no = findings.iter().any(|finding| finding.meaning == Meaning::No);
    findings.retain(|finding| matches!(finding.meaning, Meaning::Limit(_) | Meaning::For(_)));
    let meaning = if no { Meaning::No } else { Meaning::Unclear };
    findings.insert(0, Finding { meaning, strength, text: text.into() });
    findings
}

/// Returns the sentences of a text.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    tokens::sentences(text)
}

/// Returns true if a remark limits the use of a tool.
pub(crate) fn limits(text: &str) -> bool {
    let telling = |finding: &Finding| !matches!(finding.meaning, Meaning::Nothing | Meaning::Condition);
    read(text, Context::Remark).iter().any(telling)
}

/// Returns true if a text only says what a tool is for and what it is not for, and all of it is
/// understood: "OK for: Public | Not allowed: Restricted".
pub(crate) fn approves_for(text: &str) -> bool {
    scope::approves(text)
}

/// Returns true if a text has a clause with a label: "Not allowed: Restricted".
pub(crate) fn has_label(text: &str) -> bool {
    scope::has_label(text)
}

/// Reads the audience of a tool. `None` if it is not plain.
pub(crate) fn audience(text: &str) -> Option<Audience> {
    audience::read(&tokens::words(text).into_iter().filter(|word| word != ",").collect::<Vec<_>>().join(" "))
}

/// Splits a text before the strong words against a tool that it contains.
pub(crate) fn strong(text: &str) -> Option<(String, String)> {
    let lower = text.to_lowercase();
    let ends_word = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let mut before = None;
    let mut begins = lower.char_indices().filter_map(|(place, c)| {
        let begins = ends_word(before) && !ends_word(Some(c));
        before = Some(c);
        begins.then_some(place)
    });
    let is_strong = |place: &usize| {
        let rest = lower.get(*place..).unwrap_or_default();
        let fits =
            |phrase: &&'static str| rest.strip_prefix(*phrase).is_some_and(|rest| ends_word(rest.chars().next()));
        let first = rest.bytes().next();
        words::STRONG.iter().filter(|phrase| phrase.bytes().next() == first).any(fits)
    };
    let place = begins.find(is_strong)?;
    let (name, rest) = (text.get(..place)?.trim(), text.get(place..)?.trim());
    (lower.len() == text.len() && name.chars().any(char::is_alphanumeric)).then(|| (name.to_owned(), rest.to_owned()))
}
