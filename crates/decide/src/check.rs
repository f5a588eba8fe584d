use crate::advice::{advised, checklists};
use crate::alternatives::alternatives;
use crate::answer::{Answer, Asking, Choices, Exempting, Hypothetical, Listed, Reason, Route, ToolName};
use crate::given::{approved, pack_name, with_defaults};
use crate::outcome::Outcomes;
use crate::questions::questions;
use crate::reasons::{Telling, citations, disagreements, reasons};
use crate::space::Space;
use crate::{Asked, Engine, EngineError, Misuse, Speaker};
use countersign_model::{Action, Facts, Id, Pack, Question, ReasonKind, Rule, Subject, Unlisted, Verdict, nearest};
use std::collections::BTreeMap;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The question cannot be asked like this.
    Misuse(Misuse),
    /// The pack is at fault.
    Fault(EngineError),
}

impl From<EngineError> for NoAnswer {
    fn from(error: EngineError) -> Self {
        Self::Fault(error)
    }
}

/// Answers a question, in the words of a language.
///
/// # Errors
/// Where the given facts cannot be met together, or the pack is at fault.
pub fn check(engine: &dyn Engine, question: &Question, language: Option<&str>) -> Result<Answer, NoAnswer> {
    let pack = engine.pack();
    let speaker = Speaker::new(pack, language);
    let facts = with_defaults(pack, &question.facts);
    let approved = approved(pack, &question.approved);
    let asked = Asked { subject: &question.subject, unit: question.unit, facts: &facts };
    let tables = engine.tables(Action::Use, &asked)?;
    let outcomes = Outcomes::new(pack, Space::new(pack, &facts, &tables)?, &tables, approved)?;
    if outcomes.distinct.is_empty() || !pack.is_possible(&facts) {
        return Err(NoAnswer::Misuse(impossible(pack, &facts, speaker)));
    }
    let verdict = outcomes.verdict();
    let telling = Telling { pack, question, tables: &tables, speaker };
    let advice = engine.tables(Action::Advise, &asked)?;
    let advised = advised(&telling, &facts, &outcomes, &advice, approved)?;
    let reasons = reasons(&telling, &outcomes);
    let unlisted = pack.settings.unlisted.as_ref().filter(|_| reasons.iter().any(|reason| reason.rule == "unlisted"));
    let rules: Vec<&Rule> = reasons.iter().filter_map(|reason| pack.rules.get(&reason.rule)).collect();
    let mut lists: Vec<Id> = rules.iter().flat_map(|rule| rule.checklists.clone()).collect();
    lists.extend(unlisted.iter().flat_map(|route| route.checklists.clone()));
    lists.extend(advised.checklists.iter().cloned());
    let open = if verdict == Verdict::Undecided { questions(pack, &outcomes) } else { Vec::new() };
    let alternatives = match verdict {
        Verdict::AskFirst | Verdict::NotAllowed => alternatives(engine, question, &facts, approved, speaker)?,
        Verdict::Allowed | Verdict::Undecided => Vec::new(),
    };
    Ok(Answer {
        tool: tool(pack, &question.subject),
        unit: pack.units.at(question.unit).map_or("", |unit| unit.id.as_str()).to_owned(),
        at: question.at.to_string(),
        facts: by_name(pack, &question.facts, |_| true),
        assumed: by_name(pack, &facts, |facet| question.facts.get(facet).is_none_or(Option::is_none)),
        hypothetical: Hypothetical {
            approved: question.approved.iter().map(Id::to_string).collect(),
            facts: by_name(pack, &question.facts, |facet| pack.facets.at(facet).is_some_and(|facet| facet.derived)),
        },
        verdict: verdict.to_string(),
        listings: listings(&telling),
        conditions: advised.conditions,
        duties: advised.duties,
        approvals: approvals(pack, &outcomes),
        alternatives,
        access: access(&telling, &facts, verdict, &reasons),
        ask: ask(&telling, &outcomes, &rules, unlisted, &advised.ask),
        exemptions: exemptions(&telling, &reasons),
        reasons,
        report: askings(pack, speaker, &pack.settings.report),
        checklist: checklists(&telling, &lists),
        questions: open.iter().filter_map(|facet| choices(&telling, &outcomes, *facet)).collect(),
        disagreements: disagreements(&telling),
        pack: pack_name(pack, speaker),
    })
}

/// The verdict alone, for lists.
///
/// # Errors
/// As [`check`].
pub fn verdict(engine: &dyn Engine, question: &Question) -> Result<Verdict, NoAnswer> {
    let pack = engine.pack();
    let facts = with_defaults(pack, &question.facts);
    let asked = Asked { subject: &question.subject, unit: question.unit, facts: &facts };
    let tables = engine.tables(Action::Use, &asked)?;
    let space = Space::new(pack, &facts, &tables)?;
    let outcomes = Outcomes::new(pack, space, &tables, approved(pack, &question.approved))?;
    if outcomes.distinct.is_empty() || !pack.is_possible(&facts) {
        return Err(NoAnswer::Misuse(impossible(pack, &facts, Speaker::new(pack, None))));
    }
    Ok(outcomes.verdict())
}

