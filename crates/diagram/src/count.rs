use crate::{Arena, Node};
use rustc_hash::FxHashMap;

/// How many points of a function have each of its numbers, ascending by number.
pub type Tally = Vec<(u32, u128)>;

/// Counts points over some variables; results are kept from function to function.
#[derive(Debug)]
pub struct Counter {
    /// The product of the sizes of the counted variables from each level on.
    products: Vec<u128>,
    done: FxHashMap<Node, Tally>,
}

impl Counter {
    /// Counts over these variables; functions may depend on no others. Products
    /// beyond 2^128 are cut there.
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
        Self { products, done: FxHashMap::default() }
    }

    /// How many points have each number.
    pub fn tally(&mut self, arena: &Arena, node: Node) -> Tally {
        let whole = self.products.first().copied().unwrap_or(1);
        let mut tally = self.below(arena, node);
        let own = self.product(arena, node);
        tally.iter_mut().for_each(|(_, count)| *count = count.saturating_mul(whole / own));
        tally
    }

    /// How many points have one number.
    pub fn count(&mut self, arena: &Arena, node: Node, wanted: u32) -> u128 {
        let tally = self.tally(arena, node);
        tally.iter().find(|(number, _)| *number == wanted).map_or(0, |(_, count)| *count)
    }

    fn product(&self, arena: &Arena, node: Node) -> u128 {
        let level = node.variable().map_or(arena.shape().len(), |variable| arena.shape().level(variable));
        self.products.get(level).copied().unwrap_or(1)
    }

    /// The tally over the variables from the node's own level on.
    fn below(&mut self, arena: &Arena, node: Node) -> Tally {
        let Some(variable) = node.variable() else { return vec![(node.number().unwrap_or(0), 1)] };
        if let Some(known) = self.done.get(&node) {
            return known.clone();
        }
        let next = arena.shape().level(variable) + 1;
        let room = self.products.get(next).copied().unwrap_or(1);
        let mut tally: Tally = Vec::new();
        for child in arena.children(node) {
            let times = room / self.product(arena, *child);
            for (number, count) in self.below(arena, *child) {
                let count = count.saturating_mul(times);
                match tally.binary_search_by_key(&number, |(number, _)| *number) {
                    Ok(at) => {
                        if let Some((_, sum)) = tally.get_mut(at) {
                            *sum = sum.saturating_add(count);
                        }
                    }
                    Err(at) => tally.insert(at, (number, count)),
                }
            }
        }
        self.done.insert(node, tally.clone());
        tally
    }
}
