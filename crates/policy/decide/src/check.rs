use crate::advice::{advised, checklists};
use crate::alternatives::alternatives;
use crate::answer::{Answer, ExpectedQuestions, Hypothetical, QuestionChoices, SettledFact};
use crate::answer_listings::{access, exemptions, listings, tool};
use crate::contacts::{approvals, ask, askings};
use crate::deciding_rules::DecidingRules;
use crate::defaults::{approved, pack_name, with_defaults};
use crate::questions::{Open, questions};
use crate::reasons::{ReasonContext, citations, disagreements, reasons};
use crate::residual::{Residual, common};
use crate::{InputError, Localizer, NoAnswer, TooLarge};
use countersign_compiled::Policy;
use countersign_diagram::Node;
use countersign_model::{Action, Facts, FallbackRoute, Id, Pack, Question, Rule, Verdict};
use std::collections::BTreeMap;

/// Answers a question in one language.
///
/// # Errors
/// Returns an error if the given facts cannot occur together, or leave too many cases open.
pub fn check(policy: &Policy, question: &Question, language: Option<&str>) -> Result<Answer, NoAnswer> {
    let pack = &policy.pack;
    let speaker = Localizer::new(pack, language);
    let facts = with_defaults(pack, &question.facts);
    let mut laid = Residual::new(policy, &facts, approved(pack, &question.approved));
    let verdicts = laid.verdicts(&question.subject, question.unit)?;
    let rules = laid.rules(Action::Use, &question.subject, question.unit)?;
    let deciding = DecidingRules::new(&mut laid, verdicts, &rules)?;
    let Some(verdict) = common(&laid.verdicts_of(deciding.plain)) else {
        return Err(NoAnswer::InputError(impossible(pack, &facts, speaker)));
    };
    let telling = ReasonContext { pack, policy, question, speaker };
    let advised = advised(&telling, &mut laid, &deciding)?;
    let reasons = reasons(&telling, &mut laid, &deciding, verdict)?;
    let route = no_rule_route(pack, question).filter(|_| reasons.iter().any(|reason| reason.rule == "unlisted"));
    let named: Vec<&Rule> = reasons.iter().filter_map(|reason| pack.rules.get(&reason.rule)).collect();
    let mut lists: Vec<Id> = named.iter().flat_map(|rule| rule.checklists.clone()).collect();
    lists.extend(route.iter().flat_map(|route| route.checklists.clone()));
    lists.extend(advised.checklists.iter().cloned());
    let open = match verdict {
        Verdict::Undecided => Some(questions(&mut laid, deciding.plain)?),
        _ => None,
    };
    let alternatives = match verdict {
        Verdict::AskFirst | Verdict::NotAllowed => alternatives(policy, question, speaker)?,
        Verdict::Allowed | Verdict::Undecided => Vec::new(),
    };
    Ok(Answer {
        tool: tool(pack, &question.subject),
        unit: pack.units.at(question.unit).map_or("", |unit| unit.id.as_str()).to_owned(),
        at: question.at.to_string(),
        facts: by_name(pack, &question.facts, |_| true),
        settled: settled(pack, speaker),
        assumed: assumed(pack, question, &facts),
        hypothetical: hypothetical(pack, question),
        verdict,
        listings: listings(&telling, &facts),
        conditions: advised.conditions,
        duties: advised.duties,
        approvals: approvals(pack, &deciding),
        alternatives,
        access: access(&telling, &facts, verdict, &reasons),
        ask: ask(&telling, &deciding, &named, route.as_ref(), &advised.ask),
        exemptions: exemptions(&telling, &reasons),
        reasons,
        report: askings(pack, speaker, &pack.settings.report),
        checklist: checklists(&telling, &lists),
        effort: open.as_ref().map(effort),
        questions: open
            .iter()
            .flat_map(|open| &open.facets)
            .map(|facet| match Some(*facet) == laid.kinds.variable() {
                true => laid.kinds.choices(pack, &mut laid.arena, deciding.plain, speaker),
                false => choices(&telling, &mut laid, deciding.possible, *facet),
            })
            .collect::<Result<_, _>>()?,
        disagreements: disagreements(&telling),
        pack: pack_name(pack, speaker),
    })
}

/// Returns only the verdict, for lists.
///
/// # Errors
/// As [`check`].
pub fn verdict(policy: &Policy, question: &Question) -> Result<Verdict, NoAnswer> {
    let pack = &policy.pack;
    let facts = with_defaults(pack, &question.facts);
    let mut laid = Residual::new(policy, &facts, approved(pack, &question.approved));
    let verdicts = laid.verdicts(&question.subject, question.unit)?;
    let plain = laid.plain(verdicts)?;
    let none = || NoAnswer::InputError(impossible(pack, &facts, Localizer::new(pack, None)));
    common(&laid.verdicts_of(plain)).ok_or_else(none)
}

