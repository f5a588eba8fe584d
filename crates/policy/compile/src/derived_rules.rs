//! Rules derived from entries of the register.
//!
//! A ban, a condition and a route that needs an approval are written as data. Here they become
//! Cedar like every other rule, so that everything is judged in the same way.

use crate::cedar_names::{attribute, condition, literal};
use countersign_model::{
    Action, Ban, Effect, Id, Listing, Origin, Pack, ReasonKind, Rule, Scope, Span, Strength, Text, Tool,
};

/// A rule derived from the register.
pub(crate) struct DerivedRule {
    /// The rule, without its Cedar text.
    pub(crate) rule: Rule,
    /// Its subjects.
    pub(crate) about: RuleTarget,
    /// Where it applies: in all of these, each of which is a union of scopes.
    pub(crate) all: Vec<Vec<Scope>>,
    /// Where it does not apply nevertheless.
    pub(crate) unless: Option<Scope>,
    /// The approval, by place, with which it does not apply.
    pub(crate) unless_approved: Option<usize>,
}

/// The subjects of a derived rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleTarget {
    /// Everything that a ban takes away while it is in force, by the ban's place.
    Ban(usize),
    /// A tool by its place, while one of its listings is in force, by its place too.
    Listing(usize, usize),
}

/// Returns the rules derived from the register, in its order.
pub(crate) fn rules(pack: &Pack) -> Vec<DerivedRule> {
    let mut rules = Vec::new();
    for (place, ban) in pack.bans.iter().enumerate() {
        rules.extend(of_ban(pack, ban, place));
    }
    for (owner, tool) in pack.tools.iter().enumerate() {
        for (place, listing) in tool.listings.iter().enumerate() {
            rules.extend(of_listing(pack, tool, (owner, place), listing));
        }
    }
    rules
}

/// Returns the id of the entity for a listing. A tool is in the entity while the listing is in
/// force.
pub(crate) fn listing_id(tool: &Tool, place: usize) -> String {
    format!("{}.{}", tool.id, place + 1)
}

struct Draft<'a> {
    id: String,
    layer: usize,
    effect: Effect,
    action: Action,
    kind: ReasonKind,
    text: &'a Text,
    sources: Vec<Id>,
    strength: Option<Strength>,
    ask: Vec<Id>,
    about: RuleTarget,
    all: Vec<Vec<Scope>>,
    unless: Option<Scope>,
    approval: Option<&'a Id>,
    span: Span,
}

impl Draft<'_> {
    fn derive(self, pack: &Pack) -> Option<DerivedRule> {
        let rule = Rule {
            id: Id::from_text(&self.id)?,
            layer: self.layer,
            effect: self.effect,
            action: self.action,
            kind: self.kind,
            text: Some(self.text.clone()),
            texts: Default::default(),
            sources: self.sources,
            strength: self.strength,
            ask: self.ask,
            checklists: Vec::new(),
            duty: None,
            overridable: false,
            from: None,
            until: None,
            origin: Origin::FromRegister,
            cedar: String::new(),
            span: self.span,
            body: self.span,
        };
        let unless_approved = self.approval.and_then(|approval| pack.approvals.position(approval.as_str()));
        Some(DerivedRule { rule, about: self.about, all: self.all, unless: self.unless, unless_approved })
    }
}

impl DerivedRule {
    /// Returns the Cedar text with the same meaning, for the oracle.
    pub(crate) fn cedar(&self, pack: &Pack) -> String {
        let rule = &self.rule;
        let effect = if rule.effect == Effect::Permit { "permit" } else { "forbid" };
        let action = if rule.action == Action::Use { "use" } else { "advise" };
        let resource = match self.about {
            RuleTarget::Ban(ban) => pack.bans.at(ban).map(|ban| format!("Ban::\"{}\"", ban.id)),
            RuleTarget::Listing(tool, place) => {
                pack.tools.at(tool).map(|tool| format!("Listing::\"{}\"", listing_id(tool, place)))
            }
        };
        let any = |scopes: &Vec<Scope>| match scopes.as_slice() {
            [only] => condition(only, &pack.facets),
            several => {
                let all: Vec<String> =
                    several.iter().map(|scope| format!("({})", condition(scope, &pack.facets))).collect();
                format!("({})", all.join(" || "))
            }
        };
        let all: Vec<String> = self.all.iter().map(any).collect();
        let unless = self.unless.iter().map(|scope| condition(scope, &pack.facets));
        let approval = self.unless_approved.and_then(|place| pack.approvals.at(place));
        let approved = approval.iter().map(|approval| format!("context.approved.{}", attribute(&approval.id)));
        let unless: String = unless.chain(approved).map(|unless| format!(" unless {{ {unless} }}")).collect();
        format!(
            "@id(\"{}\")\n@text({})\n{effect} (principal, action == Action::\"{action}\", resource in {}) when {{ {} }}{unless};",
            rule.id,
            literal(rule.text.as_ref().map_or("", |text| &text.text)),
            resource.unwrap_or_default(),
            all.join(" && "),
        )
    }
}

