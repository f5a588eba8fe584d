//! Pointwise operations on functions.

use super::{Lift, NoDiagram, Value, Values};
use cedar_policy::pst::BinaryOp;
use countersign_diagram::{Memo, Node};
use std::collections::{BTreeMap, HashMap};

/// The result of an operation on two values; `None` if it has none.
pub(super) type Operation = fn(&Lift<'_>, u32, u32) -> Option<bool>;

impl Lift<'_> {
    /// Applies an operation to two functions, point by point.
    pub(super) fn pointwise(&mut self, left: Node, right: Node, operation: Operation) -> Result<Node, NoDiagram> {
        let mut strange = false;
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut numbers: HashMap<(u32, u32), u32> = HashMap::new();
        // Make pairs of values first, because the operation needs the whole lift.
        let paired = self.arena.apply(&mut Memo::default(), left, right, &mut |one, other| {
            let pair = (one.number()?, other.number()?);
            let number = numbers.entry(pair).or_insert_with(|| {
                pairs.push(pair);
                pairs.len() as u32 - 1
            });
            Some(Node::terminal(*number))
        })?;
        let results: Vec<bool> = pairs
            .into_iter()
            .map(|(one, other)| {
                operation(self, one, other).unwrap_or_else(|| {
                    strange = true;
                    false
                })
            })
            .collect();
        if strange {
            return Err(NoDiagram::Unknown("an operation on values of the wrong type"));
        }
        let mut result = |pair: u32| u32::from(results.get(pair as usize) == Some(&true));
        Ok(self.arena.map(paired, &mut result)?)
    }

    /// Applies a test to each value of a function.
    pub(super) fn test(&mut self, node: Node, test: impl Fn(&Self, u32) -> Option<bool>) -> Result<Node, NoDiagram> {
        let mut results: BTreeMap<u32, bool> = BTreeMap::new();
        for number in self.arena.numbers(node) {
            let result = test(self, number).ok_or(NoDiagram::Unknown("an operation on a value of the wrong type"))?;
            results.insert(number, result);
        }
        Ok(self.arena.map(node, &mut |number| u32::from(results.get(&number) == Some(&true)))?)
    }

    /// Combines two values into a larger one at each point.
    pub(super) fn gather(
        &mut self,
        whole: Node,
        part: Node,
        add: impl Fn(&Values, u32, u32) -> Option<Value>,
    ) -> Result<Node, NoDiagram> {
        let mut strange = false;
        let values = &mut *self.values;
        let node = self.arena.apply(&mut Memo::default(), whole, part, &mut |whole, part| {
            let made = add(values, whole.number()?, part.number()?);
            strange |= made.is_none();
            Some(values.node(made.unwrap_or(Value::Bool(false))))
        })?;
        // Values have a limit, as nodes do.
        if self.values.len() > MOST_VALUES {
            return Err(NoDiagram::BudgetExceeded);
        }
        if strange { Err(NoDiagram::Unknown("a set or record that is none")) } else { Ok(node) }
    }
}

/// Returns true if an entity is in another one, or in any of a set.
pub(super) fn within_any(lift: &Lift<'_>, one: u32, other: u32) -> Option<bool> {
    let entity = |value| matches!(lift.values.get(value), Some(Value::Entity(..)));
    match lift.values.set(other) {
        Some(members) => entity(one).then(|| members.iter().any(|member| lift.is_in(one, *member))),
        None => (entity(one) && entity(other)).then(|| lift.is_in(one, other)),
    }
}

/// The largest number of values in the rules of one pack.
const MOST_VALUES: usize = 1 << 20;

pub(super) fn operation(op: &BinaryOp) -> Result<Operation, NoDiagram> {
    Ok(match op {
        BinaryOp::Eq => |_, one, other| Some(one == other),
        BinaryOp::In => within_any,
        BinaryOp::Contains => |lift, set, item| Some(lift.values.set(set)?.contains(&item)),
        BinaryOp::ContainsAll => |lift, set, items| Some(lift.values.set(items)?.is_subset(lift.values.set(set)?)),
        BinaryOp::ContainsAny => |lift, set, items| Some(!lift.values.set(items)?.is_disjoint(lift.values.set(set)?)),
        _ => return Err(NoDiagram::Unknown("a comparison of numbers, arithmetic, a tag or an extension function")),
    })
}
