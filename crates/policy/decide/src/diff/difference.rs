//! What a change of a policy changes: the JSON contract.

use countersign_model::Verdict;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a change of a policy changes; the JSON contract.
#[derive(Clone, Debug, Default, Serialize, JsonSchema, PartialEq)]
pub struct Difference {
    /// Every change of a verdict, grouped by the rules that decide.
    pub statements: Vec<Statement>,
    /// A lower bound on the number of statements that say the same.
    pub lower_bound: usize,
    /// Unchanged verdicts with other rules as reasons or conditions.
    pub explanations: Vec<Statement>,
    /// Rules with changed texts, once for each text.
    pub reworded: Vec<TextChange>,
    /// The number of questions that change their verdict, one row for each pair of verdicts.
    pub counts: Vec<Tally>,
    /// The number of all questions that change their verdict: the sum of `counts`, and of
    /// the counts of `statements`.
    pub changed: String,
    /// The number of all questions: possible combinations of tool, unit and the values of
    /// all facets.
    pub questions: String,
    /// The answers for values that only the new version knows, of facets that both have.
    /// They are not part of `statements` and its sums. A question with several such values
    /// is listed for each of them.
    pub added: Vec<Statement>,
    /// The same for values that only the old version knew.
    pub gone: Vec<Statement>,
    /// Declarations that only one version has, and changed names of tools.
    pub notes: Vec<String>,
    /// Changed texts of answers, lists and pages about declarations that both versions have,
    /// apart from their rules: a sentence for each.
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

/// Questions whose answers change in the same way.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct Statement {
    /// The verdict before. Empty if `what` is `new`.
    pub from: String,
    /// The verdict now. The same as before if only the explanation changes. Empty if
    /// `what` is `gone`.
    pub to: String,
    /// The change: `verdict`, `reasons` or `conditions`; `new` or `gone` if only one
    /// version can answer.
    pub what: String,
    /// The tools, by id; `?` means tools on no list, `?KIND` those of a kind. Empty means
    /// all.
    pub tools: Vec<String>,
    /// The same by name.
    pub names: Vec<String>,
    /// The units, by id. Empty means all.
    pub units: Vec<String>,
    /// The values of each facet that matters.
    pub when: BTreeMap<String, Vec<String>>,
    /// The rules that decide now, by id; `unlisted` if none does, `…` for more.
    pub rules: Vec<String>,
    /// The rules that decided before and no longer do, in the same form.
    pub rules_before: Vec<String>,
    /// For reasons and conditions, the changed rules. Empty for verdicts.
    pub rule_changes: Vec<RuleChange>,
    /// The number of questions without those of earlier statements: a decimal number as
    /// text, because some readers of JSON cannot hold it.
    pub questions: String,
}

/// A rule that an explanation gains, loses or words differently.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleChange {
    /// `gone`: the explanation no longer has it; `new`: it has it now; `reworded`: its
    /// words changed. `approvals`, without a rule: other approvals would help.
    pub how: String,
    /// The rule, by id; `unlisted` if none decides.
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
    pub from: Verdict,
    /// The verdict now.
    pub to: Verdict,
    /// How many questions.
    pub questions: String,
}
