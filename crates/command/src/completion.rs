//! Completions in the shell: the values that the pack has.
//!
//! The shell runs the command with the words typed so far, and the variable [`VARIABLE`]. The pack
//! is the one that those words name, or the nearest one.

use crate::load::load_copied;
use crate::pack_location::PackLocation;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate as Candidate};
use countersign_decide::Localizer;
use countersign_model::{Facet, Pack, Text, Verdict};
use std::collections::BTreeSet;
use std::env::{args_os, var_os};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::Arc;

/// The variable that makes the command complete words instead of running.
pub const VARIABLE: &str = "_COUNTERSIGN_COMPLETE";

/// Completes ids of tools.
pub fn tools() -> ArgValueCandidates {
    of_pack(|pack| {
        pack.tools.iter().map(|tool| Candidate::new(tool.id.as_str()).help(Some(tool.name.clone().into()))).collect()
    })
}

/// Completes units.
pub fn units() -> ArgValueCandidates {
    of_pack(|pack| pack.units.iter().map(|unit| named(pack, unit.id.as_str(), &unit.name)).collect())
}

/// Completes kinds of tools.
pub fn kinds() -> ArgValueCandidates {
    of_pack(kinds_of)
}

/// Completes kinds of tools, and types as the lists call them.
pub fn types() -> ArgValueCandidates {
    of_pack(|pack| {
        let types: BTreeSet<&str> =
            pack.register().flat_map(|(_, tool)| &tool.types).map(|text| text.text.as_str()).collect();
        kinds_of(pack).into_iter().chain(types.into_iter().map(Candidate::new)).collect()
    })
}

/// Completes approvals.
pub fn approvals() -> ArgValueCandidates {
    of_pack(|pack| pack.approvals.iter().map(|approval| named(pack, approval.id.as_str(), &approval.name)).collect())
}

/// Completes grades.
pub fn grades() -> ArgValueCandidates {
    of_pack(|pack| pack.grades.iter().map(|grade| named(pack, grade.id.as_str(), &grade.name)).collect())
}

/// Completes the ids of pages.
pub fn pages() -> ArgValueCandidates {
    of_pack(|pack| pack.pages.iter().map(|page| named(pack, page.id.as_str(), &page.title)).collect())
}

/// Completes the languages of the pack.
pub fn languages() -> ArgValueCandidates {
    of_pack(|pack| {
        let translations = pack.translations.0.keys();
        std::iter::once(&pack.settings.language).chain(translations).map(Candidate::new).collect()
    })
}

/// Completes the ids of deployments and their consumers.
pub fn deployments() -> ArgValueCandidates {
    of_pack(|pack| {
        let ids = pack.deployments.iter().map(|deployment| deployment.id.as_str());
        let consumers = pack.deployments.iter().map(|deployment| deployment.consumer.as_str());
        ids.chain(consumers).collect::<BTreeSet<_>>().into_iter().map(Candidate::new).collect()
    })
}

/// Completes the values of facets by which routes differ.
pub fn devices() -> ArgValueCandidates {
    of_pack(|pack| {
        let facets = pack.settings.routes.iter().filter_map(|place| pack.facets.at(*place));
        facets.flat_map(|facet| values_of(pack, facet, "")).collect()
    })
}

/// Completes verdicts.
pub fn verdicts() -> ArgValueCandidates {
    ArgValueCandidates::new(|| Verdict::ALL.into_iter().map(|verdict| Candidate::new(verdict.as_str())).collect())
}

/// Completes facts: first the facet, then its values.
pub fn facts() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let Some((pack, current)) = pack().zip(current.to_str()) else { return Vec::new() };
        let words: Vec<OsString> = args_os().collect();
        match current.split_once('=') {
            Some((facet, value)) => values(&pack, facet, value, &format!("{facet}=")),
            // Bash makes three words of `device=personal`.
            None => match split_fact(&words) {
                Some((facet, value)) => values(&pack, &facet, &value, ""),
                None => facets(&pack, current),
            },
        }
    })
}

fn facets(pack: &Pack, current: &str) -> Vec<Candidate> {
    let known = pack.facets.iter().filter(|facet| !facet.derived && facet.id.as_str().starts_with(current));
    known.map(|facet| named(pack, &format!("{}=", facet.id), &facet.question)).collect()
}

fn values(pack: &Pack, facet: &str, current: &str, prefix: &str) -> Vec<Candidate> {
    let Some(facet) = pack.facets.get(facet) else { return Vec::new() };
    let begun = format!("{prefix}{current}");
    let values = values_of(pack, facet, prefix).into_iter();
    values.filter(|value| value.get_value().to_str().is_some_and(|value| value.starts_with(&begun))).collect()
}

fn values_of(pack: &Pack, facet: &Facet, prefix: &str) -> Vec<Candidate> {
    facet.values.iter().map(|value| named(pack, &format!("{prefix}{}", value.id), &value.label)).collect()
}

/// Returns the facet and the begun value, if the shell has split the word that is completed at its
/// equals sign.
fn split_fact(words: &[OsString]) -> Option<(String, String)> {
    let typed = words.iter().position(|word| word == "--")? + 1;
    let current = typed + var_os("_CLAP_COMPLETE_INDEX")?.to_str()?.parse::<usize>().ok()?;
    let word = |back: usize| words.get(current.checked_sub(back)?)?.to_str();
    match (word(2), word(1), word(0)) {
        (_, Some(facet), Some("=")) => Some((facet.to_owned(), String::new())),
        (Some(facet), Some("="), Some(value)) => Some((facet.to_owned(), value.to_owned())),
        _ => None,
    }
}

fn kinds_of(pack: &Pack) -> Vec<Candidate> {
    pack.kinds.iter().map(|kind| named(pack, kind.id.as_str(), &kind.name)).collect()
}

fn named(pack: &Pack, id: &str, name: &Text) -> Candidate {
    Candidate::new(id).help(Some(Localizer::new(pack, None).say(name).to_owned().into()))
}

fn of_pack(candidates: impl Fn(&Pack) -> Vec<Candidate> + Send + Sync + 'static) -> ArgValueCandidates {
    ArgValueCandidates::new(move || pack().map(|pack| candidates(&pack)).unwrap_or_default())
}

/// Returns the pack that the typed words name, or the nearest one. `None` if it has errors.
fn pack() -> Option<Arc<Pack>> {
    let words: Vec<OsString> = args_os().skip_while(|word| word != "--").collect();
    let path = named_pack(&words).or_else(|| var_os("COUNTERSIGN_PACK").map(PathBuf::from));
    load_copied(&PackLocation { path, at: None }).ok().map(|loaded| loaded.policy.pack)
}

/// Returns the value of `--pack`. Bash makes three words of `--pack=DIR`.
fn named_pack(words: &[OsString]) -> Option<PathBuf> {
    let place = words
        .iter()
        .rposition(|word| word.to_str().is_some_and(|word| word == "--pack" || word.starts_with("--pack=")))?;
    if let Some(path) = words.get(place)?.to_str()?.strip_prefix("--pack=") {
        return Some(path.into());
    }
    words.iter().skip(place + 1).find(|word| *word != "=").map(PathBuf::from)
}
