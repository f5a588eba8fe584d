use crate::answer::{Advice, List};
use crate::cover::Point;
use crate::outcome::Outcomes;
use crate::reasons::{Case, Telling, citations, described};
use crate::space::Space;
use crate::{EngineError, RuleTable};
use countersign_model::{Facts, Id, Listing, Rule, Strength, Verdict};

/// What the rules on `advise` come to.
#[derive(Default)]
pub(crate) struct Advised {
    pub(crate) conditions: Vec<Advice>,
    pub(crate) duties: Vec<Advice>,
    pub(crate) checklists: Vec<Id>,
    pub(crate) ask: Vec<Id>,
}

/// The conditions, duties and checklists of an answer: those that apply in some
/// completion in which the tool may be used, now or once approved.
pub(crate) fn advised(
    telling: &Telling<'_>,
    facts: &Facts,
    outcomes: &Outcomes,
    tables: &[RuleTable],
    approved: u64,
) -> Result<Advised, EngineError> {
    let mut advised = Advised::default();
    for table in tables {
        let Some(rule) = telling.pack.rules.at(table.rule) else { continue };
        let Some(when) = applies(telling, facts, outcomes, table, approved)? else { continue };
        if rule.text.is_some() || rule.duty.is_some() {
            tell(telling, rule, table, &when, &mut advised);
        }
        advised.checklists.extend(rule.checklists.iter().cloned());
        advised.ask.extend(rule.ask.iter().cloned());
    }
    let binding = |advice: &Advice| {
        Strength::ALL.iter().position(|strength| advice.strength.as_deref() == Some(strength.as_str()))
    };
    advised.conditions.sort_by_key(binding);
    Ok(advised)
}

fn tell(telling: &Telling<'_>, rule: &Rule, table: &RuleTable, when: &[Case], advised: &mut Advised) {
    let duty = rule.duty.as_ref().and_then(|duty| telling.pack.duties.get(duty.as_str()));
    let mut sources = rule.sources.clone();
    sources.extend(duty.iter().flat_map(|duty| duty.sources.iter().cloned()));
    if table.reads_listing && sources.is_empty() {
        sources.extend(listing(telling).map(|listing| listing.source.clone()));
    }
    let citations = citations(telling.pack, telling.speaker, &sources);
    let advice = |text: &str, strength: Option<Strength>, id: String| Advice {
        rule: id,
        text: text.to_owned(),
        strength: strength.map(|strength| strength.to_string()),
        source: citations.first().map(|source| source.id.clone()),
        sources: citations.clone(),
        when: when.to_vec(),
    };
    if let Some(text) = &rule.text {
        advised.conditions.push(advice(telling.speaker.say(text), rule.strength, rule.id.to_string()));
    }
    if let Some(duty) = duty {
        advised.duties.push(advice(telling.speaker.say(&duty.text), None, duty.id.to_string()));
        advised.ask.extend(duty.ask.iter().cloned());
    }
}

fn listing<'a>(telling: &Telling<'a>) -> Option<&'a Listing> {
    let tool = telling.pack.entry_of(&telling.question.subject)?;
    telling.pack.standing(tool, telling.question.at).listing
}

/// When a rule applies, among the completions in which the tool may be used:
/// none where it never does, no box where it always does.
fn applies(
    telling: &Telling<'_>,
    facts: &Facts,
    outcomes: &Outcomes,
    table: &RuleTable,
    approved: u64,
) -> Result<Option<Vec<Case>>, EngineError> {
    let own = Space::over(telling.pack, facts, table.facets().collect())?;
    let usable = usable(&own, outcomes);
    let point = |place: usize| {
        let holds = table.holds(|facet| own.axis(facet).map_or(0, |axis| own.value(place, axis)), approved);
        match (usable.get(place), holds) {
            (Some(true), true) => Point::In,
            (Some(true), false) => Point::Out,
            _ => Point::Free,
        }
    };
    let points: Vec<Point> = (0..own.len()).map(point).collect();
    if !points.contains(&Point::In) {
        return Ok(None);
    }
    if !points.contains(&Point::Out) {
        return Ok(Some(Vec::new()));
    }
    Ok(Some(described(telling.pack, &own.facets, &own.sizes, &points)))
}

/// The combinations of a rule's own facets that are met where the tool may be used.
fn usable(own: &Space, outcomes: &Outcomes) -> Vec<bool> {
    let space = &outcomes.space;
    let free: Vec<usize> = (0..own.facets.len())
        .filter(|axis| own.facets.get(*axis).is_none_or(|facet| space.axis(*facet).is_none()))
        .collect();
    let mut met = vec![false; own.len()];
    let mut values = vec![0; space.facets.len()];
    for place in space.places() {
        let may = outcomes.get(place).is_some_and(|outcome| outcome.verdict != Verdict::NotAllowed);
        if !may {
            continue;
        }
        space.values(place, &mut values);
        let fixed = own.facets.iter().zip(&own.sizes).fold(0, |at, (facet, size)| {
            let value = space.axis(*facet).and_then(|axis| values.get(axis)).copied().unwrap_or(0);
            at * size + value
        });
        if let Some(slot) = met.get_mut(fixed) {
            *slot = true;
        }
    }
    for axis in free {
        spread(own, axis, &mut met);
    }
    met.iter().zip(&own.possible).map(|(met, possible)| *met && *possible).collect()
}

/// Copies what holds for the first value of an axis to all its values.
fn spread(own: &Space, axis: usize, met: &mut [bool]) {
    let below: usize = own.sizes.iter().skip(axis + 1).product();
    for place in 0..own.len() {
        let first = place - own.value(place, axis) * below;
        let known = met.get(first).copied().unwrap_or(false);
        if let Some(slot) = met.get_mut(place) {
            *slot = known;
        }
    }
}

/// The checklists with these ids, each once.
pub(crate) fn checklists(telling: &Telling<'_>, ids: &[Id]) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for list in ids.iter().filter_map(|id| telling.pack.checklists.get(id.as_str())) {
        if lists.iter().all(|known| known.id != list.id.as_str()) {
            lists.push(List {
                id: list.id.to_string(),
                title: telling.speaker.say(&list.title).to_owned(),
                note: list.note.as_ref().map(|note| telling.speaker.say(note).to_owned()),
                items: list.items.iter().map(|item| telling.speaker.say(item).to_owned()).collect(),
            });
        }
    }
    lists
}
