use crate::check::Check;
use countersign_compile::attribute;
use countersign_pack::Diagnostic;

/// Facets that never matter.
pub(crate) const CHECK: Check = Check {
    name: "idle-facet",
    doc: "No verdict, no advice and no order of preference depends on a facet, so that asking for it is in vain.",
    run: |subject| {
        let Some(reach) = subject.reach() else { return Vec::new() };
        let pack = subject.compiled.pack();
        // The facets for what tools are good for, and those of ladders, rank tools.
        let ladders = pack.ladders.iter().flat_map(|ladder| ladder.when.clauses.iter().map(|clause| clause.facet));
        let ranks: Vec<usize> = ladders.chain(pack.settings.serves).collect();
        // A rule that reads limits of a facet uses it, even if no listing limits it today.
        let limited =
            |index: usize| subject.compiled.rules().iter().any(|rule| rule.references.limits.contains(&index));
        let facets = pack.facets.iter().enumerate();
        let idle =
            facets.filter(|(index, _)| !reach.facets.contains(index) && !ranks.contains(index) && !limited(*index));
        idle.map(|(index, facet)| {
            let stated =
                pack.tools.iter().flat_map(|tool| &tool.listings).find(|listing| listing.limit(index).is_some());
            let message = format!("nothing depends on the facet `{}`", facet.id);
            let fault = Diagnostic::warning("idle-facet", facet.span, message);
            match stated {
                Some(listing) => fault.also(listing.span, "this listing limits it, and no rule reads its limits").help(
                    format!("add a rule that forbids what `resource.limits.{}` does not contain", attribute(&facet.id)),
                ),
                None => fault.help("let a rule or the register use it, or take it out"),
            }
        })
        .collect()
    },
};
