use crate::quotient::Quotient;
use crate::{Arena, Cube, Full, Node, Values};

/// A condition as cubes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The cubes: together just the points that had to be covered and some that
    /// did not matter. Each is prime: it admits no further value. None can be
    /// spared.
    pub cubes: Vec<Cube>,
    /// No cover has fewer cubes than this.
    pub lower_bound: usize,
}

/// Covers the points of `on` by prime cubes inside `within`; points of `within`
/// that are not of `on` do not matter. `widen` lists the variables on which either
/// may depend, in the orders in which cubes are tried to grow; the order that gives
/// the fewest and then the least restricted cubes is taken.
///
/// # Errors
/// Where the budget is spent.
pub fn cover(arena: &mut Arena, on: Node, within: Node, widen: &[Vec<usize>]) -> Result<Cover, Full> {
    match Quotient::new(arena, on, within)? {
        Some(mut small) => {
            let cover = best_cover(&mut small.arena, small.on, small.within, widen)?;
            Ok(Cover { cubes: cover.cubes.iter().map(|cube| small.unfold(arena, cube)).collect(), ..cover })
        }
        None => best_cover(arena, on, within, widen),
    }
}

fn best_cover(arena: &mut Arena, on: Node, within: Node, widen: &[Vec<usize>]) -> Result<Cover, Full> {
    let mut best: Option<(usize, usize, Cover)> = None;
    for order in widen {
        let cover = one_cover(arena, on, within, order)?;
        let restricted = cover.cubes.iter().map(|cube| cube.restricted(arena).count()).sum();
        let better = best.as_ref().is_none_or(|(cubes, sides, _)| (cover.cubes.len(), restricted) < (*cubes, *sides));
        if better {
            let proven = cover.cubes.len() <= cover.lower_bound;
            best = Some((cover.cubes.len(), restricted, cover));
            if proven {
                break;
            }
        }
    }
    Ok(best.map_or(Cover { cubes: Vec::new(), lower_bound: 0 }, |(_, _, cover)| cover))
}

fn one_cover(arena: &mut Arena, on: Node, within: Node, widen: &[usize]) -> Result<Cover, Full> {
    let mut cubes = Vec::new();
    let mut left = on;
    while let Some(seed) = arena.first_point(left) {
        let mut cube = Cube::whole(arena);
        for variable in widen {
            let value = seed.get(*variable).copied().unwrap_or(0);
            cube.set(*variable, Values::one(arena.shape().size(*variable), value));
        }
        let cube = grow(arena, within, cube, widen);
        let condition = cube.condition(arena)?;
        left = arena.minus(left, condition)?;
        cubes.push((cube, condition));
    }
    let (cubes, alone) = irredundant(arena, on, cubes)?;
    let lower_bound = independent(arena, within, &alone);
    Ok(Cover { cubes, lower_bound })
}

/// The cube grown until it admits no further value: whole variables first.
fn grow(arena: &Arena, within: Node, mut cube: Cube, widen: &[usize]) -> Cube {
    for variable in widen {
        let before = cube.set(*variable, Values::all(arena.shape().size(*variable)));
        if !cube.is_within(arena, within) {
            cube.set(*variable, before);
        }
    }
    for variable in widen {
        let size = arena.shape().size(*variable);
        let Some(side) = cube.side(*variable).filter(|side| side.len() < size).cloned() else { continue };
        let mut grown = side.clone();
        for value in (0..size).filter(|value| !side.contains(*value)) {
            cube.set(*variable, Values::one(size, value));
            if cube.is_within(arena, within) {
                grown.insert(value);
            }
        }
        cube.set(*variable, grown);
    }
    cube
}

/// The cubes without those that the others make needless, and for each one left
/// a point that it alone covers.
fn irredundant(arena: &mut Arena, on: Node, cubes: Vec<(Cube, Node)>) -> Result<(Vec<Cube>, Vec<Cube>), Full> {
    // What the cubes from each place on cover.
    let mut later = vec![Node::FALSE; cubes.len() + 1];
    let mut sum = Node::FALSE;
    for (place, (_, condition)) in cubes.iter().enumerate().rev() {
        sum = arena.or(sum, *condition)?;
        if let Some(slot) = later.get_mut(place) {
            *slot = sum;
        }
    }
    let (mut kept, mut before) = (Vec::new(), Node::FALSE);
    for (place, (cube, condition)) in cubes.into_iter().enumerate() {
        let after = later.get(place + 1).copied().unwrap_or(Node::FALSE);
        let others = arena.or(before, after)?;
        let needed = arena.and(on, condition)?;
        if arena.minus(needed, others)? != Node::FALSE {
            before = arena.or(before, condition)?;
            kept.push((cube, condition));
        }
    }
    let (mut cubes, mut alone) = (Vec::new(), Vec::new());
    let conditions: Vec<Node> = kept.iter().map(|(_, condition)| *condition).collect();
    let unique = unique(arena, on, &conditions)?;
    for ((cube, _), own) in kept.into_iter().zip(unique) {
        alone.extend(arena.first_point(own).map(|own| Cube::point(arena, &own)));
        cubes.push(cube);
    }
    Ok((cubes, alone))
}

/// For each condition the points of `on` where it alone holds.
fn unique(arena: &mut Arena, on: Node, conditions: &[Node]) -> Result<Vec<Node>, Full> {
    let (mut once, mut twice) = (Node::FALSE, Node::FALSE);
    for condition in conditions {
        let both = arena.and(once, *condition)?;
        twice = arena.or(twice, both)?;
        once = arena.or(once, *condition)?;
    }
    let single = arena.minus(on, twice)?;
    conditions.iter().map(|condition| arena.and(single, *condition)).collect()
}

/// How many of these points are such that no cube can hold two of them.
fn independent(arena: &Arena, within: Node, points: &[Cube]) -> usize {
    let mut chosen: Vec<&Cube> = Vec::new();
    for point in points {
        if chosen.iter().all(|other| !point.join(other).is_within(arena, within)) {
            chosen.push(point);
        }
    }
    chosen.len()
}

impl Cover {
    /// Takes values without any point of `on` from sides that are restricted: they
    /// may stay, and only make a condition longer to read. What is left need not
    /// be prime.
    pub fn narrow(&mut self, arena: &Arena, on: Node) {
        for cube in &mut self.cubes {
            for variable in cube.restricted(arena).collect::<Vec<_>>() {
                let size = arena.shape().size(variable);
                let Some(side) = cube.side(variable).cloned() else { continue };
                let mut kept = Values::none(size);
                for value in side.iter() {
                    cube.set(variable, Values::one(size, value));
                    if cube.meets(arena, on) {
                        kept.insert(value);
                    }
                }
                cube.set(variable, kept);
            }
        }
    }
}
