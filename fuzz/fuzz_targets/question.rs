//! Questions as people type them, to answers.
#![no_main]

use countersign_compile::{Compiled, compile};
use countersign_decide::{Inquiry, check};
use countersign_pack::read;
use countersign_testkit::{Scale, scaled};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

static PACK: OnceLock<Compiled> = OnceLock::new();

fuzz_target!(|text: &str| {
    let compiled = PACK.get_or_init(|| {
        let reading = read(&[scaled(&Scale { tools: 3, rules: 12, units: 3 })]);
        compile(reading.pack, &reading.files).unwrap_or_else(|faults| panic!("{faults:?}"))
    });
    let mut words = text.split('\n');
    let mut inquiry = Inquiry { tool: words.next().unwrap_or_default().into(), ..Inquiry::default() };
    for word in words {
        match word.split_once('=') {
            Some(("unit", unit)) => inquiry.unit = Some(unit.into()),
            Some(("kind", kind)) => inquiry.kind = Some(kind.into()),
            Some(("approved", approval)) => inquiry.approved.push(approval.into()),
            Some((facet, value)) => inquiry.facts.push((facet.into(), value.into())),
            None => {}
        }
    }
    let at = date(2026, 4, 1);
    if let Ok(question) = inquiry.question(compiled.pack(), at) {
        let answer = check(&compiled.engine(at), &question, None).unwrap_or_else(|none| panic!("{none:?}"));
        assert!(!answer.reasons.is_empty());
    }
});
