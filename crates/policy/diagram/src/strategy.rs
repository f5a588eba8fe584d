//! The fewest questions: in which order to ask for variables until the rest no longer change a
//! function's number.

/// How often each value of each variable occurs: for each variable, probabilities that sum to one.
#[derive(Clone, Debug)]
pub struct Weights(Vec<Vec<f64>>);

impl Weights {
    /// Creates probabilities from weights of any size. A variable without weights is uniform.
    pub fn new(weights: Vec<Vec<f64>>) -> Self {
        let chances = |row: Vec<f64>| {
            let sum: f64 = row.iter().sum();
            let even = 1.0 / row.len().max(1) as f64;
            row.into_iter().map(|weight| if sum > 0.0 { weight / sum } else { even }).collect()
        };
        Self(weights.into_iter().map(chances).collect())
    }

    /// Returns the probability of a value of a variable.
    pub fn chance(&self, variable: usize, value: usize) -> f64 {
        self.0.get(variable).and_then(|row| row.get(value)).copied().unwrap_or(0.0)
    }
}

/// What is known at one point of the questions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// The variable to ask for next. `None` if no question is left.
    pub ask: Option<usize>,
    /// The expected number of questions from here on, this one included.
    pub expected: f64,
    /// The number, if no question is left. `None` if the given values cannot occur together.
    pub number: Option<u32>,
    /// The probability that what is still open can occur.
    pub(crate) mass: f64,
}

/// The next question for every state of knowledge.
#[derive(Clone, Debug)]
pub struct Strategy {
    pub(crate) states: Vec<State>,
    /// For each state and variable, the place of the states after its values. [`NOWHERE`] if the
    /// variable changes nothing.
    pub(crate) starts: Vec<u32>,
    pub(crate) moves: Vec<u32>,
    pub(crate) variables: usize,
    pub(crate) sizes: Vec<usize>,
    /// Whether the order is proven to need the fewest questions.
    pub exact: bool,
    /// A lower bound on the expected number of questions for any order.
    pub lower_bound: f64,
}

pub(crate) const NOWHERE: u32 = u32::MAX;

impl Strategy {
    /// Returns the number of states.
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Returns true if there are no states.
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// The state in which nothing is known.
    pub const START: u32 = 0;

    /// Returns what is known in a state.
    pub fn state(&self, state: u32) -> Option<State> {
        self.states.get(state as usize).copied()
    }

    /// Returns the state after a variable gets a value. A plan that is not exact knows only the
    /// states after its own questions, and returns `None` for others.
    pub fn after(&self, state: u32, variable: usize, value: usize) -> Option<u32> {
        let start = *self.starts.get(state as usize * self.variables + variable)?;
        match (start, self.exact) {
            (NOWHERE, true) => Some(state),
            (NOWHERE, false) => None,
            _ => self.moves.get(start as usize + value).copied(),
        }
    }

    /// Returns the variables that may be asked for, with the probability of each, the most likely
    /// first. Of equals, the one asked earlier comes first.
    pub fn asked(&self, weights: &Weights) -> Vec<(usize, f64)> {
        let mut order = Vec::new();
        self.walk(Self::START, &mut vec![false; self.states.len()], &mut order);
        let mut chances = vec![0.0; self.states.len()];
        if let Some(first) = chances.first_mut() {
            *first = 1.0;
        }
        let mut found: Vec<(usize, f64)> = Vec::new();
        for state in order.into_iter().rev() {
            let chance = chances.get(state as usize).copied().unwrap_or(0.0);
            let Some(variable) = self.state(state).and_then(|state| state.ask) else { continue };
            match found.iter_mut().find(|(known, _)| *known == variable) {
                Some((_, sum)) => *sum += chance,
                None => found.push((variable, chance)),
            }
            let whole = self.state(state).map_or(1.0, |state| state.mass);
            for (value, after) in self.answers(state, variable).enumerate() {
                let mass = self.state(*after).map_or(0.0, |state| state.mass);
                if let Some(slot) = chances.get_mut(*after as usize) {
                    *slot += chance * weights.chance(variable, value) * mass / whole;
                }
            }
        }
        found.sort_by(|one, other| other.1.total_cmp(&one.1));
        found
    }

    fn answers(&self, state: u32, variable: usize) -> std::slice::Iter<'_, u32> {
        let at = |place: usize| self.starts.get(place).copied();
        let start = at(state as usize * self.variables + variable).filter(|start| *start != NOWHERE);
        let size = self.sizes.get(variable).copied().unwrap_or(0);
        let found = start.and_then(|start| self.moves.get(start as usize..start as usize + size));
        found.unwrap_or_default().iter()
    }

    /// Collects the states that the plan's own questions lead to, each after those that follow it.
    fn walk(&self, state: u32, seen: &mut Vec<bool>, order: &mut Vec<u32>) {
        match seen.get_mut(state as usize) {
            Some(slot) if !*slot => *slot = true,
            _ => return,
        }
        if let Some(variable) = self.state(state).and_then(|state| state.ask) {
            for after in self.answers(state, variable) {
                self.walk(*after, seen, order);
            }
        }
        order.push(state);
    }
}
