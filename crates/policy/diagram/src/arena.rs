use crate::{Node, Variables};
use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};
use std::fmt;
use std::hash::Hasher;

/// Builds diagrams: equal functions from one arena are equal nodes.
///
/// An arena only grows, up to a budget of children and of steps. To keep its diagrams, freeze it.
#[derive(Clone, Debug)]
pub struct Arena {
    shape: Variables,
    pub(crate) pool: Vec<Node>,
    unique: HashTable<Node>,
    pub(crate) memos: Memos,
    pub(crate) stack: Vec<Node>,
    budget: usize,
    /// Steps left. They are counted because few results can take many steps.
    steps: usize,
}

/// Steps that an operation may take for each child that it may create.
const STEPS: usize = 4;

/// The results of the operations on conditions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memos {
    pub(crate) and: Memo,
    pub(crate) or: Memo,
    pub(crate) minus: Memo,
}

/// The budget of an arena is spent: the function is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetExceeded;

impl fmt::Display for BudgetExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the diagram grows too large")
    }
}

impl std::error::Error for BudgetExceeded {}

impl Arena {
    /// Creates an arena whose nodes may have `budget` children in total.
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

    /// Returns an empty arena with other variables and the rest of this one's budget.
    pub(crate) fn emptied(&self, shape: Variables) -> Self {
        Self { steps: self.steps, ..Self::new(shape, self.budget.saturating_sub(self.pool.len())) }
    }

    /// Returns the variables.
    pub fn shape(&self) -> &Variables {
        &self.shape
    }

    /// Returns the number of children of all nodes, a measure of size.
    pub fn len(&self) -> usize {
        self.pool.len()
    }

    /// Returns true if the arena contains only terminals.
    pub fn is_empty(&self) -> bool {
        self.pool.is_empty()
    }

    /// Allows `more` children beyond the present number, and steps in proportion.
    pub fn allow(&mut self, more: usize) {
        self.budget = self.pool.len().saturating_add(more).min(Node::PLACES);
        self.steps = more.saturating_mul(STEPS);
    }

    /// Counts a step of an operation.
    pub(crate) fn step(&mut self) -> Result<(), BudgetExceeded> {
        self.steps = self.steps.checked_sub(1).ok_or(BudgetExceeded)?;
        Ok(())
    }

    /// Returns the children of a node. Empty for a terminal.
    pub fn children(&self, node: Node) -> &[Node] {
        let size = node.variable().map_or(0, |variable| self.shape.size(variable));
        self.pool.get(node.place()..node.place() + size).unwrap_or_default()
    }

    /// Returns the function that remains if a variable has a value. The node must not depend on an
    /// earlier variable.
    pub(crate) fn child(&self, node: Node, variable: usize, value: usize) -> Node {
        if node.variable() == Some(variable) {
            self.pool.get(node.place() + value).copied().unwrap_or(node)
        } else {
            node
        }
    }

    /// Returns the variable that two functions ask first.
    pub(crate) fn first(&self, one: Node, other: Node) -> Option<usize> {
        match (one.variable(), other.variable()) {
            (Some(one), Some(other)) => Some(if self.shape.level(other) < self.shape.level(one) { other } else { one }),
            (one, other) => one.or(other),
        }
    }

    /// Returns the function that asks for a variable and continues with the child of its value. The
    /// children must ask only for later variables. [`Arena::case`] has no such limit.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn node(&mut self, variable: usize, children: &[Node]) -> Result<Node, BudgetExceeded> {
        let base = self.stack.len();
        self.stack.extend_from_slice(children);
        self.reduce(variable, base)
    }

    /// Pushes `count` children on the stack, each made by `child` from its place, and returns their
    /// base. If one fails, removes them all.
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

    /// Returns the node whose children are on the stack from `base` on, and removes them.
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

    /// Returns the function that has a number for each value of a variable.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn variable(&mut self, variable: usize, number: impl Fn(usize) -> u32) -> Result<Node, BudgetExceeded> {
        let base = self.stack.len();
        let size = self.shape.size(variable);
        self.stack.extend((0..size).map(|value| Node::terminal(number(value))));
        self.reduce(variable, base)
    }

    /// Returns the number of a function at a point: a value for each variable.
    pub fn at(&self, node: Node, point: impl Fn(usize) -> usize) -> u32 {
        let mut node = node;
        loop {
            match node.variable() {
                Some(variable) => node = self.child(node, variable, point(variable)),
                None => return node.number().unwrap_or(0),
            }
        }
    }

    /// Returns the variables on which a function depends, in order.
    pub fn support(&self, node: Node) -> Vec<usize> {
        let mut found = vec![false; self.shape.len()];
        self.visit(node, &mut |node| {
            if let Some(slot) = node.variable().and_then(|variable| found.get_mut(variable)) {
                *slot = true;
            }
        });
        self.shape.order().iter().copied().filter(|variable| found.get(*variable) == Some(&true)).collect()
    }

    /// Returns the numbers that a function takes, ascending.
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

/// Results of one operation, kept between calls.
pub type Memo = FxHashMap<(Node, Node), Node>;
