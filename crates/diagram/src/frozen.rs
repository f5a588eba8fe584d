use crate::{Arena, Node, Shape};
use rustc_hash::FxHashMap;
use std::fmt;

/// Diagrams that no longer change: small, shared freely, fast to look up.
///
/// Invariant `children-before-parents`: a node that is referred to from place `i`
/// has all its children before `i`, so that every walk ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    shape: Shape,
    pool: Vec<Node>,
}

/// Words that are no diagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The place of the first word that is wrong.
    pub place: usize,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "word {} of the diagrams refers to nothing", self.place)
    }
}

impl std::error::Error for Broken {}

impl Frozen {
    /// Freezes some functions of an arena and leaves the rest behind; gives them
    /// as they are called from now on, in their order.
    ///
    /// The same functions in the same order give the same words, whatever else the
    /// arena has made.
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

    /// The diagrams that these words stand for.
    ///
    /// # Errors
    /// Where a word refers to no variable, or to children that do not all lie
    /// before it.
    pub fn from_words(shape: Shape, words: impl IntoIterator<Item = u32>) -> Result<Self, Broken> {
        let mut pool = Vec::new();
        for (place, word) in words.into_iter().enumerate() {
            let node = Node::from_word(word);
            let sound = match node.variable() {
                Some(variable) => variable < shape.len() && node.place() + shape.size(variable) <= place,
                None => true,
            };
            if !sound {
                return Err(Broken { place });
            }
            pool.push(node);
        }
        Ok(Self { shape, pool })
    }

    /// The function that a word stands for.
    ///
    /// # Errors
    /// Where it refers to nothing here.
    pub fn function(&self, word: u32) -> Result<Node, Broken> {
        let node = Node::from_word(word);
        match node.variable() {
            Some(variable) if variable >= self.shape.len() => Err(Broken { place: self.pool.len() }),
            Some(variable) if node.place() + self.shape.size(variable) > self.pool.len() => {
                Err(Broken { place: self.pool.len() })
            }
            _ => Ok(node),
        }
    }

    /// The words that stand for the diagrams.
    pub fn words(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.pool.iter().map(|node| node.word())
    }

    /// The variables.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The children of a node, none for a terminal.
    pub fn children(&self, node: Node) -> &[Node] {
        let size = node.variable().map_or(0, |variable| self.shape.size(variable));
        self.pool.get(node.place()..node.place() + size).unwrap_or_default()
    }

    /// The number of a function at a point, the value of each variable by its
    /// place; values that are missing or too large count as 0.
    pub fn at(&self, node: Node, point: &[u8]) -> u32 {
        let mut node = node;
        while let Some(variable) = node.variable() {
            let value = point.get(variable).copied().unwrap_or(0);
            node = match self.pool.get(node.place() + usize::from(value)) {
                Some(child) => *child,
                None => return 0,
            };
        }
        node.number().unwrap_or(0)
    }

    /// The function that is left at a point for the variables before the first
    /// that has no value.
    pub fn walk(&self, node: Node, point: &dyn Fn(usize) -> Option<usize>) -> Node {
        let mut node = node;
        while let Some(value) = node.variable().and_then(point) {
            match self.children(node).get(value) {
                Some(child) => node = *child,
                None => return node,
            }
        }
        node
    }
}
