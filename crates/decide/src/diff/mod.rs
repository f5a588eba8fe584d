//! Which answers differ between two versions of a policy.

mod alignment;
mod comparison;
mod counts;
mod declaration_changes;
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

use crate::TooLarge;
use alignment::{FACETS, SUBJECT, UNIT};
use comparison::{Comparison, of_pair};
use countersign_model::Verdict;
use countersign_policy::Policy;
use explanation_statements::explanation_statements;
use one_sided::one_sided;
use schemars::JsonSchema;
use serde::Serialize;
use statements::{Stated, cover_questions, state};
use std::collections::BTreeMap;

/// What a change of a policy changes; the JSON contract.
#[derive(Clone, Debug, Default, Serialize, JsonSchema, PartialEq)]
pub struct Difference {
    /// Every change of a verdict, grouped by the rules that decide.
    pub statements: Vec<Statement>,
    /// No fewer statements can say the same.
    pub lower_bound: usize,
    /// Where the verdict stays, and other rules are told as its reasons or conditions.
    pub explanations: Vec<Statement>,
    /// Where the same rules are told in other words, once for each text.
    pub reworded: Vec<TextChange>,
    /// How many questions change their verdict, one row for each pair of verdicts.
    pub counts: Vec<Tally>,
    /// How many questions change their verdict in all: the sum of `counts`, and of
    /// the counts of `statements`.
    pub changed: String,
    /// How many questions there are: combinations of tool, unit and the values of
    /// all facets that can be met together.
    pub questions: String,
    /// What is answered for values that only the new version knows, of facets that
    /// both have: no part of `statements` and its sums. A question with several such
    /// values is told for each of them.
    pub added: Vec<Statement>,
    /// The same for values that only the old version knew.
    pub gone: Vec<Statement>,
    /// What stands in one version only, and other names of tools.
    pub notes: Vec<String>,
    /// What answers, lists and pages say otherwise of things that both versions have,
    /// beside their rules: a sentence for each.
    pub texts: Vec<String>,
}

impl Difference {
    /// Whether the versions answer alike, and can be asked the same.
    pub fn is_empty(&self) -> bool {
        let statements = [&self.statements, &self.explanations, &self.added, &self.gone];
        let sentences = [&self.notes, &self.texts];
        statements.iter().all(|some| some.is_empty())
            && sentences.iter().all(|some| some.is_empty())
            && self.reworded.is_empty()
    }
}

/// Questions whose answers change alike.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct Statement {
    /// The verdict before; empty where what is asked is `new`.
    pub from: String,
    /// The verdict now; the same as before where only the telling changes, empty
    /// where what is asked is `gone`.
    pub to: String,
    /// `verdict`, `reasons` or `conditions`: what changes. `new` or `gone`: only one
    /// version can be asked.
    pub what: String,
    /// The tools, by id; `?` stands for those that no list names, `?kind` for those
    /// of a kind. Empty means all.
    pub tools: Vec<String>,
    /// The same by name.
    pub names: Vec<String>,
    /// The units, by id. Empty means all.
    pub units: Vec<String>,
    /// The values of each facet that matters.
    pub when: BTreeMap<String, Vec<String>>,
    /// The rules that decide now, by id; `unlisted` where none does, `…` for more.
    pub rules: Vec<String>,
    /// The rules that decided before and do no longer, in the same way.
    pub rules_before: Vec<String>,
    /// For reasons and conditions what is told otherwise; empty for verdicts.
    pub rule_changes: Vec<RuleChange>,
    /// How many questions, those of earlier statements left out. A decimal number
    /// as text, since it may be larger than some readers of JSON can hold.
    pub questions: String,
}

/// A rule that is told otherwise.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleChange {
    /// `gone`: it is told no more; `new`: it was not told; `reworded`: it says
    /// something else. `approvals`, without a rule: other approvals would help.
    pub how: String,
    /// The rule, by id; `unlisted` where none decides.
    pub rule: String,
}

