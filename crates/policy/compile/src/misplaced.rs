//! Values of facets in place of a group, and groups in place of a value.

use crate::cedar_names::{attribute, entity_type};
use crate::parse::within;
use crate::rule_references::RuleReferences;
use cedar_policy_core::ast::{BinaryOp, Expr, ExprKind, Literal};
use cedar_policy_core::parser::parse_policy;
use countersign_model::{Facet, Pack, Rule, Span};
use countersign_pack::Diagnostic;

/// Reports values of ordered facets to the right of `in`, and groups in place of values.
pub(crate) fn misplaced(pack: &Pack, rule: &Rule, references: &RuleReferences) -> Vec<Diagnostic> {
    let facet_of = |kind: &str| pack.facets.iter().find(|facet| entity_type(&facet.id) == kind);
    let value = |(kind, id): &'_ (String, String)| {
        let facet = facet_of(kind).filter(|facet| facet.ordered && facet.value(id).is_some())?;
        Some(Misplaced { facet, what: What::Value(id.clone()) })
    };
    let group = |(kind, id): &'_ (String, String)| {
        let facet = facet_of(kind).filter(|facet| facet.value(id).is_none() && facet.members(id).is_some())?;
        Some(Misplaced { facet, what: What::Group(id.clone()) })
    };
    let read = references.facets_as_group.iter().filter_map(|place| pack.facets.at(*place));
    let read = read.filter(|facet| facet.ordered).map(|facet| Misplaced { facet, what: What::Read });
    let entities = references.as_group.iter().filter_map(value).chain(references.as_value.iter().filter_map(group));
    entities.chain(read).flat_map(|misplaced| misplaced.faults(rule)).collect()
}

/// A value of a facet in place of a group, or the other way round.
struct Misplaced<'a> {
    facet: &'a Facet,
    what: What,
}

enum What {
    /// `in` a value of an ordered facet: "up to" it, or "and above"?
    Value(String),
    /// `in` the value in the question, or in those that a listing permits.
    Read,
    /// A group in a place for exactly one value.
    Group(String),
}

impl Misplaced<'_> {
    /// Reports the errors, one for each place in the rule.
    fn faults(&self, rule: &Rule) -> Vec<Diagnostic> {
        let facet = self.facet;
        let (kind, name) = (entity_type(&facet.id), attribute(&facet.id));
        let id = &rule.id;
        let (code, message, help) = match &self.what {
            What::Value(value) => {
                let [up_to, and_above] = Facet::order_group_ids(value);
                let message = format!("rule `{id}`: `in {kind}::\"{value}\"` does not say which side of `{value}`");
                let up_to = format!("`context.{name} in {kind}::\"{up_to}\"` for that value and all below it");
                let above = format!("`context.{name} in {kind}::\"{and_above}\"` for it and all above");
                ("which-side", message, format!("write {up_to}, {above}, or `==` for that value alone"))
            }
            What::Read => {
                let message = format!("rule `{id}`: `in` takes a named group of `{}` on its right side", facet.id);
                let help = format!(
                    "write `resource.limits.{name}.contains(context.{name})` to ask whether a listing admits the value, or `==` to compare"
                );
                ("which-side", message, help)
            }
            What::Group(group) => {
                let message = format!("rule `{id}`: `{kind}::\"{group}\"` is a group of `{}`, not a value", facet.id);
                ("group-as-value", message, format!("write `context.{name} in {kind}::\"{group}\"`"))
            }
        };
        let fault = |at| Diagnostic::error(code, at, message.clone()).help(help.clone());
        let places = self.places(rule, &kind);
        if places.is_empty() { vec![fault(rule.span)] } else { places.into_iter().map(fault).collect() }
    }

    /// Returns its places in the rule.
    fn places(&self, rule: &Rule, kind: &str) -> Vec<Span> {
        let (wanted, in_group) = match &self.what {
            What::Value(value) => (value, true),
            What::Group(group) => (group, false),
            What::Read => return Vec::new(),
        };
        let Ok(policy) = parse_policy(None, &rule.cedar) else { return Vec::new() };
        let Some(whole) = policy.non_scope_constraints() else { return Vec::new() };
        let mut found = Vec::new();
        literals(whole, false, &mut |literal, here| {
            if let ExprKind::Lit(Literal::EntityUID(uid)) = literal.expr_kind()
                && here == in_group
                && uid.entity_type().to_string() == kind
                && AsRef::<str>::as_ref(uid.eid()) == wanted
                && let Some(at) = literal.source_loc()
            {
                found.push(within(rule, at.span.offset(), at.span.len()));
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Calls `tell` for every literal, with whether it is to the right of an `in`.
fn literals<'e>(expr: &'e Expr, in_group: bool, tell: &mut impl FnMut(&'e Expr, bool)) {
    match expr.expr_kind() {
        ExprKind::Lit(_) => tell(expr, in_group),
        ExprKind::BinaryApp { op, arg1, arg2 } => {
            literals(arg1, false, tell);
            literals(arg2, *op == BinaryOp::In, tell);
        }
        ExprKind::Set(items) => items.iter().for_each(|item| literals(item, in_group, tell)),
        ExprKind::If { test_expr, then_expr, else_expr } => {
            literals(test_expr, false, tell);
            literals(then_expr, in_group, tell);
            literals(else_expr, in_group, tell);
        }
        ExprKind::And { left, right } | ExprKind::Or { left, right } => {
            literals(left, false, tell);
            literals(right, false, tell);
        }
        ExprKind::UnaryApp { arg, .. } => literals(arg, false, tell),
        ExprKind::GetAttr { expr, .. } | ExprKind::HasAttr { expr, .. } | ExprKind::Is { expr, .. } => {
            literals(expr, false, tell);
        }
        ExprKind::Record(fields) => fields.values().for_each(|field| literals(field, false, tell)),
        _ => {}
    }
}
