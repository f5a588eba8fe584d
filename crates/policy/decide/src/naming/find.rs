//! The tools that a text may mean.

use super::letters::{looks, plain};
use super::parts::parts;
use super::words::{is_edition, is_silent, words};
use countersign_model::{Pack, Tool, fold};
use std::collections::{BTreeMap, BTreeSet};

/// The tools that a text may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Tools by place, the likeliest first.
    pub(crate) tools: Vec<usize>,
    /// Whether nothing else can be meant, because the text has no other word.
    pub(crate) certain: bool,
    /// Tools by place with similar names, in case none of the others is meant.
    pub(crate) near: Vec<usize>,
}

/// The largest number of characters to look at.
const MOST: usize = 200;

/// The smallest number of letters of a name to look for among other words.
const SHORTEST: usize = 3;

/// Returns the tools that a text may mean if it is not exactly a tool's name.
pub(crate) fn find(pack: &Pack, text: &str) -> Found {
    let text: String = text.chars().take(MOST).collect();
    let names = Names::new(pack, None);
    if names.others.contains(&fold(&plain(&text))) {
        return Found { near: names.contained(&words(&text)).0, ..Found::default() };
    }
    if let Some(tool) = names.looking_like(pack, &text).or_else(|| addressed(pack, &text)) {
        return Found { tools: vec![tool], certain: true, near: Vec::new() };
    }
    if let Some(tool) = in_brackets(pack, &text) {
        return Found { tools: vec![tool], certain: true, near: Vec::new() };
    }
    let typed = words(&text);
    let (tools, rest, whole) = names.contained(&typed);
    if !tools.is_empty() {
        let certain = whole && tools.len() == 1 && rest.iter().all(|word| is_silent(word));
        return Found { certain, tools, near: Vec::new() };
    }
    let asked: Vec<&str> = typed.iter().map(String::as_str).filter(|word| !is_silent(word)).collect();
    names.near(&asked.join(" "))
}

/// Returns the tools of the register whose names are in the name of an unlisted product. People may
/// mean one by the other.
pub(crate) fn named_in(pack: &Pack, product: usize) -> Vec<usize> {
    let Some(tool) = pack.tools.at(product).filter(|tool| !tool.in_register()) else { return Vec::new() };
    let (tools, ..) = Names::new(pack, Some(product)).contained(&words(&tool.name));
    tools.into_iter().filter(|place| pack.tools.at(*place).is_some_and(Tool::in_register)).collect()
}

/// Returns the tools of the register that are editions of an unlisted product, or that list it with
/// others: "Board (free)", "Storage (Board, Box)".
pub(crate) fn listed_within(pack: &Pack, product: usize) -> Vec<usize> {
    let Some(tool) = pack.tools.at(product).filter(|tool| !tool.in_register()) else { return Vec::new() };
    let wanted = words(&tool.name);
    let folded = fold(&tool.name);
    let is = |name: &str| {
        // Most names share nothing with the product's.
        let own = fold(name);
        if !wanted.iter().all(|word| own.contains(word.as_str())) {
            return false;
        }
        let found = parts(name);
        let same = |part: &String| fold(part) == folded;
        let is_edition = further_words(&words(name), &wanted)
            .is_some_and(|further| further.iter().all(|word| is_silent(word) || is_edition(word) || is_number(word)));
        found.whole.iter().chain(&found.parts).any(same) || is_edition
    };
    let known = pack.register().filter(|(_, other)| all(other).any(is));
    known.map(|(place, _)| place).collect()
}

/// Returns the further words of a name that contains all words of a product in order.
fn further_words<'a>(name: &'a [String], product: &[String]) -> Option<Vec<&'a str>> {
    let (mut wanted, mut further) = (product.iter().peekable(), Vec::new());
    for word in name {
        if wanted.next_if(|next| *next == word).is_none() {
            further.push(word.as_str());
        }
    }
    (wanted.peek().is_none() && !product.is_empty()).then_some(further)
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the tool of an address in a text.
fn addressed(pack: &Pack, text: &str) -> Option<usize> {
    let text = plain(text);
    let pieces = text.split_whitespace().filter(|piece| piece.contains('.'));
    let mut pieces = pieces.map(|piece| piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '/'));
    pieces.find_map(|piece| pack.tool_asked(piece))
}

/// Returns the one tool of a name with further names in brackets, as in "X (formerly Twitter)".
fn in_brackets(pack: &Pack, text: &str) -> Option<usize> {
    let found = parts(text);
    let whole = pack.tool_named(found.whole.as_deref()?);
    let parts: Option<BTreeSet<usize>> = found.parts.iter().map(|name| pack.tool_named(name)).collect();
    let tools: BTreeSet<usize> = parts?.into_iter().chain(whole).collect();
    tools.first().copied().filter(|_| tools.len() == 1)
}

/// A name of a tool, split into words.
struct Name {
    words: Vec<String>,
    tool: usize,
    /// Whether it is only a part of the tool's name.
    part: bool,
}

