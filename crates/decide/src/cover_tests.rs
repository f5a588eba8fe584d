use super::{Point, boxes, fewest};
use proptest::prelude::*;

/// The least number of candidates that meet every set, by trying all.
fn least(sets: &[Vec<usize>]) -> usize {
    let meets =
        |chosen: u32| sets.iter().all(|set| set.is_empty() || set.iter().any(|member| chosen & (1 << member) != 0));
    (0..1_u32 << 8).filter(|chosen| meets(*chosen)).map(|chosen| chosen.count_ones() as usize).min().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fewest_is_what_trying_all_finds(sets in prop::collection::vec(prop::collection::vec(0_usize..8, 0..5), 0..10)) {
        let chosen = fewest(&sets);
        prop_assert!(sets.iter().all(|set| set.is_empty() || set.iter().any(|member| chosen.contains(member))));
        prop_assert_eq!(chosen.len(), least(&sets));
    }

    /// Boxes hold every point that is in and none that is out.
    #[test]
    fn boxes_cover_just_what_is_in(sizes in prop::collection::vec(1_usize..4, 0..4), seed in prop::collection::vec(0_u8..3, 27)) {
        let size: usize = sizes.iter().product();
        let points: Vec<Point> = (0..size)
            .map(|place| [Point::In, Point::Out, Point::Free][usize::from(seed[place % seed.len()])])
            .collect();
        let boxes = boxes(&sizes, &points);
        for (place, point) in points.iter().enumerate() {
            let mut rest = place;
            let mut values = vec![0; sizes.len()];
            for (size, value) in sizes.iter().zip(&mut values).rev() {
                *value = rest % size;
                rest /= size;
            }
            let covered = boxes.iter().any(|sides| sides.iter().zip(&values).all(|(side, value)| side.contains(value)));
            match point {
                Point::In => prop_assert!(covered),
                Point::Out => prop_assert!(!covered),
                Point::Free => {}
            }
        }
    }
}
