//! The answers that differ between two versions of a policy.

mod alignment;
mod comparison;
mod counts;
mod declaration_changes;
mod difference;
mod explanation_changes;
mod explanation_regions;
mod explanation_statements;
mod one_sided;
mod pack_texts;
mod parallel_map;
mod rule_matching;
mod statements;
mod text_changes;
mod tool_matching;

pub use comparison::Count;
pub use difference::{Difference, RuleChange, Statement, Tally, TextChange};

use crate::TooLarge;
use comparison::{Comparison, of_pair};
use countersign_compiled::Policy;
use explanation_statements::explanation_statements;
use one_sided::one_sided;
use parallel_map::parallel_map;
use statements::{cover_questions, group_by_rules, state, statement};

/// Returns the number of questions for each change, without listing them.
///
/// # Errors
/// Returns an error if the policies are too large to compare.
pub fn compare(old: &Policy, new: &Policy) -> Result<Vec<Count>, TooLarge> {
    match counts::counts(old, new) {
        Some(counts) => Ok(counts),
        None => Ok(Comparison::new(old, new)?.counts().0),
    }
}

/// A part of a difference that is computed on its own.
enum Part {
    Explanations,
    /// The changes from one verdict to another, by the number of the pair.
    Verdicts(u32),
    Texts,
    Added,
    Gone,
}

/// Returns every answer that changes from one version of a policy to the next.
///
/// # Errors
/// Returns an error if the policies are too large to compare.
pub fn diff(old: &Policy, new: &Policy) -> Result<Difference, TooLarge> {
    let mut compared = Comparison::new(old, new)?;
    let (counts, questions) = compared.counts();
    let whole = compared.whole_changes()?.0;
    let pairs = compared.arena.numbers(whole).into_iter().filter(|number| of_pair(*number).is_some());
    // The parts are independent. The slowest begins first.
    let parts: Vec<Part> = std::iter::once(Part::Explanations)
        .chain(pairs.map(Part::Verdicts))
        .chain([Part::Texts, Part::Added, Part::Gone])
        .collect();
    drop(compared);
    let parts = parallel_map(&parts, |part| match part {
        Part::Explanations => explanation_changes(old, new),
        Part::Verdicts(pair) => verdict_changes(old, new, *pair),
        Part::Texts => text_changes(old, new),
        Part::Added => Ok(Difference { added: one_sided(new, old, true)?, ..Difference::default() }),
        Part::Gone => Ok(Difference { gone: one_sided(old, new, false)?, ..Difference::default() }),
    });
    let changed: u128 = counts.iter().map(|count| count.questions).sum();
    let tally = |count: &Count| Tally {
        from: count.from.to_string(),
        to: count.to.to_string(),
        questions: count.questions.to_string(),
    };
    let mut whole = Difference {
        counts: counts.iter().map(tally).collect(),
        changed: changed.to_string(),
        questions: questions.to_string(),
        ..Difference::default()
    };
    for part in parts {
        let part = part?;
        whole.statements.extend(part.statements);
        whole.lower_bound += part.lower_bound;
        whole.explanations.extend(part.explanations);
        whole.reworded.extend(part.reworded);
        whole.added.extend(part.added);
        whole.gone.extend(part.gone);
        whole.notes.extend(part.notes);
        whole.texts.extend(part.texts);
    }
    group_by_rules(&mut whole.statements);
    Ok(whole)
}

/// Returns the changes from one verdict to another, by the number of the pair, as statements.
fn verdict_changes(old: &Policy, new: &Policy, number: u32) -> Result<Difference, TooLarge> {
    let mut compared = Comparison::new(old, new)?;
    let Some((from, to)) = of_pair(number) else { return Ok(Difference::default()) };
    let (whole, free) = compared.whole_changes()?;
    let on = compared.arena.is(whole, number)?;
    let cover = cover_questions(&mut compared, on, free)?;
    let told = state(&mut compared, on, &cover)?;
    let statements = told.into_iter().map(|one| statement(&compared, from, to, "verdict", one)).collect();
    Ok(Difference { statements, lower_bound: cover.lower_bound, ..Difference::default() })
}

/// Returns what the packs say besides their rules.
fn text_changes(old: &Policy, new: &Policy) -> Result<Difference, TooLarge> {
    let (notes, texts) = declaration_changes::notes_and_words(&Comparison::new(old, new)?);
    Ok(Difference { notes, texts, ..Difference::default() })
}

/// Returns the changed explanations of unchanged verdicts: statements, and texts.
fn explanation_changes(old: &Policy, new: &Policy) -> Result<Difference, TooLarge> {
    let mut compared = Comparison::new(old, new)?;
    let (whole, free) = compared.whole_changes()?;
    let (explanations, reworded) = explanation_statements(&mut compared, whole, free)?;
    Ok(Difference { explanations, reworded, ..Difference::default() })
}
