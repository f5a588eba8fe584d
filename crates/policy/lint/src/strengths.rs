use crate::check::Check;
use countersign_model::Strength;
use countersign_pack::Diagnostic;
use std::collections::BTreeSet;

/// Conditions whose words do not match their strength.
pub(crate) const CHECK: Check = Check {
    name: "strength",
    doc: "The words of a condition say something else than its strength, under which people read it.",
    run: |subject| {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for rule in &subject.compiled.pack().rules {
            let (Some(strength), Some(text)) = (rule.strength, &rule.text) else { continue };
            let Some(meant) = stated_strength(&text.text).filter(|said| contradicts(*said, strength)) else { continue };
            if seen.insert((strength, text.text.as_str())) {
                let message = format!("“{}” is said to be `{strength}`, and its words say `{meant}`", text.text);
                let help = format!("give it the strength `{meant}`, or say it in other words");
                found.push(Diagnostic::warning("strength", rule.span, message).help(help));
            }
        }
        found
    },
};

/// Phrases that show the strength of a sentence. Of those that start alike, the longest is first.
const PHRASES: &[(&str, Strength)] = &[
    ("must not", Strength::MustNot),
    ("mustn't", Strength::MustNot),
    ("must", Strength::Must),
    ("should not", Strength::Avoid),
    ("shouldn't", Strength::Avoid),
    ("should", Strength::Should),
    ("avoid", Strength::Avoid),
];

/// Returns the strength of the first such phrase in a sentence. "Avoid" counts only at the start.
fn stated_strength(text: &str) -> Option<Strength> {
    let text = text.to_lowercase().replace('’', "'");
    let words = format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut first: Option<(usize, Strength)> = None;
    for (phrase, strength) in PHRASES {
        let Some(at) = words.find(&format!(" {phrase} ")) else { continue };
        let counts = *phrase != "avoid" || at == 0;
        if counts && first.is_none_or(|(known, _)| at < known) {
            first = Some((at, *strength));
        }
    }
    first.map(|(_, strength)| strength)
}

/// Returns true if the words say the opposite of a strength, or something stronger.
fn contradicts(said: Strength, strength: Strength) -> bool {
    let against = |one: Strength| matches!(one, Strength::MustNot | Strength::Avoid);
    let binds = |one: Strength| matches!(one, Strength::Must | Strength::MustNot);
    against(said) != against(strength) || (binds(said) && !binds(strength))
}