/// Returns true if some case that a question leaves open is allowed without further approval, for
/// lists. Returns false if the question cannot be asked, or has too many cases.
pub fn may_be_allowed(policy: &Policy, question: &Question) -> bool {
    let pack = &policy.pack;
    let facts = with_defaults(pack, &question.facts);
    let mut laid = Residual::new(policy, &facts, approved(pack, &question.approved));
    let Ok(verdicts) = laid.verdicts(&question.subject, question.unit) else { return false };
    laid.plain(verdicts).is_ok_and(|plain| laid.verdicts_of(plain).contains(&Verdict::Allowed))
}

pub(crate) fn impossible(pack: &Pack, facts: &Facts, speaker: Localizer<'_>) -> InputError {
    let met = pack.impossible.iter().find(|impossible| impossible.when.covers(facts));
    let involved = |place| met.is_none_or(|met| met.when.values(place).is_some());
    let given: Vec<String> =
        by_name(pack, facts, involved).into_iter().map(|(facet, value)| format!("{facet}={value}")).collect();
    let why = met.map(|met| speaker.say(&met.why)).filter(|why| !why.is_empty());
    InputError {
        message: format!("these facts cannot be met together: {}", given.join(", ")),
        help: Some(why.unwrap_or("leave one of them out, or say something else there").to_owned()),
    }
}

/// Returns the supposed facts and approvals that only records can state.
pub(crate) fn hypothetical(pack: &Pack, question: &Question) -> Hypothetical {
    Hypothetical {
        approved: question.approved.iter().map(Id::to_string).collect(),
        facts: by_name(pack, &question.facts, |facet| pack.facets.at(facet).is_some_and(|facet| facet.derived)),
    }
}

/// Returns the facts, defaults included, that the question leaves out.
pub(crate) fn assumed(pack: &Pack, question: &Question, facts: &Facts) -> BTreeMap<String, String> {
    let open = |facet: usize| pack.facets.at(facet).is_some_and(|facet| facet.settled.is_none());
    by_name(pack, facts, |facet| open(facet) && question.facts.get(facet).is_none_or(Option::is_none))
}

/// Returns the values that the pack has settled for everybody.
fn settled(pack: &Pack, speaker: Localizer<'_>) -> Vec<SettledFact> {
    let told = |facet: &countersign_model::Facet| {
        let settled = facet.settled.as_ref()?;
        let label = facet.values.get(settled.value).map_or("", |value| speaker.say(&value.label));
        Some(SettledFact {
            facet: facet.id.to_string(),
            value: facet.value_id(settled.value).to_owned(),
            label: label.to_owned(),
            text: speaker.say(&settled.text).to_owned(),
            sources: citations(pack, speaker, &settled.sources),
        })
    };
    pack.facets.iter().filter_map(told).collect()
}

/// Returns who to ask and what to bring if no rule decides. A pack can have one text for listed
/// tools and one for tools that no list names.
fn no_rule_route(pack: &Pack, question: &Question) -> Option<FallbackRoute> {
    let mut route = pack.settings.unlisted.clone()?;
    let listed = pack.entry_of(&question.subject).is_some_and(|tool| !tool.listings.is_empty());
    if let Some(uncovered) = pack.settings.uncovered.as_ref().filter(|_| listed) {
        if !uncovered.ask.is_empty() {
            route.ask.clone_from(&uncovered.ask);
        }
        if !uncovered.checklists.is_empty() {
            route.checklists.clone_from(&uncovered.checklists);
        }
    }
    Some(route)
}

pub(crate) fn by_name(pack: &Pack, facts: &Facts, wanted: impl Fn(usize) -> bool) -> BTreeMap<String, String> {
    let named = |(place, facet): (usize, &countersign_model::Facet)| {
        let value = facts.get(place).copied().flatten()?;
        wanted(place).then(|| (facet.id.to_string(), facet.value_id(value).to_owned()))
    };
    pack.facets.iter().enumerate().filter_map(named).collect()
}

fn effort(open: &Open) -> ExpectedQuestions {
    // Expectations are rounded to a thousandth, because further digits depend on rounding errors.
    let told = |number: f64| (number * 1_000.0).round() / 1_000.0;
    ExpectedQuestions { expected: told(open.expected), at_least: told(open.lower_bound) }
}

fn choices(
    telling: &ReasonContext<'_>,
    laid: &mut Residual<'_>,
    possible: Node,
    place: usize,
) -> Result<QuestionChoices, TooLarge> {
    let Some(facet) = telling.pack.facets.at(place) else { return Err(TooLarge) };
    let mut values = Vec::new();
    for (number, value) in facet.values.iter().enumerate() {
        let met = laid.arena.restrict(possible, &|variable| (variable == place).then_some(number))?;
        if met != Node::FALSE {
            values.push(value);
        }
    }
    Ok(QuestionChoices {
        facet: facet.id.to_string(),
        text: telling.speaker.say(&facet.question).to_owned(),
        help: facet.help.as_ref().map(|help| telling.speaker.say(help).to_owned()),
        derived: facet.derived,
        labels: values
            .iter()
            .map(|value| (value.id.to_string(), telling.speaker.say(&value.label).to_owned()))
            .collect(),
        values: values.iter().map(|value| value.id.to_string()).collect(),
    })
}