fn of_ban(pack: &Pack, ban: &Ban, place: usize) -> Vec<DerivedRule> {
    let draft = |id: String, text| Draft {
        id,
        layer: ban.layer,
        effect: Effect::Permit,
        action: Action::Use,
        kind: ReasonKind::Permitted,
        text,
        sources: ban.sources.clone(),
        strength: None,
        ask: Vec::new(),
        about: RuleTarget::Ban(place),
        all: vec![ban.scopes.clone()],
        unless: None,
        approval: None,
        span: ban.span,
    };
    let mut drafts = vec![Draft {
        effect: Effect::Forbid,
        kind: ReasonKind::Banned,
        ask: ban.ask.clone(),
        unless: ban.lifted.clone(),
        ..draft(format!("ban-{}", ban.id), &ban.text)
    }];
    if let (Some(lifted), Some(text)) = (&ban.lifted, &ban.exemption) {
        let both = vec![ban.scopes.clone(), vec![lifted.clone()]];
        drafts.push(Draft { all: both.clone(), ..draft(format!("ban-{}-exemption", ban.id), text) });
        for (place, mitigation) in ban.mitigations.iter().enumerate() {
            drafts.push(Draft {
                action: Action::Advise,
                strength: Some(Strength::Must),
                all: both.clone(),
                ..draft(format!("ban-{}-mitigation-{}", ban.id, place + 1), mitigation)
            });
        }
    }
    drafts.into_iter().filter_map(|draft| draft.derive(pack)).collect()
}

fn of_listing(pack: &Pack, tool: &Tool, (owner, place): (usize, usize), listing: &Listing) -> Vec<DerivedRule> {
    let draft = |what: &str, number: usize, text, scope: &Scope, span| Draft {
        id: format!("tool-{}-{}-{what}-{}", tool.id, place + 1, number + 1),
        layer: tool.layer,
        effect: Effect::Permit,
        action: Action::Advise,
        kind: ReasonKind::Permitted,
        text,
        sources: vec![listing.source.clone()],
        strength: None,
        ask: Vec::new(),
        about: RuleTarget::Listing(owner, place),
        all: vec![vec![within_reach(pack, scope)]],
        unless: None,
        approval: None,
        span,
    };
    let conditions = listing.conditions.iter().enumerate().map(|(number, condition)| Draft {
        strength: Some(condition.strength),
        ..draft("condition", number, &condition.text, &condition.when, condition.span)
    });
    let routes = listing.routes.iter().flatten().enumerate().filter_map(|(number, route)| {
        Some(Draft {
            effect: Effect::Forbid,
            action: Action::Use,
            kind: ReasonKind::NeedsApproval,
            approval: Some(route.approval.as_ref()?),
            ..draft("route", number, &route.how, &route.scope, route.span)
        })
    });
    conditions.chain(routes).filter_map(|draft| draft.derive(pack)).collect()
}

/// Returns a scope of the register, restricted to the questions that the register's conditions are
/// about, except for facets that the scope itself restricts.
fn within_reach(pack: &Pack, scope: &Scope) -> Scope {
    let mut whole = pack.settings.reach.clone();
    for clause in &scope.clauses {
        whole.clauses.retain(|known| known.facet != clause.facet);
        whole.clauses.push(clause.clone());
    }
    whole
}
