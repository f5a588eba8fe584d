use crate::cube::Reached;
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
    for order in widen {
        let (cubes, points) = one_cover(arena, on, within, order)?;
        let restricted = cubes.iter().map(|cube| cube.restricted(arena).count()).sum();
        let better = best.as_ref().is_none_or(|(count, sides, _)| (cubes.len(), restricted) < (*count, *sides));
        if better {
            let lower_bound = independent(arena, within, &points);
            let (count, proven) = (cubes.len(), cubes.len() <= lower_bound);
            best = Some((count, restricted, Cover { cubes, lower_bound }));
            if proven {
                break;
            }
        }
    }
    Ok(best.map_or(Cover { cubes: Vec::new(), lower_bound: 0 }, |(_, _, cover)| cover))
}

/// Covers the points of `on`. Returns the cubes, and for each a point that only it covers.
fn one_cover(
    arena: &mut Arena,
    on: Node,
    within: Node,
    widen: &[usize],
) -> Result<(Vec<Cube>, Vec<Vec<usize>>), BudgetExceeded> {
    let mut cubes = Vec::new();
    let mut left = on;
    let mut reached = Reached::default();
    while let Some(seed) = arena.first_point(left) {
        let mut cube = Cube::whole(arena);
        for variable in widen {
            let value = seed.get(*variable).copied().unwrap_or(0);
            cube.set(*variable, ValueSet::one(arena.shape().size(*variable), value));
        }
        let cube = grow(arena, within, cube, widen, &mut reached);
        let condition = cube.condition(arena)?;
        left = arena.minus(left, condition)?;
        cubes.push((cube, condition));
    }
    let (cubes, alone) = irredundant(arena, on, cubes)?;
    let points = alone.into_iter().filter_map(|node| arena.first_point(node)).collect();
    Ok((cubes, points))
}

/// Returns the cube grown until no further value fits, whole variables first.
fn grow(arena: &Arena, within: Node, mut cube: Cube, widen: &[usize], reached: &mut Reached) -> Cube {
    for variable in widen {
        let before = cube.set(*variable, ValueSet::all(arena.shape().size(*variable)));
        reached.clear();
        if cube.reaches(arena, within, Node::FALSE, reached) {
            cube.set(*variable, before);
        }
    }
    for variable in widen {
        let size = arena.shape().size(*variable);
        let Some(side) = cube.side(*variable).filter(|side| side.len() < size).cloned() else { continue };
        let mut grown = side.clone();
        // Below the first variable, results in `reached` are valid for all its values.
        let is_first = within.variable() == Some(*variable);
        reached.clear();
        for value in (0..size).filter(|value| !side.contains(*value)) {
            let fits = if is_first {
                !cube.reaches(arena, arena.child(within, *variable, value), Node::FALSE, reached)
            } else {
                cube.set(*variable, ValueSet::one(size, value));
                reached.clear();
                !cube.reaches(arena, within, Node::FALSE, reached)
            };
            if fits {
                grown.insert(value);
            }
        }
        cube.set(*variable, grown);
    }
    cube
}

/// Returns the cubes without the redundant ones, and for each the points that only it covers.
fn irredundant(
    arena: &mut Arena,
    on: Node,
    cubes: Vec<(Cube, Node)>,
) -> Result<(Vec<Cube>, Vec<Node>), BudgetExceeded> {
    let (cubes, conditions): (Vec<Cube>, Vec<Node>) = cubes.into_iter().unzip();
    let alone = unique(arena, on, &conditions)?;
    if alone.iter().all(|own| *own != Node::FALSE) {
        return Ok((cubes, alone));
    }
    // A cube with points of its own is needed. Drop each other cube, in order, if the rest cover
    // it: the needed ones, the kept ones and all that follow.
    let is_loose = |place: usize| alone.get(place) == Some(&Node::FALSE);
    let (mut sum, mut later) = (Node::FALSE, vec![Node::FALSE; cubes.len()]);
    for (place, condition) in conditions.iter().enumerate().rev().filter(|(place, _)| is_loose(*place)) {
        later.get_mut(place).into_iter().for_each(|slot| *slot = sum);
        sum = arena.or(sum, *condition)?;
    }
    let mut kept = Node::FALSE;
    for (_, condition) in conditions.iter().enumerate().filter(|(place, _)| !is_loose(*place)) {
        kept = arena.or(kept, *condition)?;
    }
    let mut needed = Vec::new();
    for (place, (cube, condition)) in cubes.into_iter().zip(conditions).enumerate() {
        if is_loose(place) {
            let own = arena.and(on, condition)?;
            let rest = arena.minus(own, kept)?;
            if arena.minus(rest, later.get(place).copied().unwrap_or(Node::FALSE))? == Node::FALSE {
                continue;
            }
            kept = arena.or(kept, condition)?;
        }
        needed.push((cube, condition));
    }
    let (cubes, conditions): (Vec<Cube>, Vec<Node>) = needed.into_iter().unzip();
    let alone = unique(arena, on, &conditions)?;
    Ok((cubes, alone))
}

/// Returns, for each condition, the points of `on` where only it is true.
fn unique(arena: &mut Arena, on: Node, conditions: &[Node]) -> Result<Vec<Node>, BudgetExceeded> {
    let (mut once, mut twice) = (Node::FALSE, Node::FALSE);
    for condition in conditions {
        let both = arena.and(once, *condition)?;
        twice = arena.or(twice, both)?;
        once = arena.or(once, *condition)?;
    }
    let single = arena.minus(on, twice)?;
    conditions.iter().map(|condition| arena.and(single, *condition)).collect()
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
