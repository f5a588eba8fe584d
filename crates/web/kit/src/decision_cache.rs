//! Decisions of a policy version, in their encoded form.

use axum::body::Bytes;
use countersign_compiled::{Policy, Subject};
use countersign_decide::{DecisionKey, decision_key};
use countersign_model::Question;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// A decision and its encoded form.
#[derive(Debug)]
pub struct EncodedDecision {
    /// Whether the user can use the tool without any further approval.
    pub permitted: bool,
    /// The decision as JSON.
    pub json: Bytes,
}

/// A compact question: the subject, the unit and one byte for each facet (255 if it is open).
type QuestionKey = (Subject, usize, Box<[u8]>);

/// The maximum number of cached decisions.
const CAPACITY: usize = 8_192;

/// The decisions of one policy version.
#[derive(Debug)]
pub struct DecisionCache {
    by_question: Cache<QuestionKey, Arc<EncodedDecision>>,
    /// The same decisions by decision key. There are few keys.
    by_decision_key: Cache<DecisionKey, Arc<EncodedDecision>>,
}

impl DecisionCache {
    pub(crate) fn new() -> Self {
        Self { by_question: Cache::new(CAPACITY), by_decision_key: Cache::new(CAPACITY) }
    }

    /// Returns the decision on a question, and makes it if it is not cached. `None` if that may be
    /// slow and `allow_slow` is false.
    pub fn get_or_make(
        &self,
        policy: &Policy,
        question: &Question,
        allow_slow: bool,
        make: impl FnOnce() -> EncodedDecision,
    ) -> Option<Arc<EncodedDecision>> {
        let key = question_key(policy, question);
        if let Some(known) = self.by_question.get(&key) {
            return Some(known);
        }
        let decision_key = decision_key(policy, question);
        let known = decision_key.as_ref().and_then(|key| self.by_decision_key.get(key));
        if known.is_none() && decision_key.is_none() && !allow_slow {
            return None;
        }
        let decision = known.unwrap_or_else(|| Arc::new(make()));
        if let Some(decision_key) = decision_key {
            self.by_decision_key.insert(decision_key, Arc::clone(&decision));
        }
        self.by_question.insert(key, Arc::clone(&decision));
        Some(decision)
    }
}

fn question_key(policy: &Policy, question: &Question) -> QuestionKey {
    let fact = |fact: &Option<usize>| fact.and_then(|value| u8::try_from(value).ok()).unwrap_or(u8::MAX);
    (policy.subject(&question.subject), question.unit, question.facts.iter().map(fact).collect())
}
