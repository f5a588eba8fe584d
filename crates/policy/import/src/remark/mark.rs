//! Signs for a status: a tick, a cross, an hourglass.

/// The meaning of a sign for the use of a tool, the strictest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    /// People may use it.
    Yes,
    /// It is undecided or limited.
    Wait,
    /// People may not use it.
    No,
}

/// Returns the sign of a character, if it is one.
fn sign(c: char) -> Option<Sign> {
    match c {
        '✅' | '✓' | '✔' | '☑' | '🟢' | '👍' | '🆗' => Some(Sign::Yes),
        '⏳' | '⌛' | '⏸' | '🕒' | '🕐' | '🕑' | '⏰' | '⚠' | '❓' | '❔' | '🟡' | '🟠' | '🔶' | '🔸' | '🚧' | '🔍'
        | '🔎' | '🔄' | '❗' | '❕' | '🧪' | '⚡' | '🔒' => Some(Sign::Wait),
        '❌' | '✗' | '✘' | '✖' | '❎' | '🚫' | '⛔' | '🛑' | '🔴' | '👎' | '🔞' | '☠' | '💀' | '☒' | '⊘' | '🗑' => {
            Some(Sign::No)
        }
        _ => None,
    }
}

/// Returns the strictest sign of a text.
pub(crate) fn worst(text: &str) -> Option<Sign> {
    if text.is_ascii() {
        return None;
    }
    text.chars().filter_map(sign).max()
}

/// Returns a text without its signs.
pub(crate) fn without(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let kept: String = text.chars().filter(|c| sign(*c).is_none() && !matches!(c, '\u{fe0e}' | '\u{fe0f}')).collect();
    kept.trim().to_owned()
}
