use crate::support::{Tables, at, tables};
use countersign_diagram::{Strategy, Weights};
use proptest::prelude::*;

const VOID: u32 = 3;

/// Returns the least expected number of questions, by trying every order.
fn least(tables: &Tables, weights: &[Vec<f64>], known: &mut Vec<Option<usize>>) -> f64 {
    let agrees = |point: &Vec<usize>| {
        point.iter().zip(known.iter()).all(|(value, known)| known.is_none_or(|known| known == *value))
    };
    let points: Vec<Vec<usize>> =
        tables.points().into_iter().filter(agrees).filter(|point| at(tables, 0, point) != VOID).collect();
    let first = points.first().map(|point| at(tables, 0, point));
    if points.iter().all(|point| Some(at(tables, 0, point)) == first) {
        return 0.0;
    }
    let weight = |point: &Vec<usize>| -> f64 { point.iter().zip(weights).map(|(value, row)| row[*value]).product() };
    let whole: f64 = points.iter().map(weight).sum();
    let mut best = f64::INFINITY;
    for variable in 0..known.len() {
        if known[variable].is_some() {
            continue;
        }
        let mut expected = 1.0;
        for value in 0..tables.sizes[variable] {
            let part: f64 = points.iter().filter(|point| point[variable] == value).map(weight).sum();
            if part > 0.0 {
                known[variable] = Some(value);
                expected += part / whole * least(tables, weights, known);
                known[variable] = None;
            }
        }
        best = best.min(expected);
    }
    best
}

/// Returns the expected number of questions of a plan, by walking it.
fn followed(tables: &Tables, plan: &Strategy, weights: &[Vec<f64>]) -> f64 {
    let points: Vec<Vec<usize>> = tables.points().into_iter().filter(|point| at(tables, 0, point) != VOID).collect();
    let weight = |point: &Vec<usize>| -> f64 { point.iter().zip(weights).map(|(value, row)| row[*value]).product() };
    let whole: f64 = points.iter().map(weight).sum();
    let mut sum = 0.0;
    for point in &points {
        let (mut state, mut asked) = (Strategy::START, 0.0);
        while let Some(variable) = plan.state(state).expect("a state").ask {
            asked += 1.0;
            state = plan.after(state, variable, point[variable]).expect("a state");
        }
        assert_eq!(plan.state(state).expect("a state").number, Some(at(tables, 0, point)));
        sum += asked * weight(point);
    }
    if whole > 0.0 { sum / whole } else { 0.0 }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plans_ask_the_fewest(tables in tables(1, 4, 3), seed in prop::collection::vec(1_u32..5, 9)) {
        let mut arena = tables.arena();
        let node = tables.make(&mut arena, 0);
        let rows: Vec<Vec<f64>> = tables.sizes.iter().enumerate().map(|(place, size)| {
            let row: Vec<f64> = (0..*size).map(|value| f64::from(seed[place * 3 + value])).collect();
            let sum: f64 = row.iter().sum();
            row.iter().map(|weight| weight / sum).collect()
        }).collect();
        let weights = Weights::new(rows.clone());
        let plan = Strategy::new(&mut arena, node, &weights, VOID, usize::MAX).expect("room");
        prop_assert!(plan.exact);
        let wanted = least(&tables, &rows, &mut vec![None; tables.sizes.len()]);
        let expected = plan.state(Strategy::START).expect("a state").expected;
        prop_assert!((expected - wanted).abs() < 1e-9, "{} instead of {}", expected, wanted);
        prop_assert!((followed(&tables, &plan, &rows) - wanted).abs() < 1e-9);
        let asked: f64 = plan.asked(&weights).iter().map(|(_, chance)| chance).sum();
        prop_assert!((asked - wanted).abs() < 1e-9);
        // Facts may come in any order, and each leads to the state of what remains.
        for point in tables.points().into_iter().filter(|point| at(&tables, 0, point) != VOID) {
            let mut state = Strategy::START;
            for variable in (0..point.len()).rev() {
                state = plan.after(state, variable, point[variable]).expect("a state");
            }
            prop_assert_eq!(plan.state(state).expect("a state").number, Some(at(&tables, 0, &point)));
        }
        // Beyond its bound, a plan still decides, and says how far it may be from the best.
        let guess = Strategy::new(&mut arena, node, &weights, VOID, 1).expect("room");
        let expected = guess.state(Strategy::START).expect("a state").expected;
        prop_assert!(guess.lower_bound <= wanted + 1e-9 && wanted <= expected + 1e-9);
        prop_assert!((followed(&tables, &guess, &rows) - expected).abs() < 1e-9);
    }
}
