//! Questions as people type them, up to their answers.
#![no_main]

use countersign_compile::compile;
use countersign_compiled::Policy;
use countersign_decide::{QuestionInput, check};
use countersign_pack::read;
use countersign_testkit::{Scale, scaled};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

static POLICY: OnceLock<Policy> = OnceLock::new();

fuzz_target!(|text: &str| {
    let at = date(2026, 4, 1);
    let policy = POLICY.get_or_init(|| {
        let reading = read(&[scaled(&Scale { tools: 3, rules: 13, units: 3 })]);
        let compiled = compile(reading.pack, &reading.files).unwrap_or_else(|faults| panic!("{faults:?}"));
        compiled.policy(at).unwrap_or_else(|faults| panic!("{faults:?}"))
    });
    let mut words = text.split('\n');
    let mut inquiry = QuestionInput { tool: words.next().unwrap_or_default().into(), ..QuestionInput::default() };
    for word in words {
        match word.split_once('=') {
            Some(("unit", unit)) => inquiry.unit = Some(unit.into()),
            Some(("kind", kind)) => inquiry.kind = Some(kind.into()),
            Some(("approved", approval)) => inquiry.approved.push(approval.into()),
            Some((facet, value)) => inquiry.facts.push((facet.into(), value.into())),
            None => {}
        }
    }
    if let Ok(question) = inquiry.question(&policy.pack, at) {
        let answer = check(policy, &question, None).unwrap_or_else(|none| panic!("{none:?}"));
        assert!(!answer.reasons.is_empty());
    }
});
