use countersign_model::Verdict;

/// The number for facts that cannot occur together.
pub const IMPOSSIBLE: u32 = 3;

/// Returns the number that encodes a verdict in diagrams.
pub fn number(verdict: Verdict) -> u32 {
    match verdict {
        Verdict::Allowed => 0,
        Verdict::AskFirst => 1,
        Verdict::NotAllowed => 2,
        Verdict::Undecided => IMPOSSIBLE,
    }
}

/// Returns the verdict that a number encodes. `None` if the facts cannot occur together.
pub fn verdict(number: u32) -> Option<Verdict> {
    match number {
        0 => Some(Verdict::Allowed),
        1 => Some(Verdict::AskFirst),
        2 => Some(Verdict::NotAllowed),
        _ => None,
    }
}