/// A text that rules say otherwise.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct TextChange {
    /// The rules that say it, by id.
    pub rules: Vec<String>,
    /// What it is: `text`, `duty`, `strength`, `sources`, `checklists` or `kind`.
    pub what: String,
    /// What was said.
    pub old: String,
    /// What is said now.
    pub new: String,
    /// In how many questions whose verdict stays it is said.
    pub questions: String,
}

/// How many questions change from one verdict to another.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Tally {
    /// The verdict before.
    pub from: String,
    /// The verdict now.
    pub to: String,
    /// How many questions.
    pub questions: String,
}

/// How many questions change, and how: without saying which.
///
/// # Errors
/// Where the policies are too large to compare.
pub fn compare(old: &Policy, new: &Policy) -> Result<Vec<Count>, TooLarge> {
    match counts::counts(old, new) {
        Some(counts) => Ok(counts),
        None => Ok(Comparison::new(old, new)?.counts().0),
    }
}

/// Every answer that changes from one version of a policy to the next.
///
/// # Errors
/// Returns an error if the policies are too large to compare.
pub fn diff(old: &Policy, new: &Policy) -> Result<Difference, TooLarge> {
    // The changes of explanations take as long as all others.
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

/// Returns the changes of verdicts, as statements and counted, and what the packs say besides.
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

/// Returns what is explained differently with the same verdict: statements, and texts.
fn explanation_changes(old: &Policy, new: &Policy) -> Result<(Vec<Statement>, Vec<TextChange>), TooLarge> {
    let mut compared = Comparison::new(old, new)?;
    let (whole, free) = compared.whole_changes()?;
    explanation_statements(&mut compared, whole, free)
}

/// Puts statements together that the same rules decide and decided.
fn group_by_rules(statements: &mut [Statement]) {
    sort_by_group(statements, |one| (one.rules.clone(), one.rules_before.clone()));
}

/// Puts statements of one group together, the groups by how many questions they are
/// about and so within each, the largest first.
fn sort_by_group<K: Ord + Clone>(statements: &mut [Statement], group: impl Fn(&Statement) -> K) {
    let size = |statement: &Statement| statement.questions.parse::<u128>().unwrap_or(0);
    let mut sums: BTreeMap<K, u128> = BTreeMap::new();
    for statement in statements.iter() {
        *sums.entry(group(statement)).or_default() += size(statement);
    }
    statements.sort_by_cached_key(|statement| {
        let group = group(statement);
        let sum = sums.get(&group).copied().unwrap_or(0);
        (u128::MAX - sum, group, u128::MAX - size(statement))
    });
}

fn statement(compared: &Comparison<'_>, from: Verdict, to: Verdict, what: &str, stated: Stated) -> Statement {
    let Stated { cube, rules, before, questions } = stated;
    let aligned = &compared.aligned;
    let side = |variable: usize| -> Option<Vec<usize>> {
        let side = cube.side(variable)?;
        (side.len() < aligned.shape.size(variable)).then(|| side.iter().collect())
    };
    let subjects = side(SUBJECT).unwrap_or_default();
    let subjects: Vec<_> = subjects.into_iter().filter_map(|place| aligned.subjects.get(place)).collect();
    let units = side(UNIT).unwrap_or_default().into_iter().filter_map(|place| aligned.units.get(place));
    let facet = |(place, facet): (usize, &alignment::SharedFacet)| {
        let values = side(place + FACETS)?;
        Some((facet.id.clone(), values.into_iter().filter_map(|value| facet.values.get(value).cloned()).collect()))
    };
    Statement {
        from: from.to_string(),
        to: to.to_string(),
        what: what.to_owned(),
        tools: subjects.iter().map(|subject| subject.id.clone()).collect(),
        names: subjects.iter().map(|subject| subject.name.clone()).collect(),
        units: units.map(|unit| unit.id.clone()).collect(),
        when: aligned.facets.iter().enumerate().filter_map(facet).collect(),
        rules,
        rules_before: before,
        rule_changes: Vec::new(),
        questions: questions.to_string(),
    }
}
