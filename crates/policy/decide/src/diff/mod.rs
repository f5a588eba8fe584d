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
mod rule_matching;
mod statements;
mod text_changes;
mod tool_matching;

pub use comparison::Count;
pub use difference::{Difference, RuleChange, Statement, Tally, TextChange};

use crate::TooLarge;
use comparison::{Comparison, of_pair};
use countersign_compiled::Policy;
use countersign_diagram::Node;
use countersign_parallel::parallel_map;
use explanation_statements::explanation_statements;
use one_sided::one_sided;
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
    let (changes, free) = compared.whole_changes()?;
    let pairs = compared.arena.numbers(changes).into_iter().filter(|number| of_pair(*number).is_some());
    // The parts are independent, each with an arena of its own. The slowest begins first.
    let parts: Vec<Part> = std::iter::once(Part::Explanations)
        .chain(pairs.map(Part::Verdicts))
        .chain([Part::Texts, Part::Added, Part::Gone])
        .collect();
    let parts = parallel_map(&parts, 1, |part| match part {
        Part::Explanations => explanation_changes(compared.clone(), changes, free),
        Part::Verdicts(pair) => verdict_changes(compared.clone(), changes, free, *pair),
        Part::Texts => Ok(text_changes(&compared)),
        Part::Added => Ok(Difference { added: one_sided(new, old, true)?, ..Difference::default() }),
        Part::Gone => Ok(Difference { gone: one_sided(old, new, false)?, ..Difference::default() }),
    });
    let changed: u128 = counts.iter().map(|count| count.questions).sum();
    let tally = |count: &Count| Tally { from: count.from, to: count.to, questions: count.questions.to_string() };
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
fn verdict_changes(mut compared: Comparison<'_>, changes: Node, free: Node, pair: u32) -> Result<Difference, TooLarge> {
    let Some((from, to)) = of_pair(pair) else { return Ok(Difference::default()) };
    let on = compared.arena.is(changes, pair)?;
    let cover = cover_questions(&mut compared, on, free)?;
    let stated = state(&mut compared, on, &cover)?;
    let statements = stated.into_iter().map(|one| statement(&compared, from, to, "verdict", one)).collect();
    Ok(Difference { statements, lower_bound: cover.lower_bound, ..Difference::default() })
}

/// Returns what the packs say besides their rules.
fn text_changes(compared: &Comparison<'_>) -> Difference {
    let (notes, texts) = declaration_changes::notes_and_words(compared);
    Difference { notes, texts, ..Difference::default() }
}

/// Returns the changed explanations of unchanged verdicts: statements, and texts.
fn explanation_changes(mut compared: Comparison<'_>, changes: Node, free: Node) -> Result<Difference, TooLarge> {
    let (explanations, reworded) = explanation_statements(&mut compared, changes, free)?;
    Ok(Difference { explanations, reworded, ..Difference::default() })
}
