//! What a question is taken to be about, if its tool is not a known name.

use super::find::{listed_within, named_in};
use super::{Found, find};
use crate::defaults::{approved, with_defaults};
use crate::residual::Residual;
use crate::{Answer, NoAnswer, check};
use countersign_compiled::Policy;
use countersign_model::{Pack, Question, Subject, Verdict};

/// A question as it was understood.
#[derive(Clone, Debug)]
pub struct Understood {
    /// The question, about the tool that is most likely meant.
    pub question: Question,
    /// The typed text, if the question is about a tool of another name.
    pub typed: Option<String>,
    /// Names of other tools that may be meant, the likeliest first.
    pub similar: Vec<String>,
}

/// Answers a question as typed. Its tool does not have to be a known name.
///
/// # Errors
/// As [`check`].
pub fn ask(policy: &Policy, question: &Question, language: Option<&str>) -> Result<Answer, NoAnswer> {
    let Understood { question, typed, similar } = understood(policy, question)?;
    let mut answer = check(policy, &question, language)?;
    answer.tool.typed = typed;
    answer.tool.similar = similar;
    Ok(answer)
}

/// Finds the tool that a question means.
///
/// If the other words of the text say nothing about the product, that tool is meant. If it could be
/// another product, the stricter answer counts: the tool's, or that of a product that no list
/// names. If the asker states a kind, the question is about the text as typed.
///
/// # Errors
/// Returns an error if the question leaves too many cases open to compare.
pub fn understood(policy: &Policy, question: &Question) -> Result<Understood, NoAnswer> {
    let as_typed = |similar| Understood { question: question.clone(), typed: None, similar };
    let pack = &policy.pack;
    let called = |tool: &usize| pack.tools.at(*tool).map(|tool| tool.name.clone());
    let (name, kind) = match &question.subject {
        Subject::Unlisted { name, kind } => (name, kind),
        Subject::Tool(tool) => {
            let within = listed_within(pack, *tool);
            let other = strictest(policy, question, &within)?;
            let names = |but: Option<usize>| {
                let near = named_in(pack, *tool);
                let others = within.iter().chain(&near).filter(|place| Some(**place) != but);
                others.filter_map(called).collect::<Vec<String>>()
            };
            return Ok(match other {
                // An entry for one edition may be meant for the whole product.
                Some(found) => Understood {
                    question: Question { subject: Subject::Tool(found), ..question.clone() },
                    typed: called(tool),
                    similar: names(Some(found)),
                },
                None => as_typed(names(None)),
            });
        }
    };
    let Found { tools, certain, near } = find(&policy.pack, name);
    let names = |tools: &[usize], but: Option<usize>| -> Vec<String> {
        let others = tools.iter().chain(&near).filter(|tool| Some(**tool) != but);
        others.filter_map(|tool| policy.pack.tools.at(*tool)).map(|tool| tool.name.clone()).collect()
    };
    let about = |tool: usize| Understood {
        question: Question { subject: Subject::Tool(tool), ..question.clone() },
        typed: Some(name.clone()),
        similar: names(&tools, Some(tool)),
    };
    if kind.is_some() {
        return Ok(as_typed(names(&tools, None)));
    }
    match tools.as_slice() {
        [] => Ok(as_typed(names(&[], None))),
        [tool] if certain => Ok(about(*tool)),
        several => Ok(match strictest(policy, question, several)? {
            Some(tool) => about(tool),
            None => as_typed(names(several, None)),
        }),
    }
}

/// Returns the tool with the strictest answer. `None` if an unlisted product gets a stricter one.
fn strictest(policy: &Policy, question: &Question, tools: &[usize]) -> Result<Option<usize>, NoAnswer> {
    let facts = with_defaults(&policy.pack, &question.facts);
    let mut laid = Residual::new(policy, &facts, approved(&policy.pack, &question.approved));
    let mut bounds = |subject: &Subject| -> Result<(Verdict, Verdict), NoAnswer> {
        let verdicts = laid.verdicts(subject, question.unit)?;
        let plain = laid.plain(verdicts)?;
        let found = laid.verdicts_of(plain);
        let most = found.iter().max().copied().unwrap_or(Verdict::Undecided);
        Ok((most, found.iter().min().copied().unwrap_or(most)))
    };
    let (unlisted, _) = bounds(&question.subject)?;
    let mut best: Option<((Verdict, Verdict), usize)> = None;
    for tool in tools {
        let (most, least) = bounds(&Subject::Tool(*tool))?;
        let counts = most > unlisted || least >= unlisted;
        if counts && best.is_none_or(|(known, _)| known < (most, least)) {
            best = Some(((most, least), *tool));
        }
    }
    Ok(best.map(|(_, tool)| tool))
}

/// Returns the tools that a text may mean, by place, the likeliest first.
pub fn candidates(pack: &Pack, text: &str) -> Vec<usize> {
    let Found { tools, near, .. } = find(pack, text);
    tools.into_iter().chain(near).collect()
}
