use crate::answer::{Citation, PackName, ToolName};
use crate::cases::{Case, cases};
use crate::check::{by_name, impossible};
use crate::deciding::{Deciding, NONE};
use crate::given::{approved, pack_name, with_defaults};
use crate::laid::{Laid, common};
use crate::reasons::{chosen, citations, kind};
use crate::register::tool;
use crate::{NoAnswer, Speaker, TooLarge};
use countersign_diagram::Node;
use countersign_model::{Action, Facts, Question, Verdict};
use countersign_policy::Policy;
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
    /// The facts, defaults included, by facet.
    pub facts: BTreeMap<String, String>,
    /// `allowed`, `ask-first`, `not-allowed` or `undecided`.
    pub verdict: String,
    /// The given facts that matter, in the order in which the policy looks at them,
    /// until they settle the verdict.
    pub path: Vec<Step>,
    /// The facts that settle the verdict: none of them can be spared. Empty where
    /// it is `undecided` or the same whatever the facts.
    pub because: BTreeMap<String, String>,
    /// The rules that decide.
    pub rules: Vec<Decider>,
    /// The single facts that would turn the verdict, were they otherwise.
    pub turns: Vec<Turn>,
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
    pub left: Vec<String>,
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

/// A single fact that would turn the verdict.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Turn {
    /// The facet.
    pub facet: String,
    /// The values that would turn it.
    pub values: Vec<String>,
    /// The verdict with any of them.
    pub verdict: String,
}

/// Explains an answer, in the words of a language.
///
/// # Errors
/// Where the given facts cannot be met together, or leave too many cases open.
pub fn explain(policy: &Policy, question: &Question, language: Option<&str>) -> Result<Explanation, NoAnswer> {
    let pack = &policy.pack;
    let speaker = Speaker::new(pack, language);
    let facts = with_defaults(pack, &question.facts);
    let granted = approved(pack, &question.approved);
    // The whole policy of the tool, into which facts are filled one way and another.
    let mut whole = Laid::new(policy, &vec![None; pack.facets.len()], granted);
    let verdicts = whole.verdicts(&question.subject, question.unit)?;
    let plain = whole.plain(verdicts)?;
    let settled = at(&mut whole, plain, &facts)?;
    let verdict =
        common(&whole.verdicts_of(settled)).ok_or_else(|| NoAnswer::Misuse(impossible(pack, &facts, speaker)))?;
    Ok(Explanation {
        tool: tool(pack, &question.subject),
        unit: pack.units.at(question.unit).map_or("", |unit| unit.id.as_str()).to_owned(),
        at: question.at.to_string(),
        facts: by_name(pack, &facts, |_| true),
        verdict: verdict.to_string(),
        path: path(&mut whole, plain, &facts)?,
        because: because(&mut whole, plain, &facts, verdict)?,
        rules: deciders(&mut whole, question, &facts, verdict, speaker)?,
        turns: turns(&mut whole, plain, &facts, verdict)?,
        pack: pack_name(pack, speaker),
    })
}

fn at(laid: &mut Laid<'_>, plain: Node, facts: &Facts) -> Result<Node, TooLarge> {
    Ok(laid.arena.restrict(plain, &|variable| facts.get(variable).copied().flatten())?)
}

/// The facts that matter, in the order in which the policy looks at them, until
/// they settle the verdict.
fn path(laid: &mut Laid<'_>, plain: Node, facts: &Facts) -> Result<Vec<Step>, TooLarge> {
    let pack = &laid.policy.pack;
    let mut path = Vec::new();
    let mut node = plain;
    for place in laid.arena.shape().order().to_vec() {
        let (Some(facet), Some(value)) = (pack.facets.at(place), facts.get(place).copied().flatten()) else { continue };
        let next = laid.arena.restrict(node, &|variable| (variable == place).then_some(value))?;
        if next != node {
            let left = laid.verdicts_of(next);
            let settled = left.len() == 1;
            path.push(Step {
                facet: facet.id.to_string(),
                value: facet.value_id(value).to_owned(),
                left: left.iter().map(ToString::to_string).collect(),
            });
            if settled {
                break;
            }
        }
        node = next;
    }
    Ok(path)
}

