use crate::answer::{Citation, Hypothetical, PackName, ToolName};
use crate::answer_listings::tool;
use crate::case::Case;
use crate::cases::cases;
use crate::check::{assumed, by_name, hypothetical, impossible};
use crate::counterfactuals::{
    ApprovalCounterfactual, Counterfactual, Counterfactuals, UnitCounterfactual, UnitName, ids, unit_name,
};
use crate::deciding_rules::{DecidingRules, NONE};
use crate::defaults::{approved, pack_name, with_defaults};
use crate::reasons::{chosen, citations, kind, no_rule};
use crate::residual::{Residual, common};
use crate::{Localizer, NoAnswer, TooLarge};
use countersign_compiled::Policy;
use countersign_diagram::Node;
use countersign_model::{Action, Facts, Question, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// How an answer comes about; the JSON contract.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct Explanation {
    /// The tool that was asked about.
    pub tool: ToolName,
    /// The unit in which the asker works.
    pub unit: String,
    /// The day of the question.
    pub at: String,
    /// The facts that were given, by facet.
    pub facts: BTreeMap<String, String>,
    /// Facts taken from the pack's defaults.
    pub assumed: BTreeMap<String, String>,
    /// What was supposed though only records can say it.
    pub hypothetical: Hypothetical,
    /// `allowed`, `ask-first`, `not-allowed` or `undecided`.
    pub verdict: Verdict,
    /// The facts that matter, given or assumed, in the order in which the policy looks at them,
    /// until they settle the verdict.
    pub path: Vec<Step>,
    /// The facts that settle the verdict, with the approvals and the unit below:
    /// none of them can be left out. Empty where it is `undecided` or the same
    /// whatever the facts.
    pub because: BTreeMap<String, String>,
    /// The supposed approvals that settle it, too.
    pub because_approved: Vec<String>,
    /// The unit, where with the same facts the verdict may be another elsewhere.
    pub because_unit: Option<UnitName>,
    /// The rules that decide.
    pub rules: Vec<Decider>,
    /// The single facts that would turn the verdict, were they otherwise.
    pub turns: Vec<Counterfactual>,
    /// The units where the verdict would be another.
    pub unit_turns: Vec<UnitCounterfactual>,
    /// The supposed approvals without which it would be another.
    pub approval_turns: Vec<ApprovalCounterfactual>,
    /// The policy that answered.
    pub pack: PackName,
}

/// A fact that the policy looks at.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Step {
    /// The facet.
    pub facet: String,
    /// Its value.
    pub value: String,
    /// The verdicts that are still possible once the value is known.
    pub left: Vec<Verdict>,
}

/// A rule that decides, or may decide where facts are missing.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct Decider {
    /// Its id; `unlisted` where no rule decides.
    pub rule: String,
    /// What kind of reason it gives.
    pub kind: String,
    /// What it says.
    pub text: String,
    /// What it rests on.
    pub sources: Vec<Citation>,
    /// Where it holds for this tool in this unit, whatever the facts: one table of
    /// facets a case; none where it always holds.
    pub holds: Vec<Case>,
    /// The rule in Cedar; empty where the register states it.
    pub cedar: String,
}

/// Explains an answer in one language.
///
/// # Errors
/// Returns an error if the given facts cannot occur together, or leave too many cases open.
pub fn explain(policy: &Policy, question: &Question, language: Option<&str>) -> Result<Explanation, NoAnswer> {
    let pack = &policy.pack;
    let speaker = Localizer::new(pack, language);
    let facts = with_defaults(pack, &question.facts);
    let granted = approved(pack, &question.approved);
    // The whole policy of the tool, in which different facts are tried.
    let mut whole = Residual::open(policy, &vec![None; pack.facets.len()], granted);
    let verdicts = whole.verdicts(&question.subject, question.unit)?;
    let plain = whole.with(verdicts, granted)?;
    let settled = at(&mut whole, plain, &facts)?;
    let verdict =
        common(&whole.verdicts_of(settled)).ok_or_else(|| NoAnswer::InputError(impossible(pack, &facts, speaker)))?;
    let grounds = Counterfactuals { policy, question, facts: &facts, granted, verdict };
    let settled = grounds.settled(&mut whole)?;
    Ok(Explanation {
        tool: tool(pack, &question.subject),
        unit: pack.units.at(question.unit).map_or("", |unit| unit.id.as_str()).to_owned(),
        at: question.at.to_string(),
        facts: by_name(pack, &question.facts, |_| true),
        assumed: assumed(pack, question, &facts),
        hypothetical: hypothetical(pack, question),
        verdict,
        path: path(&mut whole, plain, &facts)?,
        because: by_name(pack, &settled.facts, |_| true),
        because_approved: ids(pack, settled.approved),
        because_unit: unit_name(pack, question.unit, speaker).filter(|_| settled.in_unit),
        rules: deciders(&mut whole, question, &facts, verdict, speaker)?,
        turns: grounds.turns(&mut whole)?,
        unit_turns: grounds.unit_turns(speaker)?,
        approval_turns: grounds.approval_turns(&mut whole)?,
        pack: pack_name(pack, speaker),
    })
}

