use super::Check;
use countersign_pack::Diagnostic;

/// Facets that matter nowhere.
pub(super) const CHECK: Check = Check {
    name: "idle-facet",
    doc: "No verdict, no advice and no order of preference depends on a facet, so that asking for it is in vain.",
    run: |subject| {
        let Some(reach) = subject.reach() else { return Vec::new() };
        let pack = &subject.compiled.pack;
        // What tools serve, and where a ladder is for, ranks them.
        let ladders = pack.ladders.iter().flat_map(|ladder| ladder.when.clauses.iter().map(|clause| clause.facet));
        let ranks: Vec<usize> = ladders.chain(pack.settings.serves).collect();
        let facets = pack.facets.iter().enumerate();
        let idle = facets.filter(|(place, _)| !reach.facets.contains(place) && !ranks.contains(place));
        idle.map(|(_, facet)| {
            let message = format!("nothing depends on the facet `{}`", facet.id);
            Diagnostic::warning("idle-facet", facet.span, message)
                .help("let a rule or the register use it, or take it out")
        })
        .collect()
    },
};
