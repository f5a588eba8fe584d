//! Signs that stand for a status: a tick, a cross, an hourglass.

/// What a sign says of the use of a tool, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    /// That it may be used.
    Yes,
    /// That nobody has decided, or that it is limited.
    Wait,
    /// That it may not be used.
    No,
}

/// The sign of a character, if it is one.
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

/// The worst sign of a text.
pub(crate) fn worst(text: &str) -> Option<Sign> {
    if text.is_ascii() {
        return None;
    }
    text.chars().filter_map(sign).max()
}

/// A text without its signs.
pub(crate) fn without(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let kept: String = text.chars().filter(|c| sign(*c).is_none() && !matches!(c, '\u{fe0e}' | '\u{fe0f}')).collect();
    kept.trim().to_owned()
}
