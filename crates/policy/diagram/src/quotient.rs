use crate::{Arena, BudgetExceeded, Cube, Node, ValueSet, Variables};
use rustc_hash::FxHashMap;

/// Two functions in which values of the first variable are merged if neither function distinguishes
/// them. There are many tools, and few of them differ.
pub(crate) struct Quotient {
    pub(crate) arena: Arena,
    pub(crate) on: Node,
    pub(crate) within: Node,
    variable: usize,
    /// For each value here, the values of the larger arena that it represents.
    classes: Vec<ValueSet>,
}

impl Quotient {
    /// Merges the values. `None` if that gains nothing.
    pub(crate) fn new(arena: &Arena, on: Node, within: Node) -> Result<Option<Self>, BudgetExceeded> {
        let Some(variable) = arena.first(on, within) else { return Ok(None) };
        let size = arena.shape().size(variable);
        let mut places: FxHashMap<(Node, Node), usize> = FxHashMap::default();
        let (mut rows, mut classes): (Vec<(Node, Node)>, Vec<ValueSet>) = (Vec::new(), Vec::new());
        for value in 0..size {
            let row = (arena.child(on, variable, value), arena.child(within, variable, value));
            let place = *places.entry(row).or_insert_with(|| {
                rows.push(row);
                classes.push(ValueSet::none(size));
                rows.len() - 1
            });
            if let Some(class) = classes.get_mut(place) {
                class.insert(value);
            }
        }
        // The copy is not worth it if it only halves a few values.
        if rows.len() * 2 > size || size < 16 {
            return Ok(None);
        }
        let mut sizes = arena.shape().sizes().to_vec();
        if let Some(size) = sizes.get_mut(variable) {
            *size = rows.len();
        }
        let Ok(shape) = Variables::new(sizes, arena.shape().order().to_vec()) else { return Ok(None) };
        let mut small = arena.emptied(shape);
        let mut done = FxHashMap::default();
        let copies = rows
            .iter()
            .map(|(on, within)| Ok((small.copied(arena, *on, &mut done)?, small.copied(arena, *within, &mut done)?)));
        let (on, within): (Vec<Node>, Vec<Node>) =
            copies.collect::<Result<Vec<_>, BudgetExceeded>>()?.into_iter().unzip();
        let (on, within) = (small.node(variable, &on)?, small.node(variable, &within)?);
        Ok(Some(Self { arena: small, on, within, variable, classes }))
    }

    /// Returns the same cube with every value that its values represent.
    pub(crate) fn unfold(&self, arena: &Arena, cube: &Cube) -> Cube {
        let mut unfolded = cube.clone();
        let size = arena.shape().size(self.variable);
        let classes = cube.side(self.variable).into_iter().flat_map(ValueSet::iter);
        let classes = classes.filter_map(|class| self.classes.get(class));
        unfolded.set(self.variable, classes.fold(ValueSet::none(size), |all, class| all.union(class)));
        unfolded
    }
}

impl Arena {
    /// Returns a function of another arena, all of whose variables have the same sizes here.
    fn copied(&mut self, from: &Self, node: Node, done: &mut FxHashMap<Node, Node>) -> Result<Node, BudgetExceeded> {
        let Some(variable) = node.variable() else { return Ok(node) };
        if let Some(known) = done.get(&node) {
            return Ok(*known);
        }
        let children = from.children(node);
        let child = |arena: &mut Self, place: usize| match children.get(place) {
            Some(child) => arena.copied(from, *child, done),
            None => Ok(Node::FALSE),
        };
        let base = self.lay(children.len(), child)?;
        let copy = self.reduce(variable, base)?;
        done.insert(node, copy);
        Ok(copy)
    }
}
