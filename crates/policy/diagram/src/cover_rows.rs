use crate::{Arena, BudgetExceeded, Cube, Node};

/// A condition split by the values of the first variable in the order. A cube has the same
/// condition for each of its values, so work on one cube does not touch the other rows.
pub(crate) struct Rows {
    /// For each value, the condition to cover on the later variables.
    pub(crate) on: Vec<Node>,
    variable: Option<usize>,
}

/// A cube of a cover.
pub(crate) struct Part {
    pub(crate) cube: Cube,
    /// The point from which it grew.
    seed: Vec<usize>,
    /// Its values of the first variable, ascending.
    values: Vec<usize>,
    /// Its condition on the later variables.
    pub(crate) condition: Node,
}

impl Part {
    /// Returns the rows of its values.
    pub(crate) fn each<'a>(&'a self, rows: &'a mut [Node]) -> impl Iterator<Item = &'a mut Node> {
        let mut next = 0;
        let own = move |(row, node): (usize, &'a mut Node)| {
            let here = self.values.get(next) == Some(&row);
            next += usize::from(here);
            here.then_some(node)
        };
        rows.iter_mut().enumerate().filter_map(own)
    }
}

impl Rows {
    /// Splits a condition by the first variable on which it, its bounds or cubes may depend.
    pub(crate) fn new(arena: &Arena, on: Node, within: Node, widen: &[usize]) -> Self {
        let variables = widen.iter().copied().chain(arena.first(on, within));
        let variable = variables.min_by_key(|variable| arena.shape().level(*variable));
        let on = match variable {
            Some(variable) => (0..arena.shape().size(variable)).map(|value| arena.child(on, variable, value)).collect(),
            None => vec![on],
        };
        Self { on, variable }
    }

    /// Returns a point in a row at which a condition on the later variables holds.
    pub(crate) fn first_point(&self, arena: &Arena, row: usize, condition: Node) -> Option<Vec<usize>> {
        let mut point = arena.first_point(condition)?;
        if let Some(slot) = self.variable.and_then(|variable| point.get_mut(variable)) {
            *slot = row;
        }
        Some(point)
    }

    /// Returns a cube that grew from a point, with its values and its condition.
    pub(crate) fn part(&self, arena: &mut Arena, cube: Cube, seed: Vec<usize>) -> Result<Part, BudgetExceeded> {
        let values = self.variable.and_then(|variable| cube.side(variable)).map(|side| side.iter().collect());
        let condition = cube.condition_without(arena, self.variable)?;
        Ok(Part { cube, seed, values: values.unwrap_or_else(|| vec![0]), condition })
    }

    /// Returns the cubes without redundant ones.
    pub(crate) fn irredundant(&self, arena: &mut Arena, parts: Vec<Part>) -> Result<Vec<Part>, BudgetExceeded> {
        let by_row = self.by_row(&parts);
        let mut needed = Vec::with_capacity(parts.len());
        for place in 0..parts.len() {
            // The point from which a cube grew is usually in no other cube.
            needed.push(
                self.seed_is_alone(&parts, &by_row, place) || self.alone(arena, &parts, &by_row, place)?.is_some(),
            );
        }
        if needed.iter().all(|needed| *needed) {
            return Ok(parts);
        }
        // A cube with points of its own is needed. Drop each other cube, in order, if the rest cover
        // it: the needed ones, the kept ones and all that follow.
        let none = vec![Node::FALSE; self.on.len()];
        let (mut kept, mut sum, mut later) = (none.clone(), none, Vec::new());
        for (part, needed) in parts.iter().zip(&needed).rev() {
            if *needed {
                for kept in part.each(&mut kept) {
                    *kept = arena.or(*kept, part.condition)?;
                }
                later.push(Vec::new());
            } else {
                later.push(part.each(&mut sum).map(|sum| *sum).collect());
                for sum in part.each(&mut sum) {
                    *sum = arena.or(*sum, part.condition)?;
                }
            }
        }
        let mut all = Vec::new();
        for ((part, needed), later) in parts.into_iter().zip(needed).zip(later.into_iter().rev()) {
            if !needed {
                if self.is_covered(arena, &part, &mut kept, &later)? {
                    continue;
                }
                for kept in part.each(&mut kept) {
                    *kept = arena.or(*kept, part.condition)?;
                }
            }
            all.push(part);
        }
        Ok(all)
    }

    /// Returns for each cube the first point that it alone covers, in the order of the cubes.
    pub(crate) fn points_alone(&self, arena: &mut Arena, parts: &[Part]) -> Result<Vec<Vec<usize>>, BudgetExceeded> {
        let by_row = self.by_row(parts);
        let mut points = Vec::with_capacity(parts.len());
        for place in 0..parts.len() {
            points.extend(self.alone(arena, parts, &by_row, place)?);
        }
        Ok(points)
    }

    /// Returns true if the kept and the later cubes cover everything that a cube covers.
    fn is_covered(
        &self,
        arena: &mut Arena,
        part: &Part,
        kept: &mut [Node],
        later: &[Node],
    ) -> Result<bool, BudgetExceeded> {
        let on = part.values.iter().map(|value| self.on.get(*value).copied().unwrap_or(Node::FALSE));
        for ((on, kept), later) in on.zip(part.each(kept)).zip(later) {
            let own = arena.and(on, part.condition)?;
            let rest = arena.minus(own, *kept)?;
            if arena.minus(rest, *later)? != Node::FALSE {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns for each row the positions of the cubes that have a value there.
    fn by_row(&self, parts: &[Part]) -> Vec<Vec<usize>> {
        let mut by_row: Vec<Vec<usize>> = vec![Vec::new(); self.on.len()];
        for (place, part) in parts.iter().enumerate() {
            for value in &part.values {
                by_row.get_mut(*value).into_iter().for_each(|row| row.push(place));
            }
        }
        by_row
    }

    /// Returns true if the point from which a cube grew is in no other cube.
    fn seed_is_alone(&self, parts: &[Part], by_row: &[Vec<usize>], place: usize) -> bool {
        let Some(part) = parts.get(place) else { return false };
        let row = self.variable.and_then(|variable| part.seed.get(variable)).copied().unwrap_or(0);
        let others = by_row.get(row).into_iter().flatten().filter(|other| **other != place);
        !others.filter_map(|other| parts.get(*other)).any(|other| other.cube.contains(&part.seed))
    }

    /// Returns the first point that only this cube covers, if there is one.
    fn alone(
        &self,
        arena: &mut Arena,
        parts: &[Part],
        by_row: &[Vec<usize>],
        place: usize,
    ) -> Result<Option<Vec<usize>>, BudgetExceeded> {
        let Some(part) = parts.get(place) else { return Ok(None) };
        for row in &part.values {
            let (Some(on), Some(others)) = (self.on.get(*row), by_row.get(*row)) else { continue };
            let mut left = arena.and(*on, part.condition)?;
            for other in others.iter().filter(|other| **other != place).filter_map(|other| parts.get(*other)) {
                if left == Node::FALSE {
                    break;
                }
                left = arena.minus(left, other.condition)?;
            }
            let point = self.first_point(arena, *row, left);
            if point.is_some() {
                return Ok(point);
            }
        }
        Ok(None)
    }
}