/// Facts that settle the verdict, none of which can be spared: those that the
/// policy asks for last are left out first.
fn because(
    laid: &mut Laid<'_>,
    plain: Node,
    facts: &Facts,
    verdict: Verdict,
) -> Result<BTreeMap<String, String>, TooLarge> {
    let pack = &laid.policy.pack;
    if verdict == Verdict::Undecided {
        return Ok(BTreeMap::new());
    }
    let mut kept = facts.clone();
    for place in laid.arena.shape().order().to_vec().into_iter().rev() {
        let Some(fact) = kept.get_mut(place) else { continue };
        let Some(value) = fact.take() else { continue };
        let without = at(laid, plain, &kept)?;
        let spared = laid.verdicts_of(without) == [verdict];
        if let Some(fact) = kept.get_mut(place).filter(|_| !spared) {
            *fact = Some(value);
        }
    }
    Ok(by_name(pack, &kept, |_| true))
}

/// The single facts that would turn the verdict.
fn turns(laid: &mut Laid<'_>, plain: Node, facts: &Facts, verdict: Verdict) -> Result<Vec<Turn>, TooLarge> {
    let pack = &laid.policy.pack;
    let mut turns: Vec<Turn> = Vec::new();
    for (place, facet) in pack.facets.iter().enumerate() {
        let Some(given) = facts.get(place).copied().flatten() else { continue };
        for value in (0..facet.values.len()).filter(|value| *value != given) {
            let mut other = facts.clone();
            if let Some(fact) = other.get_mut(place) {
                *fact = Some(value);
            }
            let node = at(laid, plain, &other)?;
            let Some(turned) = common(&laid.verdicts_of(node)).filter(|turned| *turned != verdict) else { continue };
            let turned = turned.to_string();
            let known = turns.iter_mut().find(|turn| turn.facet == facet.id.as_str() && turn.verdict == turned);
            let value = facet.value_id(value).to_owned();
            match known {
                Some(turn) => turn.values.push(value),
                None => turns.push(Turn { facet: facet.id.to_string(), values: vec![value], verdict: turned }),
            }
        }
    }
    Ok(turns)
}

/// The rules that decide in every case that is left, or else the fewest that
/// together do, and where each holds at all.
fn deciders(
    whole: &mut Laid<'_>,
    question: &Question,
    facts: &Facts,
    verdict: Verdict,
    speaker: Speaker<'_>,
) -> Result<Vec<Decider>, TooLarge> {
    let policy = whole.policy;
    let pack = &policy.pack;
    let mut laid = Laid::new(policy, facts, approved(pack, &question.approved));
    let verdicts = laid.verdicts(&question.subject, question.unit)?;
    let rules = laid.rules(Action::Use, &question.subject, question.unit)?;
    let deciding = Deciding::new(&mut laid, verdicts, &rules)?;
    let everywhere = whole.rules(Action::Use, &question.subject, question.unit)?;
    let mut deciders = Vec::new();
    let (chosen, _) = chosen(&mut laid, &deciding, verdict)?;
    for (place, region) in chosen {
        let verdict = deciding.gravest(&mut laid, region)?;
        let Some(rule) = pack.rules.at(place).filter(|_| place != NONE) else {
            let route = pack.settings.unlisted.as_ref();
            deciders.push(Decider {
                rule: "unlisted".into(),
                kind: "unlisted".into(),
                text: route.map_or(speaker.word("ui.unlisted"), |route| speaker.say(&route.text)).to_owned(),
                sources: route.map(|route| citations(pack, speaker, &route.sources)).unwrap_or_default(),
                holds: Vec::new(),
                cedar: String::new(),
            });
            continue;
        };
        let node = everywhere.iter().find(|(known, _)| *known == place).map_or(Node::FALSE, |(_, node)| *node);
        let (now, granted) = (whole.plain(node)?, whole.granted(node)?);
        let either = whole.arena.or(now, granted)?;
        deciders.push(Decider {
            rule: rule.id.to_string(),
            kind: kind(rule, verdict).to_string(),
            text: rule.text.as_ref().map_or("", |text| speaker.say(text)).to_owned(),
            sources: citations(pack, speaker, &rule.sources),
            holds: cases(whole, either, Node::FALSE)?,
            cedar: rule.cedar.clone(),
        });
    }
    Ok(deciders)
}