/// The names of a pack's tools, split into words.
struct Names {
    /// Names by their first word.
    by_word: BTreeMap<String, Vec<Name>>,
    /// Names in brackets that belong to something else.
    others: BTreeSet<String>,
}

impl Names {
    /// Returns the names of all tools except one.
    fn new(pack: &Pack, but: Option<usize>) -> Self {
        let mut names = Self { by_word: BTreeMap::new(), others: BTreeSet::new() };
        for (place, tool) in pack.tools.iter().enumerate().filter(|(place, _)| Some(*place) != but) {
            for name in all(tool) {
                names.add(name, place, false);
                let found = parts(name);
                found.whole.iter().for_each(|whole| names.add(whole, place, false));
                found.parts.iter().for_each(|part| names.add(part, place, true));
                names.others.extend(found.others.iter().map(|other| fold(&plain(other))));
            }
        }
        names
    }

    fn add(&mut self, name: &str, tool: usize, part: bool) {
        let words = words(name);
        let Some(first) = words.first() else { return };
        self.by_word.entry(first.clone()).or_default().push(Name { words, tool, part });
    }

    /// Returns the tool whose name looks like the whole text.
    fn looking_like(&self, pack: &Pack, text: &str) -> Option<usize> {
        if text.is_ascii() {
            return None;
        }
        if let Some(tool) = pack.tool_asked(&plain(text)) {
            return Some(tool);
        }
        let wanted = looks(text);
        let alike = |name: &str| looks(name).iter().zip(&wanted).any(|(one, other)| !one.is_empty() && one == other);
        pack.tools.iter().position(|tool| all(tool).any(alike))
    }

    /// Returns the tools that a text names, with the longest names taken first, the remaining
    /// words, and whether each name is a whole one.
    fn contained(&self, typed: &[String]) -> (Vec<usize>, Vec<String>, bool) {
        let (mut found, mut rest, mut whole) = (Vec::new(), Vec::new(), true);
        let silent = typed.iter().filter(|word| is_silent(word)).count();
        // Short names, and names that are ordinary words, count only if the text has no other
        // words.
        let counts = |name: &Name| {
            let letters: usize = name.words.iter().map(|word| word.chars().count()).sum();
            let own = name.words.iter().filter(|word| !is_silent(word)).count();
            silent + own == typed.len() || (letters >= SHORTEST && own > 0)
        };
        let mut at = 0;
        while let Some(word) = typed.get(at) {
            let here = typed.get(at..).unwrap_or_default();
            let named = self.by_word.get(word).into_iter().flatten();
            let named: Vec<&Name> = named.filter(|name| here.starts_with(&name.words) && counts(name)).collect();
            let Some(longest) = named.iter().map(|name| name.words.len()).max() else {
                rest.push(word.clone());
                at += 1;
                continue;
            };
            let named: Vec<&Name> = named.into_iter().filter(|name| name.words.len() == longest).collect();
            // A whole name counts more than a part of another one.
            let any_whole = named.iter().any(|name| !name.part);
            whole &= any_whole;
            for name in named.into_iter().filter(|name| !(any_whole && name.part)) {
                if !found.contains(&name.tool) {
                    found.push(name.tool);
                }
            }
            at += longest;
        }
        (found, rest, whole)
    }

    /// Returns the tools with a name that is one or a few slips away from a text.
    fn near(&self, text: &str) -> Found {
        let wanted = fold(text);
        let length = wanted.chars().count();
        let mut near: Vec<(usize, usize)> = Vec::new();
        if length < SHORTEST {
            return Found::default();
        }
        let bound = (length / 4).max(1);
        for Name { words, tool, .. } in self.by_word.values().flatten() {
            let name: String = words.concat();
            let whole = name.chars().count();
            let slips = if whole.abs_diff(length) <= bound {
                countersign_model::slips(&wanted, &name)
            } else if length > SHORTEST && name.starts_with(&wanted) {
                bound
            } else {
                continue;
            };
            if slips <= bound && whole >= SHORTEST {
                near.push((slips, *tool));
            }
        }
        near.sort_unstable();
        let mut known = BTreeSet::new();
        near.retain(|(_, tool)| known.insert(*tool));
        // A text that is one slip away from a long name most likely means it.
        let slip = near.iter().filter(|(slips, _)| *slips == 1 && length > 4).map(|(_, tool)| *tool);
        let tools: Vec<usize> = slip.take(MOST_NEAR).collect();
        let near = near.iter().map(|(_, tool)| *tool).filter(|tool| !tools.contains(tool)).take(MOST_NEAR).collect();
        Found { tools, certain: false, near }
    }
}

/// The largest number of tools to offer for an unknown name.
const MOST_NEAR: usize = 3;

fn all(tool: &Tool) -> impl Iterator<Item = &str> {
    [tool.name.as_str(), tool.id.as_str()].into_iter().chain(tool.aliases.iter().map(|alias| alias.name.as_str()))
}
