//! The names in a rule, read from its syntax tree.

use crate::attributes::{Owner, owner};
use crate::cedar_names::{attribute, entity_type};
use crate::entity_ids::is_type;
use cedar_policy::pst::{
    BinaryOp, Clause, EntityOrSlot, EntityUID, Expr, Literal, Policy, PrincipalConstraint, ResourceConstraint, UnaryOp,
    Var,
};
use countersign_model::Pack;
use std::collections::BTreeSet;

/// The names in a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleReferences {
    /// Facets, by place.
    pub facets: BTreeSet<usize>,
    /// Approvals, by place.
    pub(crate) approvals: BTreeSet<usize>,
    /// The fields of the register that it reads.
    pub fields: BTreeSet<RegisterField>,
    /// The facets whose limits it reads, by place.
    pub limits: BTreeSet<usize>,
    /// Entities, as type and id.
    pub entities: BTreeSet<(String, String)>,
    /// Attributes that do not exist, each with its owner.
    pub(crate) attributes: BTreeSet<(Owner, String)>,
    /// Constructs that are not part of the language of packs.
    pub(crate) unknown: BTreeSet<&'static str>,
    /// Texts that are compared with values of a type, as the type and the text.
    pub(crate) texts: BTreeSet<(String, String)>,
    /// Whether granting an approval could make a verdict stricter.
    pub(crate) worse: bool,
    /// Entities to the right of an `in`, which expects groups, as type and id.
    pub(crate) as_group: BTreeSet<(String, String)>,
    /// Entities in all other places.
    pub(crate) as_value: BTreeSet<(String, String)>,
    /// Facets whose values are read to the right of an `in`, by place.
    pub(crate) facets_as_group: BTreeSet<usize>,
}

/// A field of the register that a rule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegisterField {
    /// Whether the tool is listed, its grade or its listing.
    Listing,
    /// The values that its listing permits.
    Limits,
    /// The ways to get it.
    Routes,
    /// Whether the asker's unit has its own rules elsewhere.
    RulesElsewhere,
}

impl RuleReferences {
    /// Collects the names in a rule.
    pub(crate) fn of(pack: &Pack, policy: &Policy, permits: bool) -> Self {
        let mut walk = Walk { pack, found: Self::default(), in_group: false };
        let body = policy.body();
        match &body.principal {
            PrincipalConstraint::Eq(EntityOrSlot::Entity(unit))
            | PrincipalConstraint::In(EntityOrSlot::Entity(unit)) => walk.entity(unit),
            PrincipalConstraint::IsIn(_, EntityOrSlot::Entity(unit)) => walk.entity(unit),
            _ => {}
        }
        match &body.resource {
            ResourceConstraint::Eq(EntityOrSlot::Entity(tool)) | ResourceConstraint::In(EntityOrSlot::Entity(tool)) => {
                walk.entity(tool);
            }
            ResourceConstraint::IsIn(_, EntityOrSlot::Entity(tool)) => walk.entity(tool),
            _ => {}
        }
        for clause in body.clauses() {
            // A permit may gain by an approval, and a forbid may lose by it. `unless` reverses
            // this.
            match clause {
                Clause::When(expr) => walk.expr(expr, Some(permits)),
                Clause::Unless(expr) => walk.expr(expr, Some(!permits)),
            }
        }
        walk.found
    }
}

struct Walk<'a> {
    pack: &'a Pack,
    found: RuleReferences,
    /// Whether this is to the right of an `in`, which expects groups.
    in_group: bool,
}

