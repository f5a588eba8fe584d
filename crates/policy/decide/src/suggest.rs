use crate::alternatives::{Rank, rank, tool_serves, why, witness};
use crate::answer::PackName;
use crate::check::impossible;
use crate::deciding_rules::{DecidingRules, NONE};
use crate::defaults::{of_others, pack_name, ready};
use crate::questions::questions;
use crate::residual::{Residual, common};
use crate::{Localizer, NoAnswer, TooLarge};
use countersign_compiled::Policy;
use countersign_diagram::Node;
use countersign_model::{Action, Facts, Question, ReasonKind, Subject, ValueSet, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The tools that serve, best first; the JSON contract.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Suggestions {
    /// The facts that were given, by facet.
    pub facts: BTreeMap<String, String>,
    /// Tools that may be used, the best first: by the pack's ladders, then those
    /// that are allowed for certain, then those that further facts decide, and
    /// those that somebody has to approve last.
    pub suggestions: Vec<Suggestion>,
    /// Tools that suit the job and are excluded, in the order in which they would have stood.
    pub excluded: Vec<Suggestion>,
    /// The policy that answered.
    pub pack: PackName,
}

/// A tool and how it stands.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Suggestion {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its verdict for these facts; `undecided` where further facts decide.
    pub verdict: Verdict,
    /// What speaks for it, or why it is excluded.
    pub why: String,
    /// The facets that decide, where the verdict is `undecided`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<String>,
}

/// Suggests tools for a job, in the order of the pack's ladders. `without` are tools that the asker
/// rules out, by place. The question's own subject does not matter.
///
/// # Errors
/// Returns an error if the given facts leave too many cases open.
pub fn suggest(
    policy: &Policy,
    question: &Question,
    without: &[usize],
    language: Option<&str>,
) -> Result<Suggestions, NoAnswer> {
    let pack = &policy.pack;
    let speaker = Localizer::new(pack, language);
    let given = pack.facets.iter().zip(&question.facts);
    let given = given.filter_map(|(facet, fact)| Some((facet.id.to_string(), facet.value_id((*fact)?).to_owned())));
    let given = given.collect();
    // The question has no tool, so facts about a tool do not apply.
    let question = &Question { facts: of_others(pack, &question.facts), ..question.clone() };
    let (facts, approved) = ready(pack, question);
    let mut laid = Residual::new(policy, &facts, approved);
    let wanted: Option<ValueSet> = pack
        .settings
        .serves
        .and_then(|facet| facts.get(facet).copied().flatten())
        .map(|value| std::iter::once(value).collect());
    let mut suggestions: Vec<((bool, Rank, Verdict), Suggestion)> = Vec::new();
    let mut excluded = Vec::new();
    for (place, tool) in pack.register() {
        if wanted.as_ref().is_some_and(|wanted| !tool_serves(pack, place, wanted)) {
            continue;
        }
        let subject = Subject::Tool(place);
        let verdicts = laid.verdicts(&subject, question.unit)?;
        let plain = laid.plain(verdicts)?;
        let found = laid.verdicts_of(plain);
        let Some(verdict) = common(&found) else {
            return Err(NoAnswer::InputError(impossible(pack, &facts, speaker)));
        };
        let ruled_out = without.contains(&place);
        let may = found.iter().any(|one| *one != Verdict::NotAllowed);
        let suggestion = Suggestion {
            id: tool.id.to_string(),
            name: tool.name.clone(),
            verdict,
            why: if ruled_out {
                speaker.word("ui.ruled-out").to_owned()
            } else {
                reason(&mut laid, question, &facts, place, verdicts, speaker)?
            },
            questions: open(&mut laid, plain, verdict)?,
        };
        let rank = rank(policy, &facts, tool);
        if ruled_out || !may {
            excluded.push((rank, suggestion));
        } else {
            let last = verdict == Verdict::AskFirst || !found.contains(&Verdict::Allowed);
            suggestions.push(((last, rank, verdict), suggestion));
        }
    }
    // A rung outweighs certainty. Off the ladders, certain tools come first.
    suggestions.sort_by(|((last, rank, verdict), _), ((other_last, other_rank, other_verdict), _)| {
        (last, rank.0, verdict, rank).cmp(&(other_last, other_rank.0, other_verdict, other_rank))
    });
    excluded.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(Suggestions {
        facts: given,
        suggestions: suggestions.into_iter().map(|(_, suggestion)| suggestion).collect(),
        excluded: excluded.into_iter().map(|(_, suggestion)| suggestion).collect(),
        pack: pack_name(pack, speaker),
    })
}

/// Returns the argument for a tool that may be used, and against one that may not.
fn reason(
    laid: &mut Residual<'_>,
    question: &Question,
    facts: &Facts,
    place: usize,
    verdicts: Node,
    speaker: Localizer<'_>,
) -> Result<String, TooLarge> {
    let policy = laid.policy;
    let Some(tool) = policy.pack.tools.at(place) else { return Ok(String::new()) };
    let subject = Subject::Tool(place);
    let best = best(laid, &subject, question.unit, verdicts)?;
    let outcome = witness(laid, question, &subject, facts, best);
    let facts = if outcome.verdict == Verdict::NotAllowed { &Vec::new() } else { facts };
    Ok(why(&policy.pack, facts, tool, &outcome, speaker))
}

/// Returns the cases with the best verdict. If the policy covers some cases, only those count,
/// because a case that it does not cover is no argument for a tool.
fn best(laid: &mut Residual<'_>, subject: &Subject, unit: usize, verdicts: Node) -> Result<Node, TooLarge> {
    let rules = laid.rules(Action::Use, subject, unit)?;
    let deciding = DecidingRules::new(laid, verdicts, &rules)?;
    let pack = &laid.policy.pack;
    let mut reached = Node::FALSE;
    for (rule, region) in &deciding.regions {
        let reaches = pack.rules.at(*rule).is_none_or(|rule| rule.kind != ReasonKind::OutOfScope);
        if *rule == NONE || reaches {
            reached = laid.arena.or(reached, *region)?;
        }
    }
    let among = if reached == Node::FALSE { deciding.possible } else { reached };
    for verdict in laid.verdicts_of(deciding.plain) {
        let here = laid.is(deciding.plain, verdict)?;
        let here = laid.arena.and(here, among)?;
        if here != Node::FALSE {
            return Ok(here);
        }
    }
    Ok(deciding.possible)
}

fn open(laid: &mut Residual<'_>, plain: Node, verdict: Verdict) -> Result<Vec<String>, TooLarge> {
    if verdict != Verdict::Undecided {
        return Ok(Vec::new());
    }
    let open = questions(laid, plain)?;
    let facets = open.facets.iter().filter_map(|facet| laid.policy.pack.facets.at(*facet));
    Ok(facets.map(|facet| facet.id.to_string()).collect())
}
