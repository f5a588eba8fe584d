//! Questions about every tool of a pack with every fact given, always the same ones.

use super::process::Process;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The words for questions.
pub(super) struct Questions {
    tools: Vec<String>,
    facets: Vec<(String, Vec<String>)>,
}

impl Questions {
    /// Reads the words from a service, which also checks that it answers.
    pub(super) fn of(service: &Process) -> Result<Self, String> {
        let read = |path: &str| -> Result<Value, String> {
            serde_json::from_slice(&service.get(path, "")?.body).map_err(|error| format!("{path}: {error}"))
        };
        let named = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
        let tools = list(Some(&read("/api/v1/tools")?)).iter().filter_map(|tool| named(tool, "id")).collect();
        let known = read("/api/v1/facets")?;
        let facets = list(known.get("facets"));
        let own = facets.iter().filter(|facet| facet.get("derived").and_then(Value::as_bool) != Some(true));
        let values =
            |facet: &Value| list(facet.get("values")).iter().filter_map(|value| named(value, "value")).collect();
        let facets = own.filter_map(|facet| Some((named(facet, "facet")?, values(facet))));
        let questions = Self { tools, facets: facets.collect() };
        let question = questions.different(1)?.join("");
        let reply = service.post(super::EVALUATION, &question)?;
        let answer = String::from_utf8_lossy(&reply.body);
        if reply.status != 200 || !answer.contains("\"decision\"") || questions.tools.len() < 10 {
            return Err(format!("{question} is answered with {}: {answer}", reply.status));
        }
        Ok(questions)
    }

    /// Returns this number of different questions.
    pub(super) fn different(&self, number: usize) -> Result<Vec<String>, String> {
        let (mut dice, mut known, mut made) = (Dice(1), BTreeSet::new(), Vec::new());
        for _ in 0..number * 20 {
            let tool = dice.one(&self.tools).cloned().unwrap_or_default();
            let said = |(facet, values): &(String, Vec<String>), dice: &mut Dice| {
                Some((facet.clone(), Value::from(dice.one(values)?.as_str())))
            };
            let mut facts: Map<String, Value> = self.facets.iter().filter_map(|facet| said(facet, &mut dice)).collect();
            // Private use excludes many other facts, so most questions are about work.
            facts.insert("purpose".to_owned(), "business".into());
            let question = asked(&tool, &facts).to_string();
            if known.insert(question.clone()) {
                made.push(question);
            }
            if made.len() == number {
                return Ok(made);
            }
        }
        Err(format!("the pack has words for {} different questions only", made.len()))
    }

    /// Returns the same questions, several in each request.
    pub(super) fn batches(&self, number: usize, each: usize) -> Result<Vec<String>, String> {
        let questions = self.different(number)?;
        let parsed: Vec<Value> = questions.iter().filter_map(|question| serde_json::from_str(question).ok()).collect();
        Ok(parsed.chunks(each).map(|some| json!({ "evaluations": some }).to_string()).collect())
    }
}

fn asked(tool: &str, facts: &Map<String, Value>) -> Value {
    json!({
        "subject": { "type": "user", "id": "somebody@example.org" },
        "action": { "name": "use" },
        "resource": { "type": "tool", "id": tool },
        "context": facts,
    })
}

/// A generator of random numbers that are always the same (SplitMix64).
struct Dice(u64);

impl Dice {
    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let place = (mixed ^ (mixed >> 31)).checked_rem(of.len().try_into().ok()?)?;
        of.get(usize::try_from(place).ok()?)
    }
}
