use crate::bounds::Bounds;
use crate::cover_rows::{Part, Rows};
use crate::quotient::Quotient;
use crate::{Arena, BudgetExceeded, Cube, Node, ValueSet};
use rustc_hash::FxHashSet;

/// A condition as cubes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Cubes that together contain all points to cover, and possibly points that do not matter.
    /// Each is prime: no further value fits. None is redundant.
    pub cubes: Vec<Cube>,
    /// A lower bound on the number of cubes in any cover.
    pub lower_bound: usize,
}

/// Covers the points of `on` by prime cubes inside `within`. Points of `within` outside `on` do not
/// matter.
///
/// `widen` lists the variables on which either may depend, in the orders in which to grow cubes.
/// The order with the fewest cubes wins, then the one with the fewest restricted variables.
///
/// # Errors
/// Returns [`BudgetExceeded`] if the budget is spent.
pub fn cover(arena: &mut Arena, on: Node, within: Node, widen: &[Vec<usize>]) -> Result<Cover, BudgetExceeded> {
    match Quotient::new(arena, on, within)? {
        Some(mut small) => {
            let cover = best_cover(&mut small.arena, small.on, small.within, widen)?;
            Ok(Cover { cubes: cover.cubes.iter().map(|cube| small.unfold(arena, cube)).collect(), ..cover })
        }
        None => best_cover(arena, on, within, widen),
    }
}

fn best_cover(arena: &mut Arena, on: Node, within: Node, widen: &[Vec<usize>]) -> Result<Cover, BudgetExceeded> {
    let mut best: Option<(usize, usize, Cover)> = None;
    let mut bounds = Bounds::new(arena, within);
    for order in widen {
        let rows = Rows::new(arena, on, within, order);
        let parts = one_cover(arena, &rows, &mut bounds, order)?;
        let parts = rows.irredundant(arena, parts)?;
        let restricted = parts.iter().map(|part| part.cube.restricted(arena).count()).sum();
        let better = best.as_ref().is_none_or(|(count, sides, _)| (parts.len(), restricted) < (*count, *sides));
        if better {
            let points = rows.points_alone(arena, &parts)?;
            let lower_bound = independent(arena, within, &points);
            let (count, proven) = (parts.len(), parts.len() <= lower_bound);
            let cubes = parts.into_iter().map(|part| part.cube).collect();
            best = Some((count, restricted, Cover { cubes, lower_bound }));
            if proven {
                break;
            }
        }
    }
    Ok(best.map_or(Cover { cubes: Vec::new(), lower_bound: 0 }, |(_, _, cover)| cover))
}

/// Covers the points of `rows` by cubes, each grown from a point that none before it has.
fn one_cover(
    arena: &mut Arena,
    rows: &Rows,
    bounds: &mut Bounds,
    widen: &[usize],
) -> Result<Vec<Part>, BudgetExceeded> {
    let mut left = rows.on.clone();
    let (mut parts, mut row) = (Vec::new(), 0);
    while let Some(open) = left.get(row) {
        let Some(seed) = rows.first_point(arena, row, *open) else {
            row += 1;
            continue;
        };
        let mut cube = Cube::whole(arena);
        for variable in widen {
            let value = seed.get(*variable).copied().unwrap_or(0);
            cube.set(*variable, ValueSet::one(arena.shape().size(*variable), value));
        }
        let cube = grow(arena, bounds, cube, widen);
        let part = rows.part(arena, cube, seed)?;
        for left in part.each(&mut left) {
            *left = arena.minus(*left, part.condition)?;
        }
        parts.push(part);
    }
    Ok(parts)
}

/// Returns the cube grown until no further value fits, whole variables first.
fn grow(arena: &Arena, bounds: &mut Bounds, mut cube: Cube, widen: &[usize]) -> Cube {
    for variable in widen {
        let before = cube.set(*variable, ValueSet::all(arena.shape().size(*variable)));
        bounds.forget();
        if bounds.left_by(&cube) {
            cube.set(*variable, before);
        }
    }
    for variable in widen {
        let size = arena.shape().size(*variable);
        let Some(side) = cube.side(*variable).filter(|side| side.len() < size).cloned() else { continue };
        let mut grown = side.clone();
        // Below the first variable, results in `reached` are valid for all its values.
        let is_first = bounds.first() == Some(*variable);
        bounds.forget();
        for value in (0..size).filter(|value| !side.contains(*value)) {
            let leaves = if is_first {
                bounds.left_by_value(&cube, value)
            } else {
                cube.set(*variable, ValueSet::one(size, value));
                bounds.forget();
                bounds.left_by(&cube)
            };
            if !leaves {
                grown.insert(value);
            }
        }
        cube.set(*variable, grown);
    }
    cube
}

/// Returns the size of a set of these points of which no cube can contain two.
fn independent(arena: &Arena, within: Node, points: &[Vec<usize>]) -> usize {
    let mut chosen: Vec<&[usize]> = Vec::new();
    let mut visited = FxHashSet::default();
    for point in points {
        let joins = |other: &&[usize]| {
            visited.clear();
            holds_between(arena, within, point, other, &mut visited)
        };
        if !chosen.iter().any(joins) {
            chosen.push(point);
        }
    }
    chosen.len()
}

/// Returns true if a condition is true in the whole of the smallest cube with two points.
fn holds_between(arena: &Arena, node: Node, one: &[usize], other: &[usize], visited: &mut FxHashSet<Node>) -> bool {
    let Some(variable) = node.variable() else { return node != Node::FALSE };
    let value = |point: &[usize]| point.get(variable).copied().unwrap_or(0);
    let (first, second) = (value(one), value(other));
    if first == second {
        return holds_between(arena, arena.child(node, variable, first), one, other, visited);
    }
    !visited.insert(node)
        || [first, second]
            .into_iter()
            .all(|value| holds_between(arena, arena.child(node, variable, value), one, other, visited))
}

impl Cover {
    /// Removes values without any point of `on` from restricted sides, because they only make a
    /// condition longer to read. The rest need not be prime.
    pub fn narrow(&mut self, arena: &Arena, on: Node) {
        for cube in &mut self.cubes {
            for variable in cube.restricted(arena).collect::<Vec<_>>() {
                let size = arena.shape().size(variable);
                let Some(side) = cube.side(variable).cloned() else { continue };
                let mut kept = ValueSet::none(size);
                for value in side.iter() {
                    cube.set(variable, ValueSet::one(size, value));
                    if cube.meets(arena, on) {
                        kept.insert(value);
                    }
                }
                cube.set(variable, kept);
            }
        }
    }
}
