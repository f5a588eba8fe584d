use crate::check::Check;
use countersign_decide::enforcement::Planner;
use countersign_model::NameCollision;
use countersign_pack::Diagnostic;
use std::collections::BTreeSet;

/// Names of blocked tools that usable tools need. Then no artefact can be built.
pub(crate) const CHECK: Check = Check {
    name: "conflict",
    doc: "A deployment would block a name by which machines know a tool that may be used.",
    run: |subject| {
        let deployments = subject.compiled.pack().deployments.iter();
        let mut planner = Planner::new(subject.policy);
        let plans = deployments.filter_map(|deployment| planner.plan(deployment).ok());
        diagnostics(plans.flat_map(|(_, conflicts)| conflicts))
    },
};

/// Returns the diagnostics for conflicts, each once.
pub fn diagnostics(conflicts: impl IntoIterator<Item = NameCollision>) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut told = Vec::new();
    for one in conflicts {
        if seen.insert((one.at, one.needs_at)) {
            let (kind, name) = (one.identity.kind.as_str(), &one.identity.name);
            let its = if one.needs == one.identity { "it".to_owned() } else { format!("`{}`", one.needs.name) };
            let blocked = format!("{kind} `{name}` of `{}` would be blocked by `{}`", one.blocked, one.deployment);
            let fault = match &one.needed {
                Some(needed) => Diagnostic::error(
                    "conflict",
                    one.at,
                    format!("{blocked}, and `{needed}` may be used and needs {its}"),
                )
                .also(one.needs_at, format!("`{needed}` needs it here"))
                .help("take the name from one of the two, or write it more narrowly where only a part is shared"),
                None => Diagnostic::error(
                    "never-block",
                    one.at,
                    format!("{blocked}, and the pack says that {its} is never to be blocked"),
                )
                .also(one.needs_at, "protected here")
                .help("write the tool's domain more narrowly, or take it from the tool"),
            };
            told.push(fault);
        }
    }
    told
}
