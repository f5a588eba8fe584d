use std::hint::black_box;
use std::time::{Duration, Instant};

/// Runs something until `least` has passed, several times, and returns the median time of one run
/// in nanoseconds.
pub fn median(least: Duration, mut run: impl FnMut()) -> f64 {
    let mut times = Vec::new();
    let start = Instant::now();
    while times.len() < 5 || start.elapsed() < least {
        let begin = Instant::now();
        run();
        times.push(begin.elapsed().as_nanos() as f64);
        if times.len() >= 10_000 {
            break;
        }
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Returns the median of `rounds` rounds of `steps` steps each, in nanoseconds a step.
pub fn each(rounds: usize, steps: usize, mut run: impl FnMut() -> usize) -> f64 {
    let mut times = Vec::new();
    for _ in 0..rounds {
        let begin = Instant::now();
        black_box(run());
        times.push(begin.elapsed().as_nanos() as f64 / steps as f64);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
