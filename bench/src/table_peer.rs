//! The physical limit: every answer is calculated beforehand, and a decision is one load.

use crate::figures::Figures;
use crate::measure::{each, times};
use crate::workload::{DAY, QUESTIONS, Workload};
use countersign_compiled::Subject;
use std::collections::HashMap;
use std::hint::black_box;

pub fn decide(workload: &Workload, wanted: &[u8], figures: &mut Figures) -> f64 {
    let policy = workload.compiled.policy(DAY).expect("a policy");
    let sizes: Vec<usize> = workload.pack.facets.iter().map(|facet| facet.values.len()).collect();
    let points: usize = sizes.iter().product();
    let strides: Vec<usize> = (0..sizes.len()).map(|facet| sizes[facet + 1..].iter().product()).collect();
    // Tools and units that no rule distinguishes share a table.
    let (mut rows, mut table) = (Vec::new(), Vec::<u8>::new());
    let mut known = HashMap::new();
    for tool in 0..workload.scale.tools {
        for unit in 0..workload.scale.units {
            let root = policy.decisions.plain(Subject::Tool(tool), unit).expect("known");
            let row = *known.entry(root).or_insert_with(|| {
                let row = table.len() as u32;
                let mut values = [0_u8; 8];
                for point in 0..points {
                    for (facet, stride) in strides.iter().enumerate() {
                        values[facet] = (point / stride % sizes[facet]) as u8;
                    }
                    table.push(policy.decisions.diagrams.at(root, &values) as u8);
                }
                row
            });
            rows.push(row);
        }
    }
    let strides: [u32; 8] = std::array::from_fn(|facet| strides[facet] as u32);
    let look = |place: usize| -> u8 {
        let question = &workload.questions[place];
        let row = rows[usize::from(question.tool) * workload.scale.units + usize::from(question.unit)];
        let point: u32 = question.values.iter().zip(&strides).map(|(value, stride)| u32::from(*value) * stride).sum();
        table[(row + point) as usize]
    };
    for (place, wanted) in wanted.iter().enumerate() {
        assert_eq!(look(place), *wanted);
    }
    let steps = times(1_000_000, 10_000);
    let time = each(9, steps, || {
        let mut place = 0;
        for _ in 0..steps {
            place = (place + 1 + 61 * usize::from(black_box(look(place)))) % QUESTIONS;
        }
        place
    });
    figures.tell("table", time, "ns");
    time
}
