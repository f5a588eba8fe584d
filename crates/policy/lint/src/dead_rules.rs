use crate::check::Check;
use countersign_model::Origin;
use countersign_pack::Diagnostic;

/// Rules that never apply.
pub(crate) const NEVER: Check = Check {
    name: "never-matches",
    doc: "No tool, unit and facts that can be met together meet a rule: it names nothing that there is, or its conditions contradict one another.",
    run: |subject| {
        let Some(reach) = subject.reach() else { return Vec::new() };
        let pack = subject.compiled.pack();
        // A rule of a parent may be about a value that this pack has settled differently.
        let settles = pack.facets.iter().any(|facet| facet.settled.is_some());
        let first = if settles { pack.layers.len().saturating_sub(1) } else { 0 };
        let rules = pack.rules.iter().enumerate().filter(|(_, rule)| rule.layer >= first);
        let idle = rules.filter(|(place, rule)| {
            rule.origin == Origin::Written && rule.holds(subject.at) && !reach.met.contains(place)
        });
        idle.map(|(_, rule)| {
            Diagnostic::warning("never-matches", rule.span, format!("nothing ever meets rule `{}`", rule.id))
                .help("its scope names no tool of the register, or its conditions contradict one another: mend it, or take it out")
        })
        .collect()
    },
};

/// Permits and advice that apply only where a forbid also applies, whatever is approved.
pub(crate) const OVERRIDDEN: Check = Check {
    name: "always-overridden",
    doc: "Wherever a permit or a piece of advice holds, the tool is not allowed anyway, so that it is never felt.",
    run: |subject| {
        let Some(reach) = subject.reach() else { return Vec::new() };
        let rules = subject.compiled.pack().rules.iter().enumerate();
        let felt = |place: &usize| !reach.met.contains(place) || reach.felt.contains(place);
        let idle = rules.filter(|(place, rule)| rule.origin == Origin::Written && !felt(place));
        idle.map(|(_, rule)| {
            let message = format!("wherever rule `{}` holds, other rules forbid the tool", rule.id);
            Diagnostic::warning("always-overridden", rule.span, message)
                .help("`countersign explain` shows which; narrow those, or take this one out")
        })
        .collect()
    },
};
