use crate::strategy::NOWHERE;
use crate::{Arena, BudgetExceeded, Node, State, Strategy, Weights};
use rustc_hash::FxHashMap;

/// The reason why there is no plan.
enum Stop {
    /// The budget of the arena is spent.
    BudgetExceeded,
    /// There are more states than the bound.
    Bound,
}

impl From<BudgetExceeded> for Stop {
    fn from(_: BudgetExceeded) -> Self {
        Self::BudgetExceeded
    }
}

impl Strategy {
    /// Plans the questions about a function. Points with the number `void` cannot occur. Otherwise,
    /// values are independent of one another.
    ///
    /// The plan is exact up to `bound` states. Beyond that, it looks one question ahead.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget of the arena is spent.
    pub fn new(
        arena: &mut Arena,
        root: Node,
        weights: &Weights,
        void: u32,
        bound: usize,
    ) -> Result<Self, BudgetExceeded> {
        let mut maker = StrategySearch::new(arena, weights, void, bound);
        match maker.exact(root) {
            Ok(_) => {
                let plan = maker.plan;
                let lower_bound = plan.states.first().map_or(0.0, |state| state.expected);
                Ok(Self { exact: true, lower_bound, ..plan })
            }
            Err(Stop::BudgetExceeded) => Err(BudgetExceeded),
            Err(Stop::Bound) => {
                let mut maker = StrategySearch::new(arena, weights, void, usize::MAX);
                let lower_bound = maker.least(root, 2)?;
                maker.greedy(root)?;
                Ok(Self { lower_bound, ..maker.plan })
            }
        }
    }
}

/// Makes a plan by dynamic programming over the functions that can remain. Equal functions are
/// equal nodes, so each is solved once.
struct StrategySearch<'a> {
    arena: &'a mut Arena,
    weights: &'a Weights,
    void: u32,
    bound: usize,
    known: FxHashMap<Node, u32>,
    masses: FxHashMap<Node, f64>,
    /// For a node and a variable, the place of the functions after its values.
    split: FxHashMap<(Node, usize), usize>,
    parts: Vec<Node>,
    plan: Strategy,
}

impl<'a> StrategySearch<'a> {
    fn new(arena: &'a mut Arena, weights: &'a Weights, void: u32, bound: usize) -> Self {
        let sizes = arena.shape().sizes().to_vec();
        let plan = Strategy {
            states: Vec::new(),
            starts: Vec::new(),
            moves: Vec::new(),
            variables: sizes.len(),
            sizes,
            exact: false,
            lower_bound: 0.0,
        };
        let (known, masses, split) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        Self { arena, weights, void, bound, known, masses, split, parts: Vec::new(), plan }
    }

    /// Returns the state in which exactly this function remains, after trying every order.
    fn exact(&mut self, node: Node) -> Result<u32, Stop> {
        let (state, number) = match self.state(node)? {
            Ok(known) => return Ok(known),
            Err(new) => new,
        };
        if number.is_some() || self.mass(node) <= 0.0 {
            return Ok(state);
        }
        let whole = self.mass(node);
        let mut best: Option<(f64, usize)> = None;
        for variable in self.open(node) {
            let mut expected = 1.0;
            let mut after = Vec::new();
            for (value, part) in self.parts(node, variable)?.into_iter().enumerate() {
                let next = self.exact(part)?;
                let chance = self.weights.chance(variable, value) * self.mass(part) / whole;
                expected += chance * self.plan.state(next).map_or(0.0, |state| state.expected);
                after.push(next);
            }
            self.note(state, variable, after);
            if best.is_none_or(|(least, _)| expected + 1e-12 < least) {
                best = Some((expected, variable));
            }
        }
        self.settle(state, best);
        Ok(state)
    }

    /// Returns the same state, with each question chosen by looking one question ahead.
    fn greedy(&mut self, node: Node) -> Result<u32, BudgetExceeded> {
        let (state, number) = match self.state(node) {
            Ok(Ok(known)) => return Ok(known),
            Ok(Err(new)) => new,
            Err(_) => return Err(BudgetExceeded),
        };
        let whole = self.mass(node);
        if number.is_some() || whole <= 0.0 {
            return Ok(state);
        }
        let mut least: Option<(f64, usize)> = None;
        for variable in self.open(node) {
            let mut doubt = 0.0;
            for (value, part) in self.parts(node, variable)?.into_iter().enumerate() {
                doubt += self.weights.chance(variable, value) * self.doubt(part);
            }
            if least.is_none_or(|(known, _)| doubt + 1e-12 < known) {
                least = Some((doubt, variable));
            }
        }
        let Some((_, variable)) = least else { return Ok(state) };
        let mut expected = 1.0;
        let mut after = Vec::new();
        for (value, part) in self.parts(node, variable)?.into_iter().enumerate() {
            let next = self.greedy(part)?;
            let chance = self.weights.chance(variable, value) * self.mass(part) / whole;
            expected += chance * self.plan.state(next).map_or(0.0, |state| state.expected);
            after.push(next);
        }
        self.note(state, variable, after);
        self.settle(state, Some((expected, variable)));
        Ok(state)
    }

