use crate::{Node, Variables};
use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};
use std::fmt;
use std::hash::Hasher;

/// Where diagrams are made: equal functions made here are equal nodes.
///
/// An arena only grows, up to a budget of children and of steps; whoever keeps what it made freezes it.
#[derive(Clone, Debug)]
pub struct Arena {
    shape: Variables,
    pub(crate) pool: Vec<Node>,
    unique: HashTable<Node>,
    pub(crate) memos: Memos,
    pub(crate) stack: Vec<Node>,
    budget: usize,
    /// Steps left: results may be few and the way to them long.
    steps: usize,
}

/// Steps that an operation may take for each child that it may make.
const STEPS: usize = 4;

/// The results of the operations on conditions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memos {
    pub(crate) and: Memo,
    pub(crate) or: Memo,
    pub(crate) minus: Memo,
}

/// The budget of an arena is spent: what was asked for is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetExceeded;

impl fmt::Display for BudgetExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the diagram grows too large")
    }
}

impl std::error::Error for BudgetExceeded {}

impl Arena {
    /// An arena whose nodes may have `budget` children in all.
    pub fn new(shape: Variables, budget: usize) -> Self {
        let budget = budget.min(Node::PLACES);
        Self {
            shape,
            pool: Vec::new(),
            unique: HashTable::new(),
            memos: Memos::default(),
            stack: Vec::new(),
            budget,
            steps: budget.saturating_mul(STEPS),
        }
    }

    /// An empty arena of another shape, with the budget that is left of this one.
    pub(crate) fn emptied(&self, shape: Variables) -> Self {
        Self { steps: self.steps, ..Self::new(shape, self.budget.saturating_sub(self.pool.len())) }
    }

    /// The variables.
    pub fn shape(&self) -> &Variables {
        &self.shape
    }

    /// How many children all nodes have together: a measure of size.
    pub fn len(&self) -> usize {
        self.pool.len()
    }

    /// Whether only terminals have been made.
    pub fn is_empty(&self) -> bool {
        self.pool.is_empty()
    }

    /// Allows `more` children beyond those there are, and steps in proportion.
    pub fn allow(&mut self, more: usize) {
        self.budget = self.pool.len().saturating_add(more).min(Node::PLACES);
        self.steps = more.saturating_mul(STEPS);
    }

    /// Counts a step of an operation.
    pub(crate) fn step(&mut self) -> Result<(), BudgetExceeded> {
        self.steps = self.steps.checked_sub(1).ok_or(BudgetExceeded)?;
        Ok(())
    }

    /// The children of a node, none for a terminal.
    pub fn children(&self, node: Node) -> &[Node] {
        let size = node.variable().map_or(0, |variable| self.shape.size(variable));
        self.pool.get(node.place()..node.place() + size).unwrap_or_default()
    }

    /// The function that is left where a variable has a value, provided that the
    /// node asks for no variable before it.
    pub(crate) fn child(&self, node: Node, variable: usize, value: usize) -> Node {
        if node.variable() == Some(variable) {
            self.pool.get(node.place() + value).copied().unwrap_or(node)
        } else {
            node
        }
    }

    /// Of two functions, the variable that is asked first.
    pub(crate) fn first(&self, one: Node, other: Node) -> Option<usize> {
        match (one.variable(), other.variable()) {
            (Some(one), Some(other)) => Some(if self.shape.level(other) < self.shape.level(one) { other } else { one }),
            (one, other) => one.or(other),
        }
    }

    /// The function that asks for a variable and goes on as its children say.
    /// The children must ask only for later variables; [`Arena::case`] does not
    /// need that.
    ///
    /// # Errors
    /// Where the budget is spent.
    pub fn node(&mut self, variable: usize, children: &[Node]) -> Result<Node, BudgetExceeded> {
        let base = self.stack.len();
        self.stack.extend_from_slice(children);
        self.reduce(variable, base)
    }