fn at(laid: &mut Residual<'_>, plain: Node, facts: &Facts) -> Result<Node, TooLarge> {
    Ok(laid.arena.restrict(plain, &|variable| facts.get(variable).copied().flatten())?)
}

/// Returns the facts that matter, in the order in which the policy asks for them, until they settle
/// the verdict.
fn path(laid: &mut Residual<'_>, plain: Node, facts: &Facts) -> Result<Vec<Step>, TooLarge> {
    let pack = &laid.policy.pack;
    let mut path = Vec::new();
    let mut node = plain;
    for place in laid.arena.shape().order().to_vec() {
        let (Some(facet), Some(value)) = (pack.facets.at(place), facts.get(place).copied().flatten()) else { continue };
        let next = laid.arena.restrict(node, &|variable| (variable == place).then_some(value))?;
        if next != node {
            let left = laid.verdicts_of(next);
            let settled = left.len() == 1;
            path.push(Step { facet: facet.id.to_string(), value: facet.value_id(value).to_owned(), left });
            if settled {
                break;
            }
        }
        node = next;
    }
    Ok(path)
}

/// Returns the rules that decide in every remaining case, or else the fewest that together do, with
/// all cases in which each applies.
fn deciders(
    whole: &mut Residual<'_>,
    question: &Question,
    facts: &Facts,
    verdict: Verdict,
    speaker: Localizer<'_>,
) -> Result<Vec<Decider>, TooLarge> {
    let policy = whole.policy;
    let pack = &policy.pack;
    let supposed = approved(pack, &question.approved);
    let mut laid = Residual::new(policy, facts, supposed);
    let verdicts = laid.verdicts(&question.subject, question.unit)?;
    let rules = laid.rules(Action::Use, &question.subject, question.unit)?;
    let deciding = DecidingRules::new(&mut laid, verdicts, &rules)?;
    let everywhere = whole.rules(Action::Use, &question.subject, question.unit)?;
    let mut deciders = Vec::new();
    let (chosen, _) = chosen(&mut laid, &deciding, verdict)?;
    for (place, region) in chosen {
        let verdict = deciding.gravest(&mut laid, region)?;
        let Some(rule) = pack.rules.at(place).filter(|_| place != NONE) else {
            let (text, sources) = no_rule(pack, speaker, &question.subject);
            deciders.push(Decider {
                rule: "unlisted".into(),
                kind: "unlisted".into(),
                text,
                sources: citations(pack, speaker, &sources),
                holds: Vec::new(),
                cedar: String::new(),
            });
            continue;
        };
        let node = everywhere.iter().find(|(known, _)| *known == place).map_or(Node::FALSE, |(_, node)| *node);
        let (now, granted) = (whole.with(node, supposed)?, whole.granted(node)?);
        let either = whole.arena.or(now, granted)?;
        deciders.push(Decider {
            rule: rule.id.to_string(),
            kind: kind(rule, verdict).to_string(),
            text: rule.text_for(verdict).map_or("", |text| speaker.say(text)).to_owned(),
            sources: citations(pack, speaker, &rule.sources),
            holds: cases(whole, either, Node::FALSE)?,
            cedar: rule.cedar.clone(),
        });
    }
    Ok(deciders)
}
