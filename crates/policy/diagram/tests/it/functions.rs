use crate::support::{at, tables};
use countersign_diagram::{Arena, BudgetExceeded, Counter, Frozen, LookupTable, Node, VariableMapping, Variables};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn equal_functions_are_equal_nodes(tables in tables(2, 2, 3)) {
        let mut arena = tables.arena();
        let (one, other) = (tables.make(&mut arena, 0), tables.make(&mut arena, 1));
        prop_assert_eq!(one == other, tables.tables[0] == tables.tables[1]);
    }

    #[test]
    fn conditions_combine_point_by_point(tables in tables(3, 2, 4)) {
        let mut arena = tables.arena();
        let [a, b, c] = [0, 1, 2].map(|table| tables.make(&mut arena, table));
        let and = arena.and(a, b).expect("room");
        let or = arena.or(a, b).expect("room");
        let minus = arena.minus(a, b).expect("room");
        let not = arena.not(a).expect("room");
        let choose = arena.choose(a, b, c).expect("room");
        let implies = arena.implies(a, b).expect("room");
        let mut all = true;
        for point in tables.points() {
            let [a, b, c] = [0, 1, 2].map(|table| at(&tables, table, &point) == 1);
            let is = |node: Node| arena.at(node, |variable| point[variable]) == 1;
            prop_assert_eq!(is(and), a && b);
            prop_assert_eq!(is(or), a || b);
            prop_assert_eq!(is(minus), a && !b);
            prop_assert_eq!(is(not), !a);
            prop_assert_eq!(is(choose), if a { b } else { c });
            all &= !a || b;
        }
        prop_assert_eq!(implies, all);
    }

    #[test]
    fn variables_are_fixed_and_dropped(tables in tables(1, 2, 4), fixed in 0_usize..2, value in 0_usize..2) {
        let mut arena = tables.arena();
        let node = tables.make(&mut arena, 0);
        let part = arena.restrict(node, &|variable| (variable == fixed).then_some(value)).expect("room");
        let some = arena.exists(node, &|variable| variable == fixed).expect("room");
        prop_assert!(!arena.support(part).contains(&fixed) && !arena.support(some).contains(&fixed));
        for point in tables.points() {
            let mut moved = point.clone();
            moved[fixed] = value;
            prop_assert_eq!(arena.at(part, |variable| point[variable]), at(&tables, 0, &moved));
            let any = (0..tables.sizes[fixed]).any(|value| {
                let mut moved = point.clone();
                moved[fixed] = value;
                at(&tables, 0, &moved) == 1
            });
            prop_assert_eq!(arena.at(some, |variable| point[variable]) == 1, any);
        }
    }

    #[test]
    fn counts_are_those_of_the_points(tables in tables(1, 5, 4)) {
        let mut arena = tables.arena();
        let node = tables.make(&mut arena, 0);
        let tally = Counter::new(&arena, &|_| true).tally(&arena, node);
        for number in 0..5 {
            let wanted = tables.tables[0].iter().filter(|known| **known == number).count() as u128;
            let found = tally.iter().find(|(known, _)| *known == number).map_or(0, |(_, count)| *count);
            prop_assert_eq!(found, wanted);
        }
    }

    #[test]
    fn what_is_frozen_stays_and_comes_back(tables in tables(2, 5, 4), reverse in any::<bool>()) {
        let mut arena = tables.arena();
        let nodes = [0, 1].map(|table| tables.make(&mut arena, table));
        let (frozen, roots) = Frozen::new(&arena, &nodes);
        let again = Frozen::from_words(frozen.shape().clone(), frozen.words().collect::<Vec<_>>()).expect("sound");
        prop_assert_eq!(&again, &frozen);
        let mut order = tables.order.clone();
        if reverse {
            order.reverse();
        }
        let mut other = Arena::new(Variables::new(tables.sizes.clone(), order).expect("a shape"), usize::MAX);
        for (table, root) in roots.iter().enumerate() {
            prop_assert_eq!(frozen.function(root.word()), Ok(*root));
            let brought = other.import(&frozen, *root, &|_| VariableMapping::Same).expect("room");
            let part = other.import(&frozen, *root, &|variable| if variable == 0 { VariableMapping::Fixed(1) } else { VariableMapping::Same });
            let part = part.expect("room");
            for point in tables.points() {
                let bytes: Vec<u8> = point.iter().map(|value| *value as u8).collect();
                prop_assert_eq!(frozen.at(*root, &bytes), at(&tables, table, &point));
                prop_assert_eq!(other.at(brought, |variable| point[variable]), at(&tables, table, &point));
                let mut moved = point.clone();
                moved[0] = 1;
                prop_assert_eq!(other.at(part, |variable| point[variable]), at(&tables, table, &moved));
            }
        }
    }

    #[test]
    fn merged_diagrams_are_the_same_functions(tables in tables(2, 5, 4), most in 4_usize..64) {
        let mut arena = tables.arena();
        let nodes = [0, 1].map(|table| tables.make(&mut arena, table));
        let (frozen, roots) = Frozen::new(&arena, &nodes);
        let (merged, rows) = LookupTable::new(&frozen, &roots, most).expect("few groups");
        for (table, row) in rows.iter().enumerate() {
            for point in tables.points() {
                let bytes: Vec<u8> = point.iter().map(|value| *value as u8).collect();
                prop_assert_eq!(merged.at(*row, &bytes), Some(at(&tables, table, &point)));
            }
            if !frozen.support_of(&roots).is_empty() {
                prop_assert_eq!(merged.at(*row, &[]), None);
                prop_assert_eq!(merged.at(*row, &[200; 3]), None);
            }
        }
    }

    /// For any words in a file, reading them ends, and so does every walk.
    #[test]
    fn any_words_are_refused_or_walked(words in prop::collection::vec(any::<u32>(), 0..40), flat in any::<bool>()) {
        let shape = Variables::new(vec![2, 3], vec![1, 0]).expect("a shape");
        let words: Vec<u32> = words.into_iter().map(|word| if flat { (word & 0x8100_000f) % (1 << 25) } else { word }).collect();
        if let Ok(frozen) = Frozen::from_words(shape, words.clone()) {
            for word in words {
                if let Ok(node) = frozen.function(word) {
                    let _ = frozen.at(node, &[1, 2]);
                }
            }
        }
    }
}

