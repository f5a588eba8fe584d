use crate::TooLarge;
use crate::answer::{AdviceEntry, ChecklistEntry};
use crate::case::Case;
use crate::cases::cases;
use crate::deciding_rules::DecidingRules;
use crate::reasons::{ReasonContext, citations, in_force};
use crate::residual::Residual;
use countersign_diagram::Node;
use countersign_model::{Action, Id, Listing, Rule, Strength, Verdict};

/// The results of the rules on `advise`.
#[derive(Default)]
pub(crate) struct Advice {
    pub(crate) conditions: Vec<AdviceEntry>,
    pub(crate) duties: Vec<AdviceEntry>,
    pub(crate) checklists: Vec<Id>,
    pub(crate) ask: Vec<Id>,
}

/// Returns the conditions, duties and checklists of an answer: those that apply in some case in
/// which the tool may be used, now or with approval.
pub(crate) fn advised(
    telling: &ReasonContext<'_>,
    laid: &mut Residual<'_>,
    deciding: &DecidingRules,
) -> Result<Advice, TooLarge> {
    let question = telling.question;
    let denied = laid.is(deciding.plain, Verdict::NotAllowed)?;
    let usable = laid.arena.minus(deciding.possible, denied)?;
    let mut advised = Advice::default();
    for (place, node) in laid.rules(Action::Advise, &question.subject, question.unit)? {
        let Some(rule) = telling.pack.rules.at(place) else { continue };
        let Some(when) = applies(laid, usable, node)? else { continue };
        if rule.text.is_some() || rule.duty.is_some() {
            add_rule(telling, rule, place, &when, &mut advised);
        }
        advised.checklists.extend(rule.checklists.iter().cloned());
        advised.ask.extend(rule.ask.iter().cloned());
    }
    let binding = |advice: &AdviceEntry| {
        Strength::ALL.iter().position(|strength| advice.strength.as_deref() == Some(strength.as_str()))
    };
    advised.conditions.sort_by_key(binding);
    Ok(advised)
}

fn add_rule(telling: &ReasonContext<'_>, rule: &Rule, place: usize, when: &[Case], advised: &mut Advice) {
    let duty = rule.duty.as_ref().and_then(|duty| telling.pack.duties.get(duty.as_str()));
    let mut sources = rule.sources.clone();
    sources.extend(duty.iter().flat_map(|duty| duty.sources.iter().cloned()));
    if telling.policy.decisions.cites_listing(place) && sources.is_empty() {
        sources.extend(listing(telling).map(|listing| listing.source.clone()));
    }
    let citations = citations(telling.pack, telling.speaker, &in_force(telling, sources));
    let advice = |text: &str, strength: Option<Strength>, id: String| AdviceEntry {
        rule: id,
        text: text.to_owned(),
        strength: strength.map(|strength| strength.to_string()),
        deadline: None,
        keep_for: None,
        source: citations.first().map(|source| source.id.clone()),
        sources: citations.clone(),
        when: when.to_vec(),
    };
    if let Some(text) = &rule.text {
        advised.conditions.push(advice(telling.speaker.say(text), rule.strength, rule.id.to_string()));
    }
    if let Some(duty) = duty {
        advised.duties.push(AdviceEntry {
            deadline: duty.deadline.map(|time| time.to_string()),
            keep_for: duty.keep_for.map(|time| time.to_string()),
            ..advice(telling.speaker.say(&duty.text), None, duty.id.to_string())
        });
        advised.ask.extend(duty.ask.iter().cloned());
    }
}

fn listing<'a>(telling: &ReasonContext<'a>) -> Option<&'a Listing> {
    let tool = telling.pack.entry_of(&telling.question.subject)?;
    telling.pack.standing(tool, telling.question.at).listing
}

/// Returns when a rule applies, among the cases in which the tool may be used. `None` if it never
/// does, and no case if it always does. The cases name only the facets on which the rule itself
/// depends.
fn applies(laid: &mut Residual<'_>, usable: Node, rule: Node) -> Result<Option<Vec<Case>>, TooLarge> {
    let holds = laid.plain(rule)?;
    let named = laid.arena.support(holds);
    let usable = laid.arena.exists(usable, &|facet| !named.contains(&facet))?;
    let on = laid.arena.and(holds, usable)?;
    if on == Node::FALSE {
        return Ok(None);
    }
    let free = laid.arena.not(usable)?;
    cases(laid, on, free).map(Some)
}

/// Returns the checklists with these ids, each once.
pub(crate) fn checklists(telling: &ReasonContext<'_>, ids: &[Id]) -> Vec<ChecklistEntry> {
    let mut lists: Vec<ChecklistEntry> = Vec::new();
    for list in ids.iter().filter_map(|id| telling.pack.checklists.get(id.as_str())) {
        if lists.iter().all(|known| known.id != list.id.as_str()) {
            lists.push(ChecklistEntry {
                id: list.id.to_string(),
                title: telling.speaker.say(&list.title).to_owned(),
                note: list.note.as_ref().map(|note| telling.speaker.say(note).to_owned()),
                items: list.items.iter().map(|item| telling.speaker.say(item).to_owned()).collect(),
            });
        }
    }
    lists
}