fn impossible(pack: &Pack, facts: &Facts, speaker: Speaker<'_>) -> Misuse {
    let met = pack.impossible.iter().find(|impossible| impossible.when.covers(facts));
    let involved = |place| met.is_none_or(|met| met.when.values(place).is_some());
    let given: Vec<String> =
        by_name(pack, facts, involved).into_iter().map(|(facet, value)| format!("{facet}={value}")).collect();
    let why = met.map(|met| speaker.say(&met.why)).filter(|why| !why.is_empty());
    Misuse {
        message: format!("these facts cannot be met together: {}", given.join(", ")),
        help: Some(why.unwrap_or("`countersign facets` shows which facts exclude one another").to_owned()),
    }
}

fn by_name(pack: &Pack, facts: &Facts, wanted: impl Fn(usize) -> bool) -> BTreeMap<String, String> {
    let named = |(place, facet): (usize, &countersign_model::Facet)| {
        let value = facts.get(place).copied().flatten()?;
        wanted(place).then(|| (facet.id.to_string(), facet.value_id(value).to_owned()))
    };
    pack.facets.iter().enumerate().filter_map(named).collect()
}

/// The names of a subject.
pub(crate) fn tool(pack: &Pack, subject: &Subject) -> ToolName {
    let kinds = pack.kinds_of(subject).into_iter().map(|kind| kind.id.to_string()).collect();
    match pack.entry_of(subject) {
        Some(tool) => {
            ToolName { id: tool.id.to_string(), name: tool.name.clone(), known: true, kinds, similar: Vec::new() }
        }
        None => {
            let name = pack.name_of(subject).to_owned();
            let names = pack.tools.iter().flat_map(|tool| {
                std::iter::once(tool.name.as_str()).chain(tool.aliases.iter().map(|alias| alias.name.as_str()))
            });
            let similar = nearest(&name, names).map(str::to_owned).into_iter().collect();
            let id = Id::slug(&name).map(|id| id.to_string()).unwrap_or_default();
            ToolName { id, name, known: false, kinds, similar }
        }
    }
}

/// What each source says of the tool, the one that holds first.
fn listings(telling: &Telling<'_>) -> Vec<Listed> {
    let pack = telling.pack;
    let Some(tool) = pack.entry_of(&telling.question.subject) else { return Vec::new() };
    let standing = pack.standing(tool, telling.question.at);
    let listed = |(listing, holds): (&countersign_model::Listing, bool)| {
        let grade = pack.grades.get(listing.grade.as_str())?;
        Some(Listed {
            grade: grade.id.to_string(),
            name: telling.speaker.say(&grade.name).to_owned(),
            meaning: grade.meaning.as_ref().map(|meaning| telling.speaker.say(meaning).to_owned()),
            note: listing.note.as_ref().map(|note| telling.speaker.say(note).to_owned()),
            source: citations(pack, telling.speaker, std::slice::from_ref(&listing.source)).into_iter().next()?,
            date: listing.date.map(|date| date.to_string()),
            holds,
            ended: !listing.holds(telling.question.at),
        })
    };
    let others = standing.overruled.into_iter().chain(standing.ended).map(|listing| (listing, false));
    standing.listing.map(|listing| (listing, true)).into_iter().chain(others).filter_map(listed).collect()
}

/// How the bans among the reasons are lifted, and when the exemptions from them
/// end; who holds one is never told.
fn exemptions(telling: &Telling<'_>, reasons: &[Reason]) -> Vec<Exempting> {
    let pack = telling.pack;
    let at = telling.question.at;
    let among = |ban: &&countersign_model::Ban| reasons.iter().any(|reason| reason.rule == format!("ban-{}", ban.id));
    let told = |ban: &countersign_model::Ban| {
        let own = pack.exemptions.iter().filter(|exemption| exemption.ban == ban.id && exemption.holds(at));
        let mut until: Vec<String> = own.map(|exemption| exemption.until.to_string()).collect();
        until.sort();
        until.dedup();
        Some(Exempting {
            ban: ban.id.to_string(),
            text: telling.speaker.say(ban.exemption.as_ref()?).to_owned(),
            purposes: ban.purposes.iter().map(|purpose| telling.speaker.say(purpose).to_owned()).collect(),
            until,
        })
    };
    pack.bans.iter().filter(among).filter_map(told).collect()
}

