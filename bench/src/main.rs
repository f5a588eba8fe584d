//! `countersign-bench`: Countersign compared with its peers, on the same decisions. Their answers
//! are checked to be equal before anything is measured. `docs/benchmarks.md` says where each figure
//! starts and ends.

mod casbin_peer;
mod cedar_peer;
mod figures;
mod measure;
mod ours;
mod rego_peer;
mod table_peer;
mod workload;

use figures::Figures;
use workload::Workload;

fn main() {
    let json = std::env::args().any(|word| word == "json");
    let only = std::env::args().skip_while(|word| word != "--only").nth(1);
    if std::env::args().any(|word| word == "--moment") {
        measure::only_a_moment();
    }
    let mut figures = Figures::new(json);
    let workload = Workload::new(measure::times(500, 60), 26, 8);
    if let Some(only) = only {
        return ours::only(&workload, &only);
    }
    ours::compiling(&workload, &mut figures);
    let ours = ours::Ours::new(&workload);
    let (wanted, ours_ns) = ours.decide(&workload, &mut figures);
    let table_ns = table_peer::decide(&workload, &wanted, &mut figures);
    let questions = measure::times(2_000, 50);
    let peers = [
        cedar_peer::decide(&workload, &wanted, questions, &mut figures),
        rego_peer::decide(&workload, &wanted, questions, &mut figures),
        casbin_peer::decide(&workload, &wanted, questions, &mut figures),
    ];
    figures.ratios(ours_ns, table_ns, &peers);
    ours.break_even(&workload, &peers, &mut figures);
    ours.asking(&workload, &mut figures);
    ours.sizes(&mut figures);
}
