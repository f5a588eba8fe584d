use crate::case::Case;
use crate::developers::DeveloperEntry;
use countersign_model::Verdict;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer to a question, in words of one language; the JSON contract.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct Answer {
    /// The tool that was asked about.
    pub tool: ToolName,
    /// The unit in which the asker works.
    pub unit: String,
    /// The day of the question.
    pub at: String,
    /// The facts that were given, by facet.
    pub facts: BTreeMap<String, String>,
    /// Returns the values that the pack has settled for everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<SettledFact>,
    /// Facts taken from the pack's defaults.
    pub assumed: BTreeMap<String, String>,
    /// What was supposed though only records can say it.
    pub hypothetical: Hypothetical,
    /// `allowed`, `ask-first`, `not-allowed` or `undecided`.
    pub verdict: Verdict,
    /// What each source says of the tool, the one that holds first.
    pub listings: Vec<AnswerListing>,
    /// Why, the gravest first.
    pub reasons: Vec<Reason>,
    /// What to heed, the binding ones first.
    pub conditions: Vec<AdviceEntry>,
    /// What is owed afterwards.
    pub duties: Vec<AdviceEntry>,
    /// The smallest sets of approvals that would make it allowed.
    pub approvals: Vec<Vec<String>>,
    /// Other tools that are allowed for the same facts, the preferred one first.
    pub alternatives: Vec<Alternative>,
    /// Ways to get the tool.
    pub access: Vec<AccessRoute>,
    /// How a ban that stands in the way is lifted.
    pub exemptions: Vec<ExemptionEntry>,
    /// Whom to ask.
    pub ask: Vec<ContactEntry>,
    /// Whom to tell when something goes wrong.
    pub report: Vec<ContactEntry>,
    /// Lists to work through.
    pub checklist: Vec<ChecklistEntry>,
    /// The facts that still matter, in the order that needs the fewest questions:
    /// the first one is to be asked next.
    pub questions: Vec<QuestionChoices>,
    /// How many questions are to be expected, where the verdict is `undecided`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<ExpectedQuestions>,
    /// Where sources disagree about the tool, and which one holds.
    pub disagreements: Vec<Disagreement>,
    /// The policy that answered.
    pub pack: PackName,
}

/// A tool by its names.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct ToolName {
    /// Its id; for a tool that no list names, made from what was asked.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether a list names it.
    pub known: bool,
    /// What it is, as kinds.
    pub kinds: Vec<String>,
    /// Who makes it, and who owns them, the nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub developers: Vec<DeveloperEntry>,
    /// What was typed, where that was understood as this tool and is no name of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<String>,
    /// Names of other tools that may be meant by what was typed, the likeliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub similar: Vec<String>,
}

/// What was supposed.
#[derive(Clone, Debug, Default, Serialize, JsonSchema, PartialEq)]
pub struct Hypothetical {
    /// Approvals supposed to be granted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approved: Vec<String>,
    /// Facts that only records can give, by facet.
    #[serde(flatten)]
    pub facts: BTreeMap<String, String>,
}

/// A fact that the pack has settled.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct SettledFact {
    /// The facet.
    pub facet: String,
    /// Its value.
    pub value: String,
    /// What people read for the value.
    pub label: String,
    /// Why it is this one.
    pub text: String,
    /// What it rests on.
    pub sources: Vec<Citation>,
}

/// Why.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct Reason {
    /// The rule that decides; `unlisted` or `expired` where none does.
    pub rule: String,
    /// `banned`, `forbidden`, `unavailable`, `expired`, `needs-approval`,
    /// `unlisted`, `permitted` or `out-of-scope`.
    pub kind: String,
    /// The verdict that it leads to.
    pub verdict: Verdict,
    /// The reason, in a sentence.
    pub text: String,
    /// What it rests on.
    pub sources: Vec<Citation>,
    /// The facts under which it holds, one table of facets a case; absent where
    /// it holds for certain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<BTreeMap<String, Vec<String>>>,
}

