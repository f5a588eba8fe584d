use crate::check::Check;
use countersign_model::{Id, Span};
use countersign_pack::Diagnostic;
use std::collections::BTreeSet;

/// Declarations that nothing refers to.
pub(crate) const CHECK: Check = Check {
    name: "unused",
    doc: "A source, a contact, an approval, a checklist or a duty is declared and nothing refers to it.",
    run: |subject| {
        let pack = subject.compiled.pack();
        let settings = &pack.settings;
        let own = |rows: Vec<(&'static str, &Id, Span)>, used: &BTreeSet<&Id>| -> Vec<Diagnostic> {
            rows.into_iter()
                .filter(|(_, id, _)| !used.contains(id))
                .map(|(what, id, span)| {
                    Diagnostic::warning("unused", span, format!("nothing refers to the {what} `{id}`"))
                        .help("use it, or take it out")
                })
                .collect()
        };
        let listings = || pack.tools.iter().flat_map(|tool| &tool.listings);
        let unlisted = || settings.unlisted.iter();
        let sources: BTreeSet<&Id> = listings()
            .map(|listing| &listing.source)
            .chain(pack.rules.iter().flat_map(|rule| &rule.sources))
            .chain(pack.bans.iter().flat_map(|ban| &ban.sources))
            .chain(pack.checklists.iter().flat_map(|list| &list.sources))
            .chain(pack.duties.iter().flat_map(|duty| &duty.sources))
            .chain(pack.ladders.iter().flat_map(|ladder| &ladder.sources))
            .chain(unlisted().flat_map(|route| &route.sources))
            .chain(settings.uncovered.iter().flat_map(|route| &route.sources))
            .chain(pack.facets.iter().flat_map(|facet| &facet.settled).flat_map(|settled| &settled.sources))
            .collect();
        let contacts: BTreeSet<&Id> = pack
            .rules
            .iter()
            .flat_map(|rule| &rule.ask)
            .chain(pack.approvals.iter().map(|approval| &approval.by))
            .chain(pack.bans.iter().flat_map(|ban| ban.ask.iter().chain(&ban.granted_by).chain(&ban.report_to)))
            .chain(pack.duties.iter().flat_map(|duty| &duty.ask))
            .chain(settings.report.iter().chain(&settings.help).chain(&settings.feedback))
            .chain(unlisted().flat_map(|route| &route.ask))
            .chain(settings.uncovered.iter().flat_map(|route| &route.ask))
            .collect();
        let checklists: BTreeSet<&Id> = pack
            .rules
            .iter()
            .flat_map(|rule| &rule.checklists)
            .chain(unlisted().flat_map(|route| &route.checklists))
            .chain(settings.uncovered.iter().flat_map(|route| &route.checklists))
            .collect();
        let duties: BTreeSet<&Id> = pack.rules.iter().filter_map(|rule| rule.duty.as_ref()).collect();
        let mut found = own(pack.sources.iter().map(|row| ("source", &row.id, row.span)).collect(), &sources);
        found.extend(own(pack.contacts.iter().map(|row| ("contact", &row.id, row.span)).collect(), &contacts));
        found.extend(own(pack.checklists.iter().map(|row| ("checklist", &row.id, row.span)).collect(), &checklists));
        found.extend(own(pack.duties.iter().map(|row| ("duty", &row.id, row.span)).collect(), &duties));
        let approvals = subject.compiled.named_approvals();
        let named: BTreeSet<&Id> = approvals
            .into_iter()
            .filter_map(|place| pack.approvals.at(place))
            .map(|approval| &approval.id)
            .chain(pack.bans.iter().flat_map(|ban| &ban.approvals))
            .collect();
        found.extend(own(pack.approvals.iter().map(|row| ("approval", &row.id, row.span)).collect(), &named));
        found
    },
};
