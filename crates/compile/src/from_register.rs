//! Rules that entries of the register stand for.
//!
//! A ban, a condition and a route that needs an approval are written as data;
//! here they become Cedar like every other rule, so that there is one judge.

use crate::identifiers::{attribute, condition, literal};
use countersign_model::{
    Action, Ban, Effect, Id, Listing, Origin, Pack, ReasonKind, Rule, Scope, Span, Strength, Text, Tool,
};

/// The rules that the register stands for, in its order.
pub(crate) fn rules(pack: &Pack) -> Vec<Rule> {
    let mut rules = Vec::new();
    for ban in &pack.bans {
        rules.extend(of_ban(pack, ban));
    }
    for tool in &pack.tools {
        for (place, listing) in tool.listings.iter().enumerate() {
            rules.extend(of_listing(pack, tool, place, listing));
        }
    }
    rules
}

/// The entity that stands for a listing: a tool is in it while the listing holds.
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
    resource: String,
    when: String,
    unless: Option<String>,
    span: Span,
}

impl Draft<'_> {
    fn rule(self) -> Option<Rule> {
        let effect = if self.effect == Effect::Permit { "permit" } else { "forbid" };
        let action = if self.action == Action::Use { "use" } else { "advise" };
        let unless = self.unless.map(|unless| format!(" unless {{ {unless} }}")).unwrap_or_default();
        let cedar = format!(
            "@id(\"{}\")\n@text({})\n{effect} (principal, action == Action::\"{action}\", resource in {}) when {{ {} }}{unless};",
            self.id,
            literal(&self.text.text),
            self.resource,
            self.when,
        );
        Some(Rule {
            id: Id::slug(&self.id)?,
            layer: self.layer,
            effect: self.effect,
            action: self.action,
            kind: self.kind,
            text: Some(self.text.clone()),
            sources: self.sources,
            strength: self.strength,
            ask: self.ask,
            checklists: Vec::new(),
            duty: None,
            overridable: false,
            origin: Origin::FromRegister,
            cedar,
            span: self.span,
            body: self.span,
        })
    }
}

fn of_ban(pack: &Pack, ban: &Ban) -> Vec<Rule> {
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
        resource: format!("Ban::\"{}\"", ban.id),
        when: condition(&ban.scope, &pack.facets),
        unless: None,
        span: ban.span,
    };
    let lifted = ban.lifted.as_ref().map(|scope| condition(scope, &pack.facets));
    let mut drafts = vec![Draft {
        effect: Effect::Forbid,
        kind: ReasonKind::Banned,
        ask: ban.ask.clone(),
        unless: lifted.clone(),
        ..draft(format!("ban-{}", ban.id), &ban.text)
    }];
    if let (Some(lifted), Some(text)) = (lifted, &ban.exemption) {
        let both = format!("{} && {lifted}", condition(&ban.scope, &pack.facets));
        drafts.push(Draft { when: both.clone(), ..draft(format!("ban-{}-exemption", ban.id), text) });
        for (place, mitigation) in ban.mitigations.iter().enumerate() {
            drafts.push(Draft {
                action: Action::Advise,
                strength: Some(Strength::Must),
                when: both.clone(),
                ..draft(format!("ban-{}-mitigation-{}", ban.id, place + 1), mitigation)
            });
        }
    }
    drafts.into_iter().filter_map(Draft::rule).collect()
}

fn of_listing(pack: &Pack, tool: &Tool, place: usize, listing: &Listing) -> Vec<Rule> {
    let within = |scope: &Scope| {
        let mut whole = pack.settings.reach.clone();
        for clause in &scope.clauses {
            whole.clauses.retain(|known| known.facet != clause.facet);
            whole.clauses.push(clause.clone());
        }
        condition(&whole, &pack.facets)
    };
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
        resource: format!("Listing::\"{}\"", listing_id(tool, place)),
        when: within(scope),
        unless: None,
        span,
    };
    let conditions = listing.conditions.iter().enumerate().map(|(number, condition)| Draft {
        strength: Some(condition.strength),
        ..draft("condition", number, &condition.text, &condition.when, condition.span)
    });
    let routes = listing.routes.iter().flatten().enumerate().filter_map(|(number, route)| {
        let approval = route.approval.as_ref()?;
        Some(Draft {
            effect: Effect::Forbid,
            action: Action::Use,
            kind: ReasonKind::NeedsApproval,
            unless: Some(format!("context.approved.{}", attribute(approval))),
            ..draft("route", number, &route.how, &route.scope, route.span)
        })
    });
    conditions.chain(routes).filter_map(Draft::rule).collect()
}
