//! Formats facts and days in one line.

use countersign_decide::{Case, Localizer};
use countersign_model::{Group, Pack, UnlistedKind};

/// Returns a case in one line. Separates facets by semicolons, because labels of values can hold
/// commas.
pub fn boxed(when: &Case, say: Localizer<'_>, pack: &Pack) -> String {
    let side = |(facet, named): (&String, &Vec<String>)| {
        format!("{facet} {} {}", say.word("ui.is"), values(facet, named, say, pack))
    };
    when.iter().map(side).collect::<Vec<_>>().join("; ")
}

/// Returns values of a facet in words. Uses the name of a group with exactly these values. If few
/// values are missing, names those instead.
pub fn values(facet: &str, values: &[String], say: Localizer<'_>, pack: &Pack) -> String {
    let or = format!(" {} ", say.word("ui.or"));
    let any_but = |out: &[&str]| say.fill("ui.any-but", &[("values", &out.join(&or))]);
    let told = |id: &str| values.iter().any(|value| value == id);
    let Some(facet) = pack.facets.get(facet) else {
        // The kind of an unlisted tool. If "none of these" is among the values, names the other
        // kinds.
        let others: Vec<&str> = pack.kinds.ids().filter(|id| !told(id)).collect();
        return if told(UnlistedKind::NONE) { any_but(&others) } else { values.join(&or) };
    };
    let same = |group: &&Group| facet.value_ids(&group.members).iter().eq(values.iter());
    if let Some(group) = facet.groups.iter().find(same) {
        return say.say(&group.label).to_owned();
    }
    let ids = facet.values.iter().map(|value| value.id.as_str());
    let out: Vec<&str> = ids.filter(|id| !values.iter().any(|value| value == id)).collect();
    if values.len() > 2 && out.len() < values.len().min(3) {
        return any_but(&out);
    }
    values.join(&or)
}

/// Returns a number of things in words.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
