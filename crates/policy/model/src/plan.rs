//! Plans: what a deployment blocks on one day.

use crate::{Deployment, Id, Identity, Span};
use ipnet::IpNet;
use jiff::civil::Date;
use std::sync::Arc;

/// What one deployment enforces on one day.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The deployment.
    pub deployment: Deployment,
    /// The organisation whose policy it is.
    pub organisation: String,
    /// The version of the pack, with those it extends.
    pub version: String,
    /// The day.
    pub at: Date,
    /// The last day on which the plan stays the same. `None` if no date ends it.
    pub until: Option<Date>,
    /// The tools that are blocked, by id.
    pub blocks: Arc<Vec<Block>>,
    /// The tools that are not blocked, by id, and why.
    pub not_blocked: Arc<Vec<NotBlocked>>,
    /// The domains below blocked ones that stay open, sorted by name.
    pub exceptions: Arc<Vec<Exception>>,
}

/// A domain that a usable tool needs below a blocked domain. It and everything below it stay open,
/// except for domains that are blocked themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The domain that stays open.
    pub domain: String,
    /// The tool that needs it.
    pub tool: Id,
    /// That tool's name.
    pub name: String,
    /// Where the register states the domain.
    pub needs_at: Span,
    /// The blocked domain above it.
    pub below: String,
    /// The blocked tool.
    pub blocked: Id,
    /// Where the register states the blocked domain.
    pub at: Span,
}

/// A tool that is blocked.
#[derive(Clone, Debug)]
pub struct Block {
    /// The tool.
    pub tool: Id,
    /// Its name.
    pub name: String,
    /// Why, in the words of the rule that decides.
    pub why: String,
    /// Whether a ban takes it away, not just a rule.
    pub banned: bool,
    /// The rules that decide, by id, the strictest first.
    pub rules: Vec<Id>,
    /// Names of contacts to ask, each with the first way to reach them.
    pub ask: Vec<String>,
    /// The machine names whose uses are all blocked.
    pub identities: Vec<Identity>,
    /// What else its domains block, one sentence each: who shares them and why that is right, and
    /// other tools of the register.
    pub beyond: Vec<String>,
    /// The client addresses that get the tool back.
    pub addresses: Vec<IpNet>,
    /// The device groups that get the tool back.
    pub groups: Vec<String>,
    /// The exemptions that give it back, and what the deployment cannot express of each.
    pub exemptions: Vec<AppliedExemption>,
}

/// An exemption, as far as the deployment can express it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedExemption {
    /// The exemption.
    pub exemption: Id,
    /// Its last day, inclusive.
    pub until: Date,
    /// Why it has no effect here. `None` if it has one.
    pub without_effect: Option<String>,
    /// Other bans that take the tool away in some cases that can occur here. The tool is given back
    /// in those cases too, because the deployment cannot separate them.
    pub despite: Vec<Id>,
}

/// A tool that is not blocked.
#[derive(Clone, Debug)]
pub struct NotBlocked {
    /// The tool.
    pub tool: Id,
    /// Its name.
    pub name: String,
    /// Why.
    pub why: NotBlockedReason,
    /// Whether a ban takes it away nevertheless.
    pub banned: bool,
}

/// Why a tool is not blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotBlockedReason {
    /// Some use of it on these devices is allowed, or would be allowed with an approval.
    Usable,
    /// It is not allowed, and nothing bans or forbids it everywhere: it is merely unavailable.
    Unavailable,
    /// The register has no machine name for it.
    Unnamed,
    /// It is blocked in some cases, but each of its names also covers cases that are not blocked.
    Shared,
    /// No question about it can occur on these devices.
    Unasked,
}

/// A machine name of a blocked tool that a usable tool needs.
#[derive(Clone, Debug)]
pub struct NameCollision {
    /// The deployment.
    pub deployment: Id,
    /// The blocked tool.
    pub blocked: Id,
    /// The machine name.
    pub identity: Identity,
    /// Where the register states it.
    pub at: Span,
    /// The tool that needs it. `None` if the pack says that it must never be blocked.
    pub needed: Option<Id>,
    /// The machine name of that tool.
    pub needs: Identity,
    /// Where the register states that.
    pub needs_at: Span,
}

/// Returns the networks that two lists share, sorted.
pub fn in_both(some: &[IpNet], others: &[IpNet]) -> Vec<IpNet> {
    let smaller = |one: IpNet, other: IpNet| match (one.contains(&other), other.contains(&one)) {
        (true, _) => Some(other),
        (false, true) => Some(one),
        (false, false) => None,
    };
    let mut both: Vec<IpNet> =
        some.iter().flat_map(|one| others.iter().filter_map(move |other| smaller(*one, *other))).collect();
    both.sort_unstable();
    both.dedup();
    both
}