#[test]
fn a_spent_budget_is_told_and_leaves_the_arena_usable() {
    let mut arena = Arena::new(Variables::new(vec![4; 6], (0..6).collect()).expect("a shape"), 40);
    // Whether the sum of all values is 0 modulo 4 needs more nodes than the budget.
    let sum = |arena: &mut Arena| -> Result<Node, BudgetExceeded> {
        let mut sum = Node::terminal(0);
        for variable in (0..6).rev() {
            let parts: Result<Vec<Node>, BudgetExceeded> =
                (0..4).map(|value| arena.map(sum, &mut |number| (number + value) % 4)).collect();
            sum = arena.node(variable, &parts?)?;
        }
        Ok(sum)
    };
    assert_eq!(sum(&mut arena), Err(BudgetExceeded));
    arena.allow(10_000);
    let whole = sum(&mut arena).expect("room");
    assert_eq!(arena.at(whole, |variable| variable % 4), (1 + 2 + 3 + 1) % 4);
}

#[test]
fn a_shape_names_each_variable_once() {
    assert!(Variables::new(vec![2, 2], vec![0, 0]).is_err());
    assert!(Variables::new(vec![2, 2], vec![0]).is_err());
    assert!(Variables::new(vec![2, 0], vec![0, 1]).is_err());
    assert!(Variables::new(vec![2; 128], (0..128).collect()).is_err());
}
