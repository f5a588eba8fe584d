//! The answers for values that only one version knows.

use super::alignment::FACETS;
use super::comparison::Comparison;
use super::difference::Statement;
use super::statements::{cover_questions, group_by_rules, state, statement};
use crate::TooLarge;
use countersign_compiled::{IMPOSSIBLE, Policy, number};
use countersign_model::{Pack, Verdict};

/// Returns every answer of a policy to questions with a value that `other` does not know, as
/// statements for one value after another. `new` says whether `policy` is the later version. This
/// leaves out facets that `other` does not have at all.
pub(crate) fn one_sided(policy: &Policy, other: &Policy, new: bool) -> Result<Vec<Statement>, TooLarge> {
    let values = alone(&policy.pack, &other.pack);
    let mut statements = Vec::new();
    if values.is_empty() {
        return Ok(statements);
    }
    // Compared with itself, a policy changes nothing, so what remains are its verdicts.
    let mut compared = Comparison::new(policy, policy)?;
    let verdicts = compared.changes.clone();
    let whole = compared.whole(&verdicts)?;
    let impossible = compared.arena.is(whole, IMPOSSIBLE)?;
    for (facet, value) in values {
        let here = compared.arena.variable(FACETS + facet, |known| u32::from(known == value))?;
        let free = compared.arena.and(impossible, here)?;
        let mut told = Vec::new();
        for verdict in [Verdict::Allowed, Verdict::AskFirst, Verdict::NotAllowed] {
            let on = compared.arena.is(whole, number(verdict))?;
            let on = compared.arena.and(on, here)?;
            let cover = cover_questions(&mut compared, on, free)?;
            for one in state(&mut compared, on, &cover)? {
                let mut one = statement(&compared, verdict, verdict, if new { "new" } else { "gone" }, one);
                if let Some(facet) = policy.pack.facets.at(facet) {
                    one.when.insert(facet.id.to_string(), vec![facet.value_id(value).to_owned()]);
                }
                if new {
                    one.from.clear();
                } else {
                    one.to.clear();
                    std::mem::swap(&mut one.rules, &mut one.rules_before);
                }
                told.push(one);
            }
        }
        group_by_rules(&mut told);
        statements.extend(told);
    }
    Ok(statements)
}

/// Returns the values that only one pack has, of facets that both have, by their places.
fn alone(pack: &Pack, other: &Pack) -> Vec<(usize, usize)> {
    let mut alone = Vec::new();
    for (place, facet) in pack.facets.iter().enumerate() {
        let Some(twin) = other.facets.get(facet.id.as_str()) else { continue };
        let only = facet.values.iter().enumerate().filter(|(_, value)| twin.value(value.id.as_str()).is_none());
        alone.extend(only.map(|(value, _)| (place, value)));
    }
    alone
}