/// The smallest sets of approvals, where every completion has the same.
fn approvals(pack: &Pack, outcomes: &Outcomes) -> Vec<Vec<String>> {
    let mut sets: Vec<u64> = outcomes.distinct.iter().flat_map(|outcome| outcome.missing.iter().copied()).collect();
    sets.sort_by_key(|set| (set.count_ones(), *set));
    sets.dedup();
    sets.iter().map(|set| members(pack, *set).map(|approval| approval.id.to_string()).collect()).collect()
}

fn members(pack: &Pack, set: u64) -> impl Iterator<Item = &countersign_model::Approval> {
    pack.approvals.iter().enumerate().filter(move |(place, _)| set & (1 << place) != 0).map(|(_, approval)| approval)
}

/// Whom to ask: who grants what is missing, whom the reasons name, who helps in
/// doubt, and then whoever knows about a duty or a condition.
fn ask(
    telling: &Telling<'_>,
    outcomes: &Outcomes,
    rules: &[&Rule],
    unlisted: Option<&Unlisted>,
    advised: &[Id],
) -> Vec<Asking> {
    let pack = telling.pack;
    let mut ids: Vec<Id> = Vec::new();
    for set in outcomes.distinct.iter().flat_map(|outcome| &outcome.missing) {
        ids.extend(members(pack, *set).map(|approval| approval.by.clone()));
    }
    ids.extend(unlisted.iter().flat_map(|route| route.ask.clone()));
    ids.extend(rules.iter().flat_map(|rule| rule.ask.clone()));
    ids.extend(pack.settings.help.iter().cloned());
    ids.extend(advised.iter().cloned());
    askings(pack, telling.speaker, &ids)
}

fn askings(pack: &Pack, speaker: Speaker<'_>, ids: &[Id]) -> Vec<Asking> {
    let mut askings: Vec<Asking> = Vec::new();
    for contact in ids.iter().filter_map(|id| pack.contacts.get(id.as_str())) {
        if askings.iter().all(|known| known.id != contact.id.as_str()) {
            askings.push(Asking {
                id: contact.id.to_string(),
                who: speaker.say(&contact.name).to_owned(),
                contact: contact.reach.first().cloned().unwrap_or_default(),
                reach: contact.reach.clone(),
                subject: speaker.say(&contact.subject).to_owned(),
            });
        }
    }
    askings
}

/// The ways to get the tool that fit the facts; all of them where the tool is not
/// to be had as asked, so that one sees how it is. What is refused shows none.
fn access(telling: &Telling<'_>, facts: &Facts, verdict: Verdict, reasons: &[Reason]) -> Vec<Route> {
    let pack = telling.pack;
    let listing =
        pack.entry_of(&telling.question.subject).and_then(|tool| pack.standing(tool, telling.question.at).listing);
    let Some((listing, routes)) = listing.and_then(|listing| Some((listing, listing.routes.as_ref()?))) else {
        return Vec::new();
    };
    let unavailable = reasons.iter().any(|reason| reason.kind == ReasonKind::Unavailable.as_str());
    let shown: Vec<_> = match verdict {
        Verdict::NotAllowed if unavailable => routes.iter().collect(),
        Verdict::NotAllowed => Vec::new(),
        _ => routes.iter().filter(|route| route.scope.meets(facts)).collect(),
    };
    let told = |route: &countersign_model::Route| {
        let side = |clause: &countersign_model::Clause| {
            let facet = pack.facets.at(clause.facet)?;
            Some((facet.id.to_string(), facet.value_ids(&clause.values).into_iter().map(str::to_owned).collect()))
        };
        Route {
            text: telling.speaker.say(&route.how).to_owned(),
            when: route.scope.clauses.iter().filter_map(side).collect(),
            approval: route.approval.as_ref().map(Id::to_string),
            source: listing.source.to_string(),
        }
    };
    shown.into_iter().map(told).collect()
}

fn choices(telling: &Telling<'_>, outcomes: &Outcomes, place: usize) -> Option<Choices> {
    let facet = telling.pack.facets.at(place)?;
    let axis = outcomes.space.axis(place)?;
    let mut met = vec![false; facet.values.len()];
    for possible in outcomes.space.places() {
        if let Some(slot) = met.get_mut(outcomes.space.value(possible, axis)) {
            *slot = true;
        }
    }
    let values = facet.values.iter().zip(&met).filter(|(_, met)| **met).map(|(value, _)| value);
    Some(Choices {
        facet: facet.id.to_string(),
        text: telling.speaker.say(&facet.question).to_owned(),
        help: facet.help.as_ref().map(|help| telling.speaker.say(help).to_owned()),
        derived: facet.derived,
        values: values.clone().map(|value| value.id.to_string()).collect(),
        labels: values.map(|value| (value.id.to_string(), telling.speaker.say(&value.label).to_owned())).collect(),
    })
}
