use crate::{Arena, BudgetExceeded, Node, ValueSet};
use rustc_hash::FxHashMap;

/// For each node, whether some point of a cube leads from there to a terminal.
pub(crate) type Reached = FxHashMap<Node, bool>;

/// A product of sets of values: the permitted values of each variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cube {
    sides: Vec<ValueSet>,
}

impl Cube {
    /// Returns the cube of all points.
    pub fn whole(arena: &Arena) -> Self {
        Self { sides: arena.shape().sizes().iter().map(|size| ValueSet::all(*size)).collect() }
    }

    /// Returns the cube of one point.
    pub fn point(arena: &Arena, point: &[usize]) -> Self {
        let one = |(size, value): (&usize, &usize)| ValueSet::one(*size, *value);
        Self { sides: arena.shape().sizes().iter().zip(point).map(one).collect() }
    }

    /// Returns the permitted values of a variable.
    pub fn side(&self, variable: usize) -> Option<&ValueSet> {
        self.sides.get(variable)
    }

    /// Whether a point lies in it.
    pub(crate) fn contains(&self, point: &[usize]) -> bool {
        self.sides.iter().zip(point).all(|(side, value)| side.contains(*value))
    }

    /// Sets the values of a variable and returns the previous ones.
    pub(crate) fn set(&mut self, variable: usize, values: ValueSet) -> ValueSet {
        match self.sides.get_mut(variable) {
            Some(side) => std::mem::replace(side, values),
            None => values,
        }
    }

    /// Returns the variables that it restricts.
    pub fn restricted<'a>(&'a self, arena: &'a Arena) -> impl Iterator<Item = usize> + 'a {
        let sides = self.sides.iter().enumerate();
        sides.filter(|(variable, side)| side.len() < arena.shape().size(*variable)).map(|(variable, _)| variable)
    }

    /// Returns true if a condition is true at every point.
    pub fn is_within(&self, arena: &Arena, node: Node) -> bool {
        !self.reaches(arena, node, Node::FALSE, &mut Reached::default())
    }

    /// Returns true if a condition is true at some point.
    pub fn meets(&self, arena: &Arena, node: Node) -> bool {
        self.reaches(arena, node, Node::TRUE, &mut Reached::default())
    }

    /// Returns true if some point leads to a terminal. `known` keeps results for this cube and
    /// terminal.
    pub(crate) fn reaches(&self, arena: &Arena, node: Node, wanted: Node, known: &mut Reached) -> bool {
        let Some(variable) = node.variable() else { return node == wanted };
        if let Some(known) = known.get(&node) {
            return *known;
        }
        let Some(side) = self.sides.get(variable) else { return false };
        let children = arena.children(node);
        let reaches =
            side.iter().filter_map(|value| children.get(value)).any(|child| self.reaches(arena, *child, wanted, known));
        known.insert(node, reaches);
        reaches
    }

    /// Returns the condition that a point is in the cube.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn condition(&self, arena: &mut Arena) -> Result<Node, BudgetExceeded> {
        self.condition_without(arena, None)
    }

    /// As [`Cube::condition`], whatever a point has for one of the variables.
    ///
    /// # Errors
    /// Where the budget is spent.
    pub fn condition_without(&self, arena: &mut Arena, left: Option<usize>) -> Result<Node, BudgetExceeded> {
        let mut node = Node::TRUE;
        for variable in arena.shape().order().to_vec().into_iter().rev().filter(|variable| Some(*variable) != left) {
            let size = arena.shape().size(variable);
            let Some(side) = self.sides.get(variable).filter(|side| side.len() < size) else { continue };
            let children: Vec<Node> =
                (0..size).map(|value| if side.contains(value) { node } else { Node::FALSE }).collect();
            node = arena.node(variable, &children)?;
        }
        Ok(node)
    }
}

impl Arena {
    /// Returns the first point, in the order of the variables, at which a condition is true.
    /// Variables that do not matter are 0.
    pub fn first_point(&self, condition: Node) -> Option<Vec<usize>> {
        let mut point = vec![0; self.shape().len()];
        let mut node = condition;
        while let Some(variable) = node.variable() {
            let (value, child) = self.children(node).iter().enumerate().find(|(_, child)| **child != Node::FALSE)?;
            if let Some(slot) = point.get_mut(variable) {
                *slot = value;
            }
            node = *child;
        }
        (node == Node::TRUE).then_some(point)
    }
}
