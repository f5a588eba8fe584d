use crate::{Arena, Node};
use rustc_hash::FxHashMap;

/// The number of points for each number of a function, ascending by number.
pub type Histogram = Vec<(u32, u128)>;

/// Counts points over some variables. Keeps results between functions.
#[derive(Debug)]
pub struct Counter {
    /// The product of the sizes of the counted variables from each level on.
    products: Vec<u128>,
    /// For each node, the place of its tally over the variables from its own level on.
    done: FxHashMap<Node, (u32, u32)>,
    tallies: Histogram,
}

impl Counter {
    /// Creates a counter over these variables. Functions must not depend on others. Products are
    /// capped at 2^128.
    pub fn new(arena: &Arena, over: &dyn Fn(usize) -> bool) -> Self {
        let shape = arena.shape();
        let mut products = vec![1_u128; shape.len() + 1];
        let mut product = 1_u128;
        for (level, variable) in shape.order().iter().enumerate().rev() {
            if over(*variable) {
                product = product.saturating_mul(shape.size(*variable) as u128);
            }
            if let Some(slot) = products.get_mut(level) {
                *slot = product;
            }
        }
        Self { products, done: FxHashMap::default(), tallies: Vec::new() }
    }

    /// Returns the number of points for each number.
    pub fn tally(&mut self, arena: &Arena, node: Node) -> Histogram {
        let mut tally = Histogram::new();
        let whole = self.products.first().copied().unwrap_or(1);
        self.add(arena, node, whole, &mut tally);
        tally
    }

    /// Returns the number of points with one number.
    pub fn count(&mut self, arena: &Arena, node: Node, wanted: u32) -> u128 {
        let tally = self.tally(arena, node);
        tally.iter().find(|(number, _)| *number == wanted).map_or(0, |(_, count)| *count)
    }

    /// Adds a node's tally, scaled to `room` points.
    fn add(&mut self, arena: &Arena, node: Node, room: u128, sum: &mut Histogram) {
        if let Some(number) = node.number() {
            return put(sum, number, room);
        }
        let level = node.variable().map_or(arena.shape().len(), |variable| arena.shape().level(variable));
        let times = divided(room, self.products.get(level).copied().unwrap_or(1));
        let (start, end) = self.below(arena, node);
        for (number, count) in self.tallies.get(start as usize..end as usize).unwrap_or_default() {
            put(sum, *number, count.saturating_mul(times));
        }
    }

    /// Returns the place of a node's tally over the variables from its own level on.
    fn below(&mut self, arena: &Arena, node: Node) -> (u32, u32) {
        if let Some(known) = self.done.get(&node) {
            return *known;
        }
        let next = node.variable().map_or(arena.shape().len(), |variable| arena.shape().level(variable) + 1);
        let room = self.products.get(next).copied().unwrap_or(1);
        let mut tally = Histogram::new();
        for child in arena.children(node) {
            self.add(arena, *child, room, &mut tally);
        }
        let start = self.tallies.len() as u32;
        self.tallies.append(&mut tally);
        let place = (start, self.tallies.len() as u32);
        self.done.insert(node, place);
        place
    }
}

/// Returns a quotient. Most numbers fit a word, and division of words is much faster.
fn divided(room: u128, product: u128) -> u128 {
    match (u64::try_from(room), u64::try_from(product)) {
        (Ok(room), Ok(product)) => u128::from(room / product.max(1)),
        _ => room / product.max(1),
    }
}

/// Adds to the count of a number.
fn put(tally: &mut Histogram, number: u32, count: u128) {
    match tally.binary_search_by_key(&number, |(number, _)| *number) {
        Ok(at) => {
            if let Some((_, sum)) = tally.get_mut(at) {
                *sum = sum.saturating_add(count);
            }
        }
        Err(at) => tally.insert(at, (number, count)),
    }
}
