use countersign_model::Verdict;

/// The number in diagrams of facts that cannot be met together.
pub const IMPOSSIBLE: u32 = 3;

/// The number of a verdict in diagrams.
pub fn number(verdict: Verdict) -> u32 {
    match verdict {
        Verdict::Allowed => 0,
        Verdict::AskFirst => 1,
        Verdict::NotAllowed => 2,
        Verdict::Undecided => IMPOSSIBLE,
    }
}

/// The verdict with a number; none where the facts cannot be met together.
pub fn verdict(number: u32) -> Option<Verdict> {
    match number {
        0 => Some(Verdict::Allowed),
        1 => Some(Verdict::AskFirst),
        2 => Some(Verdict::NotAllowed),
        _ => None,
    }
}