    /// Returns a lower bound for any order, found by trying `ahead` questions.
    fn least(&mut self, node: Node, ahead: usize) -> Result<f64, BudgetExceeded> {
        let whole = self.mass(node);
        if whole <= 0.0 || self.number(node).is_some() {
            return Ok(0.0);
        }
        let mut best = f64::INFINITY;
        for variable in if ahead == 0 { Vec::new() } else { self.open(node) } {
            let mut expected = 1.0;
            for (value, part) in self.parts(node, variable)?.into_iter().enumerate() {
                let chance = self.weights.chance(variable, value) * self.mass(part) / whole;
                expected += chance * self.least(part, ahead - 1)?;
            }
            best = best.min(expected);
        }
        Ok(if best.is_finite() { best } else { 1.0 })
    }

    /// Returns the state of a function, or else the probability and the single number for a new
    /// one.
    fn state(&mut self, node: Node) -> Result<Result<u32, (u32, Option<u32>)>, Stop> {
        if let Some(known) = self.known.get(&node) {
            return Ok(Ok(*known));
        }
        if self.plan.states.len() >= self.bound {
            return Err(Stop::Bound);
        }
        let state = self.plan.states.len() as u32;
        let number = self.number(node);
        let mass = self.mass(node);
        self.known.insert(node, state);
        self.plan.states.push(State { ask: None, expected: 0.0, number, mass });
        self.plan.starts.extend(std::iter::repeat_n(NOWHERE, self.plan.variables));
        Ok(Err((state, number)))
    }

    fn note(&mut self, state: u32, variable: usize, after: Vec<u32>) {
        let start = self.plan.moves.len() as u32;
        self.plan.moves.extend(after);
        if let Some(slot) = self.plan.starts.get_mut(state as usize * self.plan.variables + variable) {
            *slot = start;
        }
    }

    fn settle(&mut self, state: u32, best: Option<(f64, usize)>) {
        if let (Some(state), Some((expected, variable))) = (self.plan.states.get_mut(state as usize), best) {
            state.ask = Some(variable);
            state.expected = expected;
        }
    }

    /// Returns the places of the variables on which a function depends.
    fn open(&self, node: Node) -> Vec<usize> {
        let mut open = self.arena.support(node);
        open.sort_unstable();
        open
    }

    /// Returns the number of a function wherever it can occur, if there is only one.
    fn number(&self, node: Node) -> Option<u32> {
        let mut numbers = self.arena.numbers(node).into_iter().filter(|number| *number != self.void);
        let first = numbers.next()?;
        numbers.next().is_none().then_some(first)
    }

    /// Returns the probability that what remains can occur.
    fn mass(&mut self, node: Node) -> f64 {
        let Some(variable) = node.variable() else { return if node.number() == Some(self.void) { 0.0 } else { 1.0 } };
        if let Some(mass) = self.masses.get(&node) {
            return *mass;
        }
        let mut mass = 0.0;
        for (value, child) in self.arena.children(node).to_vec().into_iter().enumerate() {
            mass += self.weights.chance(variable, value) * self.mass(child);
        }
        self.masses.insert(node, mass);
        mass
    }

    /// Returns the probability that two draws from what remains both can occur and differ in
    /// number.
    fn doubt(&mut self, node: Node) -> f64 {
        let numbers = self.arena.numbers(node).into_iter().filter(|number| *number != self.void);
        let chances: Vec<f64> = numbers.map(|number| self.chance(node, number, &mut FxHashMap::default())).collect();
        let sum: f64 = chances.iter().sum();
        if sum > 0.0 { sum - chances.iter().map(|part| part * part / sum).sum::<f64>() } else { 0.0 }
    }

    fn chance(&self, node: Node, wanted: u32, done: &mut FxHashMap<Node, f64>) -> f64 {
        let Some(variable) = node.variable() else { return f64::from(u8::from(node.number() == Some(wanted))) };
        if let Some(known) = done.get(&node) {
            return *known;
        }
        let children = self.arena.children(node).iter().enumerate();
        let chance = children
            .map(|(value, child)| self.weights.chance(variable, value) * self.chance(*child, wanted, done))
            .sum();
        done.insert(node, chance);
        chance
    }

    /// Returns what remains of a function for each value of a variable.
    fn parts(&mut self, node: Node, variable: usize) -> Result<Vec<Node>, BudgetExceeded> {
        let start = self.part(node, variable)?;
        let size = self.arena.shape().size(variable);
        Ok(self.parts.get(start..start + size).unwrap_or_default().to_vec())
    }

    fn part(&mut self, node: Node, variable: usize) -> Result<usize, BudgetExceeded> {
        if let Some(start) = self.split.get(&(node, variable)) {
            return Ok(*start);
        }
        let size = self.arena.shape().size(variable);
        let level = self.arena.shape().level(variable);
        let made: Vec<Node> = match node.variable() {
            Some(own) if own == variable => self.arena.children(node).to_vec(),
            Some(own) if self.arena.shape().level(own) < level => {
                let mut rows = Vec::new();
                for child in self.arena.children(node).to_vec() {
                    rows.push(self.part(child, variable)?);
                }
                let mut made = Vec::with_capacity(size);
                for value in 0..size {
                    let part = |start: &usize| self.parts.get(start + value).copied().unwrap_or(Node::FALSE);
                    let children: Vec<Node> = rows.iter().map(part).collect();
                    made.push(self.arena.node(own, &children)?);
                }
                made
            }
            _ => vec![node; size],
        };
        let start = self.parts.len();
        self.parts.extend(made);
        self.split.insert((node, variable), start);
        Ok(start)
    }
}
