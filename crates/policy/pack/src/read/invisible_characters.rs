use crate::Diagnostic;
use countersign_model::{FileId, Span};

/// The largest number of warnings for one file.
const MOST: usize = 20;

/// Reports invisible characters anywhere in a file.
///
/// Some change the direction of writing, so that people read a different text from the one that is
/// parsed. Others have no width, and make two different names look the same. A run of them is
/// reported once.
pub(super) fn hidden(file: FileId, text: &str) -> Vec<Diagnostic> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut runs: Vec<(Span, char)> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let rest = text.get(end..).unwrap_or_default();
        if name(c).is_some() && !(c == '\u{200d}' && joins_pictures(before, rest)) {
            match runs.last_mut() {
                Some((run, _)) if run.end == at => run.end = end,
                _ => runs.push((Span::new(file, at, end), c)),
            }
        }
        before = Some(c);
    }
    runs.into_iter().take(MOST).map(|(at, c)| warning(at, c)).collect()
}

fn warning(at: Span, c: char) -> Diagnostic {
    let code = u32::from(c);
    let (what, name) = (if turns(c) { "which turns the direction of writing" } else { "which nobody sees" }, name(c));
    let message = format!("here stands U+{code:04X} ({}), {what}", name.unwrap_or_default());
    let help = format!("take it out; in a TOML string that needs it, write `\\u{code:04X}`");
    Diagnostic::warning("hidden-character", at, message).help(help)
}

/// Returns the Unicode name of an invisible character.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{061c}' => "Arabic letter mark",
        '\u{200b}' => "zero width space",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "pop directional formatting",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{feff}' => "zero width no-break space",
        _ => return None,
    })
}

fn turns(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns true if a joiner is between two emoji, which it joins into one.
fn joins_pictures(before: Option<char>, rest: &str) -> bool {
    // An emoji can end with a variation selector or a skin tone.
    let picture = |c: char| matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    before.is_some_and(|c| c == '\u{fe0f}' || picture(c)) && rest.chars().next().is_some_and(picture)
}
