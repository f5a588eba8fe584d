//! What deployments cannot carry, as diagnostics: errors for what no build may do,
//! warnings for what a build leaves out.

use crate::{CONSUMERS, Consumer, Left, LeftOut, LeftOuts, PlanIndex, consumer};
use countersign_model::{Deployment, IdentityKind, Pack, Plan, Span};
use countersign_pack::Diagnostic;

/// Deployments whose consumer nobody knows.
pub fn unknown_consumers(pack: &Pack) -> Vec<Diagnostic> {
    let names = || CONSUMERS.iter().map(|consumer| consumer.name);
    let unknown = pack.deployments.iter().filter(|deployment| consumer(&deployment.consumer).is_none());
    let fault = |deployment: &Deployment| {
        let message = format!("there is no consumer `{}`", deployment.consumer);
        let fault =
            Diagnostic::error("unknown-consumer", deployment.span, message).nearest(&deployment.consumer, names());
        if fault.help.is_some() {
            fault
        } else {
            fault.help(format!("there are {}", names().collect::<Vec<_>>().join(", ")))
        }
    };
    unknown.map(fault).collect()
}

/// Domains that have to stay open below blocked ones where the consumer cannot do that.
pub fn unkept<'a>(plans: impl IntoIterator<Item = &'a Plan>) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = Vec::new();
    for plan in plans {
        let Some(own) = consumer(&plan.deployment.consumer) else { continue };
        for one in own.cannot_keep(plan) {
            let message = format!(
                "domain `{}` of `{}` would be blocked by `{}`, and `{}` may be used and needs `{}`, which {} cannot keep open",
                one.below, one.blocked, plan.deployment.id, one.tool, one.domain, own.name
            );
            let can = CONSUMERS.iter().filter(|other| other.carries.contains(&IdentityKind::Domain));
            let can: Vec<&str> = can.filter(|other| other.keeps_exceptions).map(|other| other.name).collect();
            let fault = Diagnostic::error("conflict", one.at, message)
                .also(one.needs_at, format!("`{}` needs it here", one.tool))
                .help(format!(
                    "these can keep a name open below a blocked domain: {}; otherwise write the blocked domain more narrowly",
                    can.join(", ")
                ));
            all.push(fault);
        }
    }
    all
}

/// Reports everything about the deployments of a pack, from their plans: what no build may do,
/// and what one leaves out.
pub fn review(pack: &Pack, plans: &[Plan]) -> Vec<Diagnostic> {
    let mut found = unknown_consumers(pack);
    for plan in plans {
        found.extend(unkept([plan]));
        if let Some(own) = consumer(&plan.deployment.consumer) {
            found.extend(left_out(pack, plan, &own.left_out(&PlanIndex::new(plan))));
            found.extend(unreached(own, plan));
        }
    }
    found
}

/// Warnings of banned tools that a deployment does not block, and of those that it states
/// it could not although it does.
fn unreached(consumer: &Consumer, plan: &Plan) -> Vec<Diagnostic> {
    let deployment = &plan.deployment;
    let missed = consumer.unreached(plan).into_iter().filter(|one| !one.stated).map(|one| {
        let message = format!("`{}` ({}): {}", deployment.id, deployment.consumer, one.why);
        let ids: Vec<String> = one.tools.iter().map(|id| format!("\"{id}\"")).collect();
        Diagnostic::warning("not-blocked", deployment.span, message).help(format!(
            "add such a name to its `[[identities]]`; if there is none, say so in the deployment: `cannot-block = [{{ tools = [{}], why = \"…\" }}]`",
            ids.join(", ")
        ))
    });
    let needless = consumer.stated_in_vain(plan).into_iter().map(|tool| {
        let stated = deployment.cannot_block.iter().find(|one| one.tools.contains(tool));
        let at = stated.map_or(deployment.span, |one| one.span);
        let message =
            format!("`{}` states that it cannot block `{tool}`, and it does or nothing bans that", deployment.id);
        Diagnostic::warning("not-blocked", at, message).help("take it from `cannot-block`")
    });
    missed.chain(needless).collect()
}

/// A warning for each reason for which something is left out, at the first such thing.
fn left_out(pack: &Pack, plan: &Plan, all: &[LeftOut<'_>]) -> Vec<Diagnostic> {
    let warning = |group: LeftOuts| {
        let first = all
            .iter()
            .find(|one| one.what.as_str() == group.what && group.names.first().is_some_and(|name| name == one.name));
        let at = first.and_then(|one| place(pack, one)).unwrap_or(plan.deployment.span);
        let message = format!("`{}` ({}): {}", plan.deployment.id, plan.deployment.consumer, group.sentence());
        Diagnostic::warning("left-out", at, message)
            .help("a build leaves it out, carries everything else, and ends with exit status 1")
    };
    LeftOuts::of(all).into_iter().map(warning).collect()
}

/// Where the pack states what is left out.
fn place(pack: &Pack, one: &LeftOut<'_>) -> Option<Span> {
    if one.what == Left::Exemption {
        return pack.exemptions.get(one.name).map(|exemption| exemption.span);
    }
    let known = &pack.tools.get(one.tool.as_str())?.identities;
    known.iter().find(|known| known.identity.name == one.name).map(|known| known.span)
}
