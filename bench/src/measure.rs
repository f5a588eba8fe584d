use std::hint::black_box;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

static A_MOMENT: OnceLock<()> = OnceLock::new();

/// Makes every measurement take a moment only. The figures then mean nothing.
pub fn only_a_moment() {
    A_MOMENT.get_or_init(|| ());
}

/// Returns a number of repetitions, or a few in a moment.
pub fn times(whole: usize, few: usize) -> usize {
    if A_MOMENT.get().is_some() { few } else { whole }
}

/// Runs something until `least` has passed, several times, and returns the median time of one run
/// in nanoseconds.
pub fn median(least: Duration, mut run: impl FnMut()) -> f64 {
    let mut times = Vec::new();
    let start = Instant::now();
    let (fewest, most) = (self::times(5, 1), self::times(10_000, 1));
    while times.len() < fewest || start.elapsed() < least {
        let begin = Instant::now();
        run();
        times.push(begin.elapsed().as_nanos() as f64);
        if times.len() >= most {
            break;
        }
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Returns the median of `rounds` rounds of `steps` steps each, in nanoseconds a step.
pub fn each(rounds: usize, steps: usize, mut run: impl FnMut() -> usize) -> f64 {
    let mut times = Vec::new();
    for _ in 0..self::times(rounds, 1) {
        let begin = Instant::now();
        black_box(run());
        times.push(begin.elapsed().as_nanos() as f64 / steps as f64);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
