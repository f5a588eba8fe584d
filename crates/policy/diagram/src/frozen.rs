use crate::{Arena, Node, Variables};
use rustc_hash::FxHashMap;
use std::fmt;

/// Diagrams that no longer change. They are small, easy to share and fast to look up.
///
/// Invariant `later-variables`: the children of a node ask only for variables that
/// come later in the order, so that every walk is short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    shape: Variables,
    pool: Vec<Node>,
}

/// Words that do not encode diagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The place of the first word that is wrong.
    pub place: usize,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "word {} of the diagrams refers to nothing", self.place)
    }
}

impl std::error::Error for Malformed {}

impl Frozen {
    /// Freezes some functions of an arena and drops the rest. Returns their new nodes, in the same
    /// order.
    ///
    /// The same functions in the same order give the same words, whatever else the arena contains.
    pub fn new(arena: &Arena, roots: &[Node]) -> (Self, Vec<Node>) {
        let mut frozen = Self { shape: arena.shape().clone(), pool: Vec::new() };
        let mut moved = FxHashMap::default();
        let roots = roots.iter().map(|root| frozen.take(arena, *root, &mut moved)).collect();
        (frozen, roots)
    }

    fn take(&mut self, arena: &Arena, node: Node, moved: &mut FxHashMap<Node, Node>) -> Node {
        let Some(variable) = node.variable() else { return node };
        if let Some(known) = moved.get(&node) {
            return *known;
        }
        let children: Vec<Node> = arena.children(node).iter().map(|child| self.take(arena, *child, moved)).collect();
        let place = self.pool.len();
        self.pool.extend(children);
        let taken = Node::inner(variable, place);
        moved.insert(node, taken);
        taken
    }

    /// Returns the diagrams that these words encode.
    ///
    /// # Errors
    /// Returns an error if a word refers to no variable, to children that do not all lie before it,
    /// or to a node that asks for its variables in another order.
    pub fn from_words(shape: Variables, words: impl IntoIterator<Item = u32>) -> Result<Self, Malformed> {
        let mut frozen = Self { shape, pool: Vec::new() };
        // For each place, the variable whose node has been checked with children there.
        let mut looked: Vec<u8> = Vec::new();
        for (place, word) in words.into_iter().enumerate() {
            let node = Node::from_word(word);
            if let Some(variable) = node.variable() {
                let owner = variable as u8 + 1;
                match looked.get_mut(node.place()) {
                    Some(known) if *known == owner => {}
                    Some(known) => {
                        *known = owner;
                        frozen.sound(node).ok_or(Malformed { place })?;
                    }
                    None => return Err(Malformed { place }),
                }
            }
            frozen.pool.push(node);
            looked.push(0);
        }
        Ok(frozen)
    }

    /// Returns the node if all its children exist and ask only for later variables.
    fn sound(&self, node: Node) -> Option<Node> {
        let Some(variable) = node.variable() else { return Some(node) };
        let children = self.pool.get(node.place()..node.place() + self.shape.size(variable))?;
        let level = self.shape.level(variable);
        let later = |child: &Node| child.variable().is_none_or(|other| self.shape.level(other) > level);
        (variable < self.shape.len() && children.iter().all(later)).then_some(node)
    }

    /// Returns the function that a word encodes.
    ///
    /// # Errors
    /// Returns an error if the word refers to nothing here.
    pub fn function(&self, word: u32) -> Result<Node, Malformed> {
        self.sound(Node::from_word(word)).ok_or(Malformed { place: self.pool.len() })
    }

    /// Returns the words that encode the diagrams.
    pub fn words(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.pool.iter().map(|node| node.word())
    }

    /// Returns the variables.
    pub fn shape(&self) -> &Variables {
        &self.shape
    }

    /// Returns the children of a node. Empty for a terminal.
    pub fn children(&self, node: Node) -> &[Node] {
        let size = node.variable().map_or(0, |variable| self.shape.size(variable));
        self.pool.get(node.place()..node.place() + size).unwrap_or_default()
    }

    /// Returns the variables on which a function depends, by their places.
    pub fn support(&self, node: Node) -> Vec<usize> {
        self.support_of(&[node])
    }

    /// Returns the variables on which any of these functions depends, by their places.
    pub fn support_of(&self, nodes: &[Node]) -> Vec<usize> {
        let mut found = vec![false; self.shape.len()];
        let mut known = vec![false; self.pool.len()];
        let mut open = nodes.to_vec();
        while let Some(node) = open.pop() {
            let Some(variable) = node.variable() else { continue };
            match known.get_mut(node.place()) {
                Some(slot) if !*slot => *slot = true,
                _ => continue,
            }
            if let Some(slot) = found.get_mut(variable) {
                *slot = true;
            }
            open.extend_from_slice(self.children(node));
        }
        (0..found.len()).filter(|variable| found.get(*variable) == Some(&true)).collect()
    }

    /// Returns the number of a function at a point, which gives each variable's value by its place.
    /// Missing values and values that are too large count as 0.
    pub fn at(&self, node: Node, point: &[u8]) -> u32 {
        let mut node = node;
        while let Some(variable) = node.variable() {
            let value = point.get(variable).map_or(0, |value| usize::from(*value));
            node = self.child(node, variable, value);
        }
        node.number().unwrap_or(0)
    }

    /// Returns what remains of a function at a point that leaves out the last variables. It depends
    /// only on those, if no other variable follows them in the order.
    pub fn rest(&self, node: Node, point: &[u8]) -> Node {
        let mut node = node;
        while let Some(variable) = node.variable() {
            let Some(value) = point.get(variable) else { break };
            node = self.child(node, variable, usize::from(*value));
        }
        node
    }

    fn child(&self, node: Node, variable: usize, value: usize) -> Node {
        // Beyond its own children are those of another node.
        let value = if value < self.shape.size(variable) { value } else { 0 };
        self.pool.get(node.place() + value).copied().unwrap_or(Node::FALSE)
    }
}
