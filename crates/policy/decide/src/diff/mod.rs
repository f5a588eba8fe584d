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

/// Returns every answer that changes from one version of a policy to the next.
///
/// # Errors
/// Returns an error if the policies are too large to compare.
pub fn diff(old: &Policy, new: &Policy) -> Result<Difference, TooLarge> {
    // The changes of explanations take as long as all the others.
    let (verdicts, changes_of_explanations) = std::thread::scope(|scope| {
        let verdicts = scope.spawn(|| verdict_and_text_changes(old, new));
        let explanations = explanation_changes(old, new);
        (verdicts.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), explanations)
    });
    let (explanations, reworded) = changes_of_explanations?;
    Ok(Difference {
        explanations,
        reworded,
        added: one_sided(new, old, true)?,
        gone: one_sided(old, new, false)?,
        ..verdicts?
    })
}

/// Returns the changes of verdicts, as statements and as counts, and the packs' other changed
/// texts.
fn verdict_and_text_changes(old: &Policy, new: &Policy) -> Result<Difference, TooLarge> {
    let mut compared = Comparison::new(old, new)?;
    let (counts, questions) = compared.counts();
    let (whole, free) = compared.whole_changes()?;
    let (mut statements, mut lower_bound) = (Vec::new(), 0);
    for number in compared.arena.numbers(whole) {
        let Some((from, to)) = of_pair(number) else { continue };
        let on = compared.arena.is(whole, number)?;
        let cover = cover_questions(&mut compared, on, free)?;
        lower_bound += cover.lower_bound;
        let told = state(&mut compared, on, &cover)?;
        statements.extend(told.into_iter().map(|one| statement(&compared, from, to, "verdict", one)));
    }
    group_by_rules(&mut statements);
    let tally = |count: &Count| Tally {
        from: count.from.to_string(),
        to: count.to.to_string(),
        questions: count.questions.to_string(),
    };
    let changed: u128 = counts.iter().map(|count| count.questions).sum();
    let (notes, texts) = declaration_changes::notes_and_words(&compared);
    Ok(Difference {
        statements,
        lower_bound,
        counts: counts.iter().map(tally).collect(),
        changed: changed.to_string(),
        questions: questions.to_string(),
        notes,
        texts,
        ..Difference::default()
    })
}

/// Returns the changed explanations of unchanged verdicts: statements, and texts.
fn explanation_changes(old: &Policy, new: &Policy) -> Result<(Vec<Statement>, Vec<TextChange>), TooLarge> {
    let mut compared = Comparison::new(old, new)?;
    let (whole, free) = compared.whole_changes()?;
    explanation_statements(&mut compared, whole, free)
}