/// A source.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Citation {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its date, as far as it says: a year, a month or a day (ISO 8601-1).
    pub date: Option<String>,
    /// `in-force`, `draft`, `superseded` or `withdrawn`.
    pub standing: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What one source says of a tool.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct AnswerListing {
    /// The grade it gives.
    pub grade: String,
    /// The cases in which it gives this one, as values by facet; absent where it gives it
    /// in all that the question leaves open, or in all but those of its other grades.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub when: Case,
    /// Whether it gives this one in every case that none of its other grades names.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
    /// The grade's name.
    pub name: String,
    /// What the grade says of a tool.
    pub meaning: Option<String>,
    /// A word on the tool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The source.
    pub source: Citation,
    /// When the grade was given, if that is not the source's own date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Whether it holds.
    pub in_force: bool,
    /// Whether its approval has ended; what neither holds nor has ended gives way
    /// to another source.
    pub ended: bool,
}

/// How a ban is lifted.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct ExemptionEntry {
    /// The ban.
    pub ban: String,
    /// How an exemption is had.
    pub text: String,
    /// What one is given for.
    pub purposes: Vec<String>,
    /// The longest that one may last, as in `6 months`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest: Option<String>,
    /// Who may grant one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub granted_by: Vec<ContactEntry>,
    /// Whether they may let others grant one; absent where the source does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegable: Option<bool>,
    /// Who is told of each one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub report_to: Vec<ContactEntry>,
    /// When the exemptions that hold end; who holds them is not told.
    pub until: Vec<String>,
}

/// A condition or a duty.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct AdviceEntry {
    /// The rule that states it.
    pub rule: String,
    /// What to do or leave.
    pub text: String,
    /// `must`, `must-not`, `should` or `avoid`; absent on a duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<String>,
    /// How soon it has to be done, for a duty: as in `30 days`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// How long to keep what comes of it, for a duty: as in `7 years`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_for: Option<String>,
    /// The source it rests on first.
    pub source: Option<String>,
    /// Every source.
    pub sources: Vec<Citation>,
    /// The facts under which it applies, one table of facets a case; absent where
    /// it applies for certain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<BTreeMap<String, Vec<String>>>,
}

/// Another tool.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Alternative {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What speaks for it.
    pub why: String,
}

/// A way to get a tool.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct AccessRoute {
    /// What to do.
    pub text: String,
    /// Where it is: values by facet.
    pub when: BTreeMap<String, Vec<String>>,
    /// The approval without which it is shut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<String>,
    /// The source.
    pub source: String,
}

/// A person or team to ask or to inform.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct ContactEntry {
    /// The id under which the pack knows them.
    pub id: String,
    /// Who.
    pub who: String,
    /// How to reach them, the best way first; empty where the asker knows.
    pub contact: String,
    /// Every way to reach them.
    pub reach: Vec<String>,
    /// What to ask or tell.
    pub subject: String,
}

/// A checklist.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct ChecklistEntry {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the answers mean.
    pub note: Option<String>,
    /// The questions or steps.
    pub items: Vec<String>,
}

/// How many questions are to be expected until the verdict is known, each asked
/// only where the answers before it leave it open.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema, PartialEq)]
pub struct ExpectedQuestions {
    /// In the order given, on average by the pack's weights.
    pub expected: f64,
    /// No order needs fewer: the same number, unless the policy is too large to
    /// try every order.
    pub at_least: f64,
}

/// A question that still matters.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct QuestionChoices {
    /// The facet; `kind` for the kind of a tool that no list names.
    pub facet: String,
    /// The question.
    pub text: String,
    /// What helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Whether only records can say it.
    pub derived: bool,
    /// The values that can still be met.
    pub values: Vec<String>,
    /// What people read for each value.
    pub labels: BTreeMap<String, String>,
}

/// Two sources that say different things of the tool.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Disagreement {
    /// The source that wins.
    pub winner: Citation,
    /// What it says: its grade.
    pub won: String,
    /// The source that gives way.
    pub loser: Citation,
    /// What it says: its grade.
    pub lost: String,
    /// Why the first one holds.
    pub why: String,
}

/// A pack by name.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct PackName {
    /// The organisation.
    pub name: String,
    /// The pack's version.
    pub version: String,
    /// The packs that it extends, nearest first, as `name version`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extends: Vec<String>,
}
