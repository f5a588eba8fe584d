use crate::{Arena, Cube, Node};
use rustc_hash::FxHashMap;

/// A condition that cubes must stay inside, in a form in which many cubes are checked quickly.
pub(crate) struct Bounds {
    /// The children of all nodes, one node after the other.
    children: Vec<Step>,
    root: Step,
    /// For each node, the turn in which it was last visited, and whether a point leaves the
    /// condition from there.
    seen: Vec<(u64, bool)>,
    turn: u64,
}

/// A position on the way through the condition.
#[derive(Clone, Copy)]
enum Step {
    /// The end: true if it is outside the condition.
    End(bool),
    /// A node: its variable, its position, and where its children begin.
    Node { variable: u32, place: u32, children: u32 },
}

impl Bounds {
    pub(crate) fn new(arena: &Arena, condition: Node) -> Self {
        let mut layout = Layout { arena, known: FxHashMap::default(), nodes: Vec::new(), children: Vec::new() };
        let root = layout.step(condition);
        let mut next = 0;
        while let Some((node, start)) = layout.nodes.get(next).copied() {
            for (place, child) in arena.children(node).iter().enumerate() {
                let step = layout.step(*child);
                layout.children.get_mut(start + place).into_iter().for_each(|slot| *slot = step);
            }
            next += 1;
        }
        Self { seen: vec![(0, false); layout.nodes.len()], children: layout.children, root, turn: 1 }
    }

    /// Returns the first variable.
    pub(crate) fn first(&self) -> Option<usize> {
        match self.root {
            Step::Node { variable, .. } => Some(variable as usize),
            Step::End(_) => None,
        }
    }

    /// Starts a turn for another cube: results for the previous one no longer count.
    pub(crate) fn forget(&mut self) {
        self.turn += 1;
    }

    /// Returns true if some point of a cube is outside.
    pub(crate) fn left_by(&mut self, cube: &Cube) -> bool {
        leaves(&self.children, &mut self.seen, self.turn, cube, self.root)
    }

    /// As [`Bounds::left_by`], for a cube with only this value of the first variable.
    pub(crate) fn left_by_value(&mut self, cube: &Cube, value: usize) -> bool {
        let step = match self.root {
            Step::Node { children, .. } => self.children.get(children as usize + value).copied(),
            Step::End(_) => None,
        };
        leaves(&self.children, &mut self.seen, self.turn, cube, step.unwrap_or(self.root))
    }
}

fn leaves(all: &[Step], seen: &mut [(u64, bool)], turn: u64, cube: &Cube, step: Step) -> bool {
    let (variable, place, children) = match step {
        Step::End(outside) => return outside,
        Step::Node { variable, place, children } => (variable as usize, place as usize, children as usize),
    };
    if let Some((_, leaves)) = seen.get(place).filter(|(when, _)| *when == turn) {
        return *leaves;
    }
    let Some(side) = cube.side(variable) else { return false };
    let steps = side.iter().filter_map(|value| all.get(children + value));
    let mut leaves_here = false;
    for child in steps {
        if leaves(all, seen, turn, cube, *child) {
            leaves_here = true;
            break;
        }
    }
    if let Some(slot) = seen.get_mut(place) {
        *slot = (turn, leaves_here);
    }
    leaves_here
}

/// The nodes of a condition while they are copied.
struct Layout<'a> {
    arena: &'a Arena,
    known: FxHashMap<Node, Step>,
    /// Each node, with the start of its children.
    nodes: Vec<(Node, usize)>,
    children: Vec<Step>,
}

impl Layout<'_> {
    /// Returns the step to a node, and reserves the room for its children.
    fn step(&mut self, node: Node) -> Step {
        let Some(variable) = node.variable() else { return Step::End(node == Node::FALSE) };
        if let Some(known) = self.known.get(&node) {
            return *known;
        }
        let start = self.children.len();
        let step = Step::Node { variable: variable as u32, place: self.nodes.len() as u32, children: start as u32 };
        self.children.resize(start + self.arena.children(node).len(), Step::End(false));
        self.nodes.push((node, start));
        self.known.insert(node, step);
        step
    }
}
