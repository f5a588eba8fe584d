use crate::fold;

/// Returns the number of typing slips between two words: wrong, missing, extra or swapped letters.
pub fn slips(one: &str, other: &str) -> usize {
    strsim::damerau_levenshtein(one, other)
}

/// Returns the known word that is nearest to a misspelt one, for "did you mean …". It must have at
/// most one slip in three characters, or contain the misspelt word.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(word);
    if wanted.is_empty() || wanted.len() > 200 {
        return None;
    }
    let bound = (wanted.chars().count() / 3).max(1);
    known
        .into_iter()
        .filter_map(|candidate| {
            let folded = fold(candidate);
            let slips = strsim::damerau_levenshtein(&wanted, &folded);
            let holds = wanted.chars().count() >= 4 && folded.contains(&wanted);
            if slips <= bound {
                Some((slips, candidate))
            } else if holds {
                Some((bound + 1, candidate))
            } else {
                None
            }
        })
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}
