use super::Check;
use countersign_pack::Diagnostic;

/// Facets that matter nowhere.
pub(super) const CHECK: Check = Check {
    name: "idle-facet",
    doc: "No verdict and no advice depends on a facet, so that asking for it is in vain.",
    run: |subject| {
        let Some(reach) = subject.reach() else { return Vec::new() };
        let facets = subject.compiled.pack.facets.iter().enumerate();
        let idle = facets.filter(|(place, _)| !reach.facets.contains(place));
        idle.map(|(_, facet)| {
            let message = format!("nothing depends on the facet `{}`", facet.id);
            Diagnostic::warning("idle-facet", facet.span, message)
                .help("let a rule or the register use it, or take it out")
        })
        .collect()
    },
};
