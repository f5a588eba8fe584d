use crate::{Frozen, Node};

/// Diagrams whose variables are taken together in groups, so that a look-up has
/// few steps: a node has a child for each combination of its group's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// For each variable its largest value, and what a step in it adds to the places
    /// of all groups: eight bits for each group.
    steps: Vec<(u8, u64)>,
    /// For each group its variables; the last one's values lie side by side.
    groups: Vec<Vec<usize>>,
    /// Nodes ask for a group by its place.
    pool: Vec<Node>,
}

/// The most groups: their places lie side by side in one word.
const GROUPS: usize = 8;

impl Merged {
    /// Merges the diagrams of some functions, in groups of at most `most` values
    /// (256 at most); gives the functions as they are called here. None where there
    /// would be too many groups, or a variable has too many values.
    pub fn new(frozen: &Frozen, functions: &[Node], most: usize) -> Option<(Self, Vec<Node>)> {
        let shape = frozen.shape();
        let used = frozen.support_of(functions);
        let (mut groups, mut product): (Vec<Vec<usize>>, usize) = (Vec::new(), usize::MAX);
        for variable in shape.order().iter().copied().filter(|variable| used.contains(variable)) {
            let size = shape.size(variable);
            if product.saturating_mul(size) > most.min(256) {
                groups.push(Vec::new());
                product = 1;
            }
            groups.last_mut()?.push(variable);
            product *= size;
            if product > 256 {
                return None;
            }
        }
        if groups.len() > GROUPS {
            return None;
        }
        let mut steps = vec![(u8::MAX, 0_u64); used.last().map_or(0, |last| last + 1)];
        let mut of_variable = vec![groups.len(); shape.len()];
        for (group, members) in groups.iter().enumerate() {
            let mut step = 1_u64;
            for variable in members.iter().rev() {
                let last = u8::try_from(shape.size(*variable) - 1).ok()?;
                *steps.get_mut(*variable)? = (last, step << (8 * group));
                *of_variable.get_mut(*variable)? = group;
                step *= shape.size(*variable) as u64;
            }
        }
        let mut merged = Self { steps, groups, pool: Vec::new() };
        let mut done = vec![Node::FALSE; frozen.words().len()];
        let moved = functions.iter().map(|function| merged.take(frozen, *function, &of_variable, &mut done));
        let moved = moved.collect::<Option<Vec<Node>>>()?;
        Some((merged, moved))
    }

    fn take(&mut self, frozen: &Frozen, node: Node, of_variable: &[usize], done: &mut [Node]) -> Option<Node> {
        let Some(variable) = node.variable() else { return Some(node) };
        // A place that no node was taken from yet holds a terminal.
        if let Some(known) = done.get(node.place()).filter(|known| known.variable().is_some()) {
            return Some(*known);
        }
        let group = *of_variable.get(variable)?;
        let members = self.groups.get(group)?;
        let size: usize = members.iter().map(|variable| frozen.shape().size(*variable)).product();
        let mut row = vec![Node::FALSE; size];
        fill(frozen, node, members, &mut row);
        let (mut before, mut taken) = (Node::FALSE, Node::FALSE);
        for child in &mut row {
            // Neighbours are often the same.
            if *child != before {
                before = *child;
                taken = self.take(frozen, before, of_variable, done)?;
            }
            *child = taken;
        }
        let place = self.pool.len();
        if place + size > Node::PLACES {
            return None;
        }
        self.pool.extend(row);
        let taken = Node::inner(group, place);
        *done.get_mut(node.place())? = taken;
        Some(taken)
    }

    /// The number of a function at a point, the value of each variable by its
    /// place; none where a value is missing or too large.
    pub fn at(&self, node: Node, point: &[u8]) -> Option<u32> {
        let point = point.get(..self.steps.len())?;
        // All groups at once, so that no step waits for its own.
        let (mut places, mut beyond) = (0_u64, false);
        for (value, (last, step)) in point.iter().zip(&self.steps) {
            beyond |= value > last;
            places = places.wrapping_add(u64::from(*value).wrapping_mul(*step));
        }
        if beyond {
            return None;
        }
        let mut node = node;
        while let Some(group) = node.variable() {
            let place = places.wrapping_shr(8 * group as u32) & 0xff;
            node = *self.pool.get(node.place() + place as usize)?;
        }
        node.number()
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        4 * self.pool.len()
    }
}

/// What is left of a function for each combination of the values of a group.
fn fill(frozen: &Frozen, node: Node, members: &[usize], row: &mut [Node]) {
    let (Some(variable), Some((first, rest))) = (node.variable(), members.split_first()) else {
        return row.fill(node);
    };
    if variable != *first {
        if rest.contains(&variable) {
            let size = frozen.shape().size(*first);
            row.chunks_mut(row.len() / size).for_each(|part| fill(frozen, node, rest, part));
        } else {
            row.fill(node);
        }
        return;
    }
    let children = frozen.children(node);
    for (part, child) in row.chunks_mut(row.len() / children.len().max(1)).zip(children) {
        fill(frozen, *child, rest, part);
    }
}
