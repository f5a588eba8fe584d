use crate::support::{Tables, at, tables};
use countersign_diagram::{Cube, Node, ValueSet, cover};
use proptest::prelude::*;

fn holds(cube: &Cube, point: &[usize]) -> bool {
    point.iter().enumerate().all(|(variable, value)| cube.side(variable).is_some_and(|side| side.contains(*value)))
}

/// Returns every cube whose points are all allowed, by trying all cubes.
fn all_cubes(tables: &Tables, allowed: &dyn Fn(&[usize]) -> bool) -> Vec<Vec<Vec<usize>>> {
    let sides = |size: usize| -> Vec<Vec<usize>> {
        (1_usize..1 << size).map(|set| (0..size).filter(|value| set & (1 << value) != 0).collect()).collect()
    };
    let cubes = tables.sizes.iter().fold(vec![Vec::new()], |cubes: Vec<Vec<Vec<usize>>>, size| {
        cubes.iter().flat_map(|cube| sides(*size).into_iter().map(|side| [cube.as_slice(), &[side]].concat())).collect()
    });
    let inside = |cube: &Vec<Vec<usize>>| {
        let points = tables.points();
        points
            .iter()
            .filter(|point| point.iter().zip(cube).all(|(value, side)| side.contains(value)))
            .all(|point| allowed(point))
    };
    cubes.into_iter().filter(inside).collect()
}

/// Returns the size of the smallest set of these cubes that covers all wanted points, by trying one
/// more each time.
fn fewest(tables: &Tables, cubes: &[Vec<Vec<usize>>], wanted: &[Vec<usize>]) -> usize {
    let masks: Vec<u64> = cubes
        .iter()
        .map(|cube| {
            let covers = |point: &Vec<usize>| point.iter().zip(cube).all(|(value, side)| side.contains(value));
            wanted.iter().enumerate().filter(|(_, point)| covers(point)).fold(0, |mask, (bit, _)| mask | 1 << bit)
        })
        .collect();
    assert!(tables.points().len() <= 64);
    let all = (0..wanted.len()).fold(0_u64, |mask, bit| mask | 1 << bit);
    let mut reached = std::collections::BTreeSet::from([0_u64]);
    let mut count = 0;
    while !reached.contains(&all) {
        reached = reached.iter().flat_map(|known| masks.iter().map(move |mask| known | mask)).collect();
        count += 1;
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// 0 is off, 1 must be covered, 2 does not matter.
    #[test]
    fn covers_are_whole_prime_and_irredundant(tables in tables(1, 3, 3)) {
        let mut arena = tables.arena();
        let node = tables.make(&mut arena, 0);
        let on = arena.is(node, 1).expect("room");
        let free = arena.is(node, 2).expect("room");
        let within = arena.or(on, free).expect("room");
        let order: Vec<usize> = (0..tables.sizes.len()).collect();
        let reversed: Vec<usize> = order.iter().rev().copied().collect();
        let found = cover(&mut arena, on, within, &[order, reversed]).expect("room");
        let points = tables.points();
        let wanted: Vec<Vec<usize>> = points.iter().filter(|point| at(&tables, 0, point) == 1).cloned().collect();
        for point in &points {
            let covered = found.cubes.iter().any(|cube| holds(cube, point));
            match at(&tables, 0, point) {
                0 => prop_assert!(!covered),
                1 => prop_assert!(covered),
                _ => {}
            }
        }
        for (place, cube) in found.cubes.iter().enumerate() {
            // Prime: with any further value, it would contain a point that is off.
            for (variable, size) in tables.sizes.iter().enumerate() {
                let side = cube.side(variable).expect("a side");
                for value in (0..*size).filter(|value| !side.contains(*value)) {
                    let grown = points.iter().any(|point| {
                        point[variable] == value
                            && point.iter().enumerate().all(|(other, value)| {
                                other == variable || cube.side(other).expect("a side").contains(*value)
                            })
                            && at(&tables, 0, point) == 0
                    });
                    prop_assert!(grown, "not prime");
                }
            }
            // Irredundant: some wanted point is in no other cube.
            let alone = wanted.iter().any(|point| {
                found.cubes.iter().enumerate().all(|(other, cube)| holds(cube, point) == (other == place))
            });
            prop_assert!(alone, "redundant");
        }
        let cubes = all_cubes(&tables, &|point| at(&tables, 0, point) != 0);
        let least = fewest(&tables, &cubes, &wanted);
        prop_assert!(found.lower_bound <= least && least <= found.cubes.len());
        // In a narrowed cube, every value of a restricted side has some wanted point.
        let mut narrow = found.clone();
        narrow.narrow(&arena, on);
        for cube in &narrow.cubes {
            for variable in cube.restricted(&arena).collect::<Vec<_>>() {
                for value in cube.side(variable).expect("a side").iter() {
                    prop_assert!(wanted.iter().any(|point| point[variable] == value && holds(cube, point)));
                }
            }
        }
        for point in &wanted {
            prop_assert!(narrow.cubes.iter().any(|cube| holds(cube, point)));
        }
    }
}

#[test]
fn nothing_needs_no_cube_and_everything_one() {
    let tables = Tables { sizes: vec![2, 70], order: vec![0, 1], tables: Vec::new() };
    let mut arena = tables.arena();
    let order = [vec![0, 1]];
    assert_eq!(cover(&mut arena, Node::FALSE, Node::FALSE, &order).expect("room").cubes.len(), 0);
    let all = cover(&mut arena, Node::TRUE, Node::TRUE, &order).expect("room");
    assert_eq!((all.cubes.len(), all.lower_bound), (1, 1));
    assert_eq!(all.cubes[0].side(1), Some(&ValueSet::all(70)));
}