impl Walk<'_> {
    fn not_here(&mut self, what: &'static str) {
        self.found.unknown.insert(what);
    }

    fn entity(&mut self, uid: &EntityUID) {
        let kind = uid.ty.0.id.to_string();
        if matches!(kind.as_str(), "Grade" | "Listing") {
            self.found.fields.insert(RegisterField::Listing);
        }
        let place = if self.in_group { &mut self.found.as_group } else { &mut self.found.as_value };
        place.insert((kind.clone(), uid.eid.to_string()));
        self.found.entities.insert((kind, uid.eid.to_string()));
    }

    /// Walks the right side of an `in`.
    fn group(&mut self, expr: &Expr) {
        self.in_group = true;
        self.expr(expr, None);
        self.in_group = false;
    }

    /// Walks an expression. `gain` says whether the verdict becomes more lenient if the expression
    /// satisfies the rule. `None` if that is unknown.
    fn expr(&mut self, expr: &Expr, gain: Option<bool>) {
        let in_group = std::mem::take(&mut self.in_group);
        // These return one of their own parts. All other expressions make something new.
        self.in_group = in_group
            && matches!(expr, Expr::Literal(_) | Expr::GetAttr { .. } | Expr::Set(_) | Expr::IfThenElse { .. });
        self.part(expr, gain);
        self.in_group = in_group;
    }

    fn part(&mut self, expr: &Expr, gain: Option<bool>) {
        match expr {
            Expr::Literal(Literal::EntityUID(uid)) => self.entity(uid),
            Expr::Literal(Literal::Bool(_) | Literal::String(_)) => {}
            Expr::Literal(_) => self.not_here("a number"),
            // Facets are found by their names, and the whole context names none.
            Expr::Var(Var::Context) => self.not_here("`context` as a whole"),
            Expr::Var(_) => {}
            Expr::UnaryOp { op: UnaryOp::Not, expr } => self.expr(expr, gain.map(|gain| !gain)),
            Expr::UnaryOp { op: UnaryOp::IsEmpty, expr } => self.expr(expr, None),
            Expr::UnaryOp { .. } => self.not_here("arithmetic or an extension function"),
            Expr::BinaryOp { op: BinaryOp::And | BinaryOp::Or, left, right } => {
                self.expr(left, gain);
                self.expr(right, gain);
            }
            Expr::BinaryOp {
                op:
                    BinaryOp::Eq
                    | BinaryOp::NotEq
                    | BinaryOp::In
                    | BinaryOp::Contains
                    | BinaryOp::ContainsAll
                    | BinaryOp::ContainsAny,
                left,
                right,
            } => {
                self.texts(left, right);
                self.texts(right, left);
                let (one, other) = (self.types(left), self.types(right));
                if !one.is_empty() && !other.is_empty() && one.is_disjoint(&other) {
                    self.not_here("a comparison of things of different types");
                }
                self.expr(left, None);
                match expr {
                    Expr::BinaryOp { op: BinaryOp::In, .. } => self.group(right),
                    _ => self.expr(right, None),
                }
            }
            Expr::BinaryOp { .. } => {
                self.not_here("a comparison of numbers, arithmetic, a tag or an extension function");
            }
            Expr::GetAttr { expr, attr } => self.attribute(expr, attr, gain),
            // Every facet and every field always exists.
            Expr::HasAttr { .. } => self.not_here("`has`"),
            Expr::Is { expr, in_expr, .. } => {
                self.expr(expr, None);
                in_expr.iter().for_each(|inner| self.group(inner));
            }
            Expr::IfThenElse { cond, then_expr, else_expr } => {
                let in_group = std::mem::take(&mut self.in_group);
                self.expr(cond, None);
                self.in_group = in_group;
                self.expr(then_expr, gain);
                self.expr(else_expr, gain);
            }
            Expr::Set(items) => items.iter().for_each(|item| self.expr(item, None)),
            Expr::Record(fields) => fields.values().for_each(|field| self.expr(field, None)),
            Expr::Like { .. } => self.not_here("`like`"),
            _ => self.not_here("a template slot or a construct of a newer Cedar"),
        }
    }

    /// Records texts that are compared with values.
    fn texts(&mut self, values: &Expr, other: &Expr) {
        let types = self.types(values);
        let Some(kind) = types.first().filter(|_| types.len() == 1) else { return };
        let items = match other {
            Expr::Set(items) => items.iter().map(|item| &**item).collect(),
            other => vec![other],
        };
        for item in items {
            if let Expr::Literal(Literal::String(text)) = item {
                self.found.texts.insert((kind.clone(), text.to_string()));
            }
        }
    }

    /// Returns the types of the entities that an expression may be or contain. Empty if unknown.
    /// Leaves out the entities that `in` may find above tools and units, because the register
    /// decides them.
    fn types(&self, expr: &Expr) -> BTreeSet<String> {
        match expr {
            // A type that the pack does not know is a separate error.
            Expr::Literal(Literal::EntityUID(uid)) => {
                let kind = uid.ty.0.id.to_string();
                if is_type(self.pack, &kind) { [kind].into() } else { BTreeSet::new() }
            }
            Expr::Set(items) => items.iter().flat_map(|item| self.types(item)).collect(),
            Expr::GetAttr { expr, attr } if matches!(**expr, Expr::Var(Var::Context)) => {
                let named = self.pack.facets.iter().find(|facet| attribute(&facet.id) == attr.as_str());
                named.map(|facet| entity_type(&facet.id)).into_iter().collect()
            }
            _ => BTreeSet::new(),
        }
    }

    /// Records an attribute that does not exist.
    fn known(&mut self, owner: Owner, attr: &str) {
        if !owner.attributes(self.pack).iter().any(|known| known == attr) {
            self.found.attributes.insert((owner, attr.to_owned()));
        }
    }

    fn attribute(&mut self, expr: &Expr, attr: &str, gain: Option<bool>) {
        if let Some(owner) = owner(expr) {
            self.known(owner, attr);
        }
        match expr {
            Expr::Var(Var::Context) => match self.pack.facets.iter().position(|facet| attribute(&facet.id) == attr) {
                Some(facet) => {
                    self.found.facets.insert(facet);
                    self.found.facets_as_group.extend(self.in_group.then_some(facet));
                }
                // `context.approved` as a whole means every approval, in unknown ways.
                None if attr == "approved" => {
                    self.found.approvals.extend(0..self.pack.approvals.len());
                    self.found.worse = true;
                }
                // An attribute that does not exist, which is already an error.
                None => {}
            },
            Expr::GetAttr { expr, attr: outer } if matches!(**expr, Expr::Var(Var::Context)) && outer == "approved" => {
                let named = self.pack.approvals.iter().position(|approval| attribute(&approval.id) == attr);
                self.found.approvals.extend(named);
                self.found.worse |= gain != Some(true);
            }
            Expr::Var(Var::Resource) => {
                let field = match attr {
                    "listed" => Some(RegisterField::Listing),
                    "limits" => Some(RegisterField::Limits),
                    "routes" => Some(RegisterField::Routes),
                    _ => None,
                };
                self.found.fields.extend(field);
                if attr == "limits" {
                    self.found.limits.extend(0..self.pack.facets.len());
                }
            }
            Expr::GetAttr { expr, attr: outer } if matches!(**expr, Expr::Var(Var::Resource)) && outer == "limits" => {
                self.found.fields.insert(RegisterField::Limits);
                let facet = self.pack.facets.iter().position(|facet| attribute(&facet.id) == attr);
                self.found.limits.extend(facet);
                self.found.facets_as_group.extend(facet.filter(|_| self.in_group));
            }
            Expr::Var(Var::Principal) => drop(self.found.fields.insert(RegisterField::RulesElsewhere)),
            Expr::Var(Var::Action) => {}
            Expr::GetAttr { .. } => self.expr(expr, None),
            // Its owner is unknown, and other entities have no attributes to read.
            other => {
                self.not_here("an attribute of something other than `context`, `resource` and `principal`");
                self.expr(other, None);
            }
        }
    }
}
