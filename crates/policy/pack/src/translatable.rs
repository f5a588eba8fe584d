use countersign_model::{Pack, Text};

/// Returns every sentence of a pack that people read, for translators: its id and its text in the
/// pack's own language, sorted by id.
pub fn sentences(pack: &Pack) -> Vec<&Text> {
    let mut all: Vec<&Text> = Vec::new();
    all.extend(pack.layers.iter().map(|layer| &layer.name));
    all.extend(pack.settings.unlisted.iter().map(|unlisted| &unlisted.text));
    all.extend(pack.sources.iter().map(|source| &source.title));
    all.extend(pack.contacts.iter().flat_map(|contact| [&contact.name, &contact.subject]));
    all.extend(pack.approvals.iter().map(|approval| &approval.name));
    all.extend(pack.units.iter().map(|unit| &unit.name));
    all.extend(pack.kinds.iter().map(|kind| &kind.name));
    all.extend(pack.duties.iter().map(|duty| &duty.text));
    all.extend(pack.impossible.iter().map(|impossible| &impossible.why));
    all.extend(pack.precedence.iter().map(|rule| &rule.why));
    all.extend(pack.rules.iter().flat_map(|rule| rule.text.iter().chain(rule.texts.iter())));
    all.extend(pack.settings.uncovered.iter().map(|uncovered| &uncovered.text));
    all.extend(pack.pages.iter().flat_map(|page| [&page.title, &page.body]));
    for facet in &pack.facets {
        all.push(&facet.question);
        all.extend(&facet.help);
        all.extend(facet.settled.iter().map(|settled| &settled.text));
        all.extend(facet.values.iter().map(|value| &value.label));
        all.extend(facet.groups.iter().map(|group| &group.label));
    }
    for grade in &pack.grades {
        all.push(&grade.name);
        all.extend(&grade.meaning);
    }
    for ladder in &pack.ladders {
        all.push(&ladder.name);
        all.extend(ladder.rungs.iter().map(|rung| &rung.text));
    }
    for checklist in &pack.checklists {
        all.push(&checklist.title);
        all.extend(&checklist.note);
        all.extend(&checklist.items);
    }
    for ban in &pack.bans {
        all.push(&ban.text);
        all.extend(&ban.exemption);
        all.extend(ban.purposes.iter().chain(&ban.mitigations));
    }
    for (_, tool) in pack.register() {
        all.extend(&tool.about);
        all.extend(&tool.types);
        all.extend(tool.aliases.iter().filter_map(|alias| alias.note.as_ref()));
        for listing in &tool.listings {
            all.extend(&listing.note);
            all.extend(listing.grades.iter().filter_map(|own| own.note.as_ref()));
            all.extend(listing.routes.iter().flatten().map(|route| &route.how));
            all.extend(listing.conditions.iter().map(|condition| &condition.text));
        }
    }
    all.sort_by(|one, other| one.id.cmp(&other.id));
    all.dedup_by(|one, other| one.id == other.id);
    all
}
