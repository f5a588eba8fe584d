//! Bytes as compiled policies, which are refused, or asked without harm.
#![no_main]

use countersign_compiled::Policy;
use countersign_decide::{QuestionInput, check};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // With a wrong checksum, nothing else would be reached.
    let mut file = b"CSPOLICY".to_vec();
    file.extend_from_slice(&countersign_compiled::FORMAT.to_le_bytes());
    file.extend_from_slice(&crc32fast::hash(bytes).to_le_bytes());
    file.extend_from_slice(bytes);
    let Ok(policy) = Policy::read(&file) else { return };
    let tool = policy.pack.tools.ids().next().unwrap_or("new").to_owned();
    let inquiry = QuestionInput { tool, ..QuestionInput::default() };
    if let Ok(question) = inquiry.question(&policy.pack, date(2026, 4, 1)) {
        let _ = check(&policy, &question, None);
    }
});