    /// Lays `count` children on the stack, each as `child` makes it from its place;
    /// gives the base from which they lie. Where one fails none is left.
    pub(crate) fn lay(
        &mut self,
        count: usize,
        mut child: impl FnMut(&mut Self, usize) -> Result<Node, BudgetExceeded>,
    ) -> Result<usize, BudgetExceeded> {
        let base = self.stack.len();
        for place in 0..count {
            match child(self, place) {
                Ok(child) => self.stack.push(child),
                Err(full) => {
                    self.stack.truncate(base);
                    return Err(full);
                }
            }
        }
        Ok(base)
    }

    /// The node whose children lie on the stack from `base` on; takes them off.
    pub(crate) fn reduce(&mut self, variable: usize, base: usize) -> Result<Node, BudgetExceeded> {
        let children = self.stack.get(base..).unwrap_or_default();
        let same = children.first().copied().filter(|first| children.iter().all(|child| child == first));
        if let Some(child) = same {
            self.stack.truncate(base);
            return Ok(child);
        }
        let hash = hash_of(variable, children);
        let alike = |known: &Node| {
            known.variable() == Some(variable)
                && self.pool.get(known.place()..known.place() + children.len()) == Some(children)
        };
        if let Some(known) = self.unique.find(hash, alike) {
            let known = *known;
            self.stack.truncate(base);
            return Ok(known);
        }
        if self.pool.len() + children.len() > self.budget {
            self.stack.truncate(base);
            return Err(BudgetExceeded);
        }
        let node = Node::inner(variable, self.pool.len());
        self.pool.extend_from_slice(children);
        let (pool, shape) = (&self.pool, &self.shape);
        let again = |node: &Node| {
            let variable = node.variable().unwrap_or(0);
            hash_of(variable, pool.get(node.place()..node.place() + shape.size(variable)).unwrap_or_default())
        };
        self.unique.insert_unique(hash, node, again);
        self.stack.truncate(base);
        Ok(node)
    }

    /// The function that is a number for each value of a variable.
    ///
    /// # Errors
    /// Where the budget is spent.
    pub fn variable(&mut self, variable: usize, number: impl Fn(usize) -> u32) -> Result<Node, BudgetExceeded> {
        let base = self.stack.len();
        let size = self.shape.size(variable);
        self.stack.extend((0..size).map(|value| Node::terminal(number(value))));
        self.reduce(variable, base)
    }

    /// The number of a function at a point: a value for each variable.
    pub fn at(&self, node: Node, point: impl Fn(usize) -> usize) -> u32 {
        let mut node = node;
        loop {
            match node.variable() {
                Some(variable) => node = self.child(node, variable, point(variable)),
                None => return node.number().unwrap_or(0),
            }
        }
    }

    /// The variables on which a function depends, in order.
    pub fn support(&self, node: Node) -> Vec<usize> {
        let mut found = vec![false; self.shape.len()];
        self.visit(node, &mut |node| {
            if let Some(slot) = node.variable().and_then(|variable| found.get_mut(variable)) {
                *slot = true;
            }
        });
        self.shape.order().iter().copied().filter(|variable| found.get(*variable) == Some(&true)).collect()
    }

    /// The numbers that a function takes, ascending.
    pub fn numbers(&self, node: Node) -> Vec<u32> {
        let mut numbers = Vec::new();
        self.visit(node, &mut |node| numbers.extend(node.number()));
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Visits every node of a function once, itself first.
    pub fn visit(&self, node: Node, seen: &mut dyn FnMut(Node)) {
        let mut known = rustc_hash::FxHashSet::default();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if known.insert(node) {
                seen(node);
                open.extend_from_slice(self.children(node));
            }
        }
    }
}

fn hash_of(variable: usize, children: &[Node]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_usize(variable);
    for child in children {
        hasher.write_u32(child.word());
    }
    hasher.finish()
}

/// Results of one operation, kept from call to call.
pub type Memo = FxHashMap<(Node, Node), Node>;
