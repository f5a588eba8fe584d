//! What a deployment enforces on a day: a plan, and what is in it.

use crate::{Deployment, Id, Identity, Span};
use ipnet::IpNet;
use jiff::civil::Date;
use std::sync::Arc;

/// What one deployment enforces on one day.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The deployment.
    pub deployment: Deployment,
    /// Whose policy it is.
    pub organisation: String,
    /// The version of the pack, with those it extends.
    pub version: String,
    /// The day.
    pub at: Date,
    /// The last day on which the plan is the same; none where no date ends it.
    pub until: Option<Date>,
    /// The tools that are blocked, by id.
    pub blocks: Arc<Vec<Block>>,
    /// The tools that are not, by id, and why.
    pub not_blocked: Arc<Vec<NotBlocked>>,
    /// The domains below blocked ones that stay open, sorted by name.
    pub exceptions: Arc<Vec<Exception>>,
}

/// A domain that a usable tool needs, below a domain that is blocked: it and all that is
/// below it stay open, except for what is blocked below it by itself.
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
    /// Whether a ban takes it away, and not just a rule.
    pub banned: bool,
    /// The rules that decide, by id; the gravest first.
    pub rules: Vec<Id>,
    /// Whom to ask: names, each with the first way to reach them.
    pub ask: Vec<String>,
    /// The names by which machines know it, as far as all they serve is blocked.
    pub identities: Vec<Identity>,
    /// What else its domains block: who shares them and why that is right, and other
    /// tools of the register; a sentence each.
    pub beyond: Vec<String>,
    /// The client addresses that have the tool back.
    pub addresses: Vec<IpNet>,
    /// The device groups that have the tool back.
    pub groups: Vec<String>,
    /// The exemptions by which they do, and what cannot be carried of each.
    pub exemptions: Vec<AppliedExemption>,
}

/// An exemption as far as it is carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedExemption {
    /// The exemption.
    pub exemption: Id,
    /// Its last day, inclusive.
    pub until: Date,
    /// Why it has no effect here; none where it has.
    pub without_effect: Option<String>,
    /// Other bans that take the tool away in some of the cases that can come up here: it is
    /// given back in those, too, since the deployment cannot tell them apart.
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
    /// Whether a ban takes it away all the same.
    pub banned: bool,
}

/// Why a tool is not blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotBlockedReason {
    /// Some use of it on these devices is allowed, or would be once approved.
    Usable,
    /// It is not allowed, and nothing bans or forbids it everywhere: it is merely unavailable.
    Unavailable,
    /// No name by which machines know it is on record.
    Unnamed,
    /// It is blocked where it can be told apart, and no name of it serves only what is.
    Shared,
    /// No question about it can come up on these devices.
    Unasked,
}

/// A name by which machines know a blocked tool, and which a usable tool needs.
#[derive(Clone, Debug)]
pub struct NameCollision {
    /// The deployment.
    pub deployment: Id,
    /// The blocked tool.
    pub blocked: Id,
    /// Its name on machines.
    pub identity: Identity,
    /// Where the register states it.
    pub at: Span,
    /// The tool that needs it; none if the pack says that it is never to be blocked.
    pub needed: Option<Id>,
    /// The name by which machines know that one.
    pub needs: Identity,
    /// Where the register states that.
    pub needs_at: Span,
}

/// The networks that two lists have in common, sorted.
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
