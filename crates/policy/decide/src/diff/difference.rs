//! What a change of a policy changes: the JSON contract.

use schemars::JsonSchema;
use serde::Serialize;
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
    /// Returns true if the versions give the same answers and accept the same questions.
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
