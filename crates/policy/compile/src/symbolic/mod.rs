//! From a rule's syntax tree to a diagram of its condition.
//!
//! Expressions are evaluated over diagrams whose terminals are Cedar values. A facet is a node with
//! a terminal for each of its values. An operation works point by point, as the Cedar reference
//! defines it ("Operators and functions to use in policies"). An unknown construct is an error, and
//! is never skipped. Since every rule is strictly validated, none can fail at run time.

mod environment;
mod lift;
mod operations;
mod profiles;
mod rule_head;
mod values;

pub(crate) use environment::Environment;
pub(crate) use lift::{Lift, NoDiagram};
pub(crate) use profiles::{Profiling, Routes, SubjectProfile, UnitProfile};
pub(crate) use values::{Value, Values};

use cedar_policy::pst::{BinaryOp, Clause, EntityUID, Expr, Literal, Policy, UnaryOp, Var};
use countersign_diagram::Node;
use operations::{Operation, operation, within_any};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Lift<'_> {
    /// Returns the condition of a rule.
    pub(crate) fn rule(&mut self, policy: &Policy) -> Result<Node, NoDiagram> {
        let body = policy.body();
        if !self.admits_resource(&body.resource)? || !self.admits_principal(&body.principal)? {
            return Ok(Node::FALSE);
        }
        let mut whole = Node::TRUE;
        for clause in body.clauses() {
            let part = match clause {
                Clause::When(expr) => self.condition(expr)?,
                Clause::Unless(expr) => {
                    let part = self.condition(expr)?;
                    self.arena.not(part)?
                }
            };
            whole = self.arena.and(whole, part)?;
        }
        Ok(whole)
    }

    fn entity(&mut self, uid: &EntityUID) -> u32 {
        self.values.entity(uid.ty.0.id.as_ref(), &uid.eid)
    }

    /// Lifts a Boolean expression.
    fn condition(&mut self, expr: &Expr) -> Result<Node, NoDiagram> {
        let node = self.expr(expr)?;
        let whole = self.arena.numbers(node).iter().all(|number| *number <= 1);
        if whole { Ok(node) } else { Err(NoDiagram::Unknown("a condition that is neither true nor false")) }
    }

    fn expr(&mut self, expr: &Expr) -> Result<Node, NoDiagram> {
        match expr {
            Expr::Literal(Literal::Bool(truth)) => Ok(if *truth { Node::TRUE } else { Node::FALSE }),
            Expr::Literal(Literal::String(text)) => Ok(self.values.node(Value::Text(text.to_string()))),
            Expr::Literal(Literal::EntityUID(uid)) => Ok(Node::terminal(self.entity(uid))),
            Expr::Var(Var::Principal) => Ok(Node::terminal(self.unit.itself)),
            Expr::Var(Var::Resource) => Ok(Node::terminal(self.subject.itself)),
            Expr::UnaryOp { op: UnaryOp::Not, expr } => {
                let inner = self.condition(expr)?;
                Ok(self.arena.not(inner)?)
            }
            Expr::UnaryOp { op: UnaryOp::IsEmpty, expr } => {
                let set = self.expr(expr)?;
                self.test(set, |lift, value| lift.values.set(value).map(BTreeSet::is_empty))
            }
            Expr::BinaryOp { op: BinaryOp::And, left, right } => {
                let (left, right) = (self.condition(left)?, self.condition(right)?);
                Ok(self.arena.and(left, right)?)
            }
            Expr::BinaryOp { op: BinaryOp::Or, left, right } => {
                let (left, right) = (self.condition(left)?, self.condition(right)?);
                Ok(self.arena.or(left, right)?)
            }
            Expr::BinaryOp { op: BinaryOp::NotEq, left, right } => {
                let same = self.binary(left, right, |_, one, other| Some(one == other))?;
                Ok(self.arena.not(same)?)
            }
            Expr::BinaryOp { op, left, right } => self.binary(left, right, operation(op)?),
            Expr::GetAttr { expr, attr } => self.attribute(expr, attr),
            Expr::Is { expr, entity_type, in_expr } => {
                self.type_test(expr, entity_type.0.id.as_ref(), in_expr.as_deref())
            }
            Expr::IfThenElse { cond, then_expr, else_expr } => {
                let condition = self.condition(cond)?;
                let (then, otherwise) = (self.expr(then_expr)?, self.expr(else_expr)?);
                Ok(self.arena.choose(condition, then, otherwise)?)
            }
            Expr::Set(items) => self.set(items),
            Expr::Record(fields) => self.record(fields),
            _ => Err(NoDiagram::Unknown("a construct that packs do not know")),
        }
    }

    fn binary(&mut self, left: &Expr, right: &Expr, operation: Operation) -> Result<Node, NoDiagram> {
        let (left, right) = (self.expr(left)?, self.expr(right)?);
        self.pointwise(left, right, operation)
    }

    /// Lifts `expr is kind` and `expr is kind in outer`.
    fn type_test(&mut self, expr: &Expr, kind: &str, outer: Option<&Expr>) -> Result<Node, NoDiagram> {
        let node = self.expr(expr)?;
        let is = self.test(node, |lift, value| match lift.values.get(value)? {
            Value::Entity(known, _) => Some(known == kind),
            _ => None,
        })?;
        let Some(outer) = outer else { return Ok(is) };
        let outer = self.expr(outer)?;
        let within = self.pointwise(node, outer, within_any)?;
        Ok(self.arena.and(is, within)?)
    }

    fn set(&mut self, items: &[Arc<Expr>]) -> Result<Node, NoDiagram> {
        let mut set = self.values.node(Value::Set(BTreeSet::new()));
        for item in items {
            let item = self.expr(item)?;
            set = self.gather(set, item, |values, set, item| match values.get(set)?.clone() {
                Value::Set(mut members) => {
                    members.insert(item);
                    Some(Value::Set(members))
                }
                _ => None,
            })?;
        }
        Ok(set)
    }

    fn record(&mut self, fields: &BTreeMap<String, Arc<Expr>>) -> Result<Node, NoDiagram> {
        let mut record = self.values.node(Value::Record(BTreeMap::new()));
        for (name, field) in fields {
            let field = self.expr(field)?;
            record = self.gather(record, field, |values, record, field| match values.get(record)?.clone() {
                Value::Record(mut fields) => {
                    fields.insert(name.clone(), field);
                    Some(Value::Record(fields))
                }
                _ => None,
            })?;
        }
        Ok(record)
    }

    fn attribute(&mut self, expr: &Expr, attr: &str) -> Result<Node, NoDiagram> {
        match expr {
            Expr::Var(Var::Context) => {
                let facet = self.world.facet(attr).ok_or(NoDiagram::Unknown("an attribute that is no facet"))?;
                let numbers = facet.numbers.clone();
                let place = facet.place;
                Ok(self.arena.variable(place, |value| numbers.get(value).copied().unwrap_or(0))?)
            }
            Expr::GetAttr { expr: outer, attr: name }
                if matches!(**outer, Expr::Var(Var::Context)) && name == "approved" =>
            {
                let place = self.world.approval(attr).ok_or(NoDiagram::Unknown("an approval that is none"))?;
                Ok(self.arena.variable(place, |granted| granted as u32)?)
            }
            Expr::Var(Var::Resource) => match attr {
                "listed" => Ok(Node::terminal(u32::from(self.subject.listed))),
                "limits" => Ok(Node::terminal(self.subject.limits(self.world, self.values))),
                "routes" => Ok(Node::terminal(self.subject.routes)),
                _ => Err(NoDiagram::Unknown("an attribute that tools do not have")),
            },
            Expr::Var(Var::Principal) => match attr {
                "rules_elsewhere" => Ok(Node::terminal(u32::from(self.unit.rules_elsewhere))),
                _ => Err(NoDiagram::Unknown("an attribute that units do not have")),
            },
            inner => {
                let node = self.expr(inner)?;
                let mut fields = BTreeMap::new();
                for number in self.arena.numbers(node) {
                    let field = match self.values.get(number) {
                        Some(Value::Record(fields)) => fields.get(attr).copied(),
                        _ => None,
                    };
                    fields.insert(number, field.ok_or(NoDiagram::Unknown("an attribute of something else"))?);
                }
                Ok(self.arena.map(node, &mut |number| fields.get(&number).copied().unwrap_or(0))?)
            }
        }
    }
}
