//! Facts in the words of the pages.

use countersign_decide::{Case, Citation, Localizer};
use countersign_model::{Facet, Group, Pack, UnlistedKind, Verdict};

/// Returns a facet's id as words: `personal-data` is "Personal data".
pub(crate) fn facet_name(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Returns the label of a value.
pub(crate) fn label<'a>(facet: &'a Facet, value: &'a str, say: Localizer<'a>) -> &'a str {
    let found = facet.values.iter().find(|known| known.id.as_str() == value);
    found.map_or(value, |found| say.say(&found.label))
}

/// Returns cases, each in a line.
pub(crate) fn cases(when: &[Case], say: Localizer<'_>, pack: &Pack) -> Vec<String> {
    when.iter().map(|case| line(case, say, pack)).collect()
}

/// Returns a case in a line.
pub(crate) fn line(case: &Case, say: Localizer<'_>, pack: &Pack) -> String {
    lines(case, say, pack).join("; ")
}

/// Returns a case with a line for each facet, in the pack's order.
pub(crate) fn lines(case: &Case, say: Localizer<'_>, pack: &Pack) -> Vec<String> {
    let side = |facet: &Facet| {
        let named = case.get(facet.id.as_str())?;
        let id = facet.id.as_str();
        Some(format!("{}: {}", facet_name(id), values(id, named, say, pack)))
    };
    let kind = case.get("kind").map(|kinds| format!("{}: {}", say.word("ui.page.kind"), of_kinds(kinds, say, pack)));
    pack.facets.iter().filter_map(side).chain(kind).collect()
}

/// Returns kinds of tools in words. If "none of these" is among them, names the kinds that are not.
fn of_kinds(kinds: &[String], say: Localizer<'_>, pack: &Pack) -> String {
    let or = format!(" {} ", say.word("ui.or"));
    let named = |wanted: &dyn Fn(&str) -> bool| {
        let own = pack.kinds.iter().filter(|kind| wanted(kind.id.as_str()));
        own.map(|kind| say.say(&kind.name)).collect::<Vec<_>>().join(&or)
    };
    let told = |id: &str| kinds.iter().any(|kind| kind == id);
    if told(UnlistedKind::NONE) {
        return say.fill("ui.any-but", &[("values", &named(&|id| !told(id)))]);
    }
    named(&told)
}

/// Returns values of a facet in words. Uses the label of a group with exactly these values. If few
/// values are missing, names those instead.
pub(crate) fn values(facet: &str, named: &[String], say: Localizer<'_>, pack: &Pack) -> String {
    let or = format!(" {} ", say.word("ui.or"));
    let Some(facet) = pack.facets.get(facet) else { return named.join(&or) };
    let same = |group: &&Group| facet.value_ids(&group.members).iter().eq(named.iter());
    if let Some(group) = facet.groups.iter().find(same) {
        return say.say(&group.label).to_owned();
    }
    let said = |ids: Vec<&str>| ids.into_iter().map(|id| label(facet, id, say)).collect::<Vec<_>>().join(&or);
    let ids = facet.values.iter().map(|value| value.id.as_str());
    let out: Vec<&str> = ids.filter(|id| !named.iter().any(|value| value == id)).collect();
    if named.len() > 2 && out.len() < named.len().min(3) {
        return say.fill("ui.any-but", &[("values", &said(out))]);
    }
    said(named.iter().map(String::as_str).collect())
}

/// A source in a line.
pub(crate) struct Source {
    pub(crate) text: String,
    pub(crate) href: Option<String>,
}

pub(crate) fn sources(cited: &[Citation]) -> Vec<Source> {
    let source = |cited: &Citation| {
        let date = cited.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
        let standing = if cited.standing == "in-force" { String::new() } else { format!(" ({})", cited.standing) };
        let href = cited.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        Source { text: format!("{}{date}{standing}", cited.title), href }
    };
    cited.iter().map(source).collect()
}

/// Returns the CSS class of a verdict's tag. The words say the same.
pub(crate) fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "govuk-tag--green",
        Verdict::NotAllowed => "govuk-tag--red",
        Verdict::AskFirst => "govuk-tag--blue",
        Verdict::Undecided => "govuk-tag--grey",
    }
}

/// A piece of a sentence, and whether it is a name from a file.
pub(crate) type Piece = (bool, String);

/// Splits a sentence into pieces. Names are between backticks.
pub(crate) fn pieces(sentence: &str) -> Vec<Piece> {
    let pieces = sentence.split('`').enumerate().map(|(place, piece)| (place % 2 == 1, piece.to_owned()));
    pieces.filter(|(_, piece)| !piece.is_empty()).collect()
}
