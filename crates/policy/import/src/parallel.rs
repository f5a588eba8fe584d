//! Work on many items, with as many threads as there are processors, in order.

/// The smallest number of items that makes another thread useful.
const FEW: usize = 500;

/// Returns the result for each item. Each item is dropped as soon as it is used.
pub(crate) fn each<T: Send, R: Send>(mut things: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(things.len().div_ceil(FEW)).max(1);
    if threads == 1 {
        return things.into_iter().map(work).collect();
    }
    let count = things.len();
    let part = things.len().div_ceil(threads).max(1);
    let mut parts = Vec::new();
    while things.len() > part {
        parts.push(things.split_off(things.len() - part));
    }
    std::thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> =
            parts.into_iter().map(|own| scope.spawn(move || own.into_iter().map(work).collect::<Vec<R>>())).collect();
        let mut done: Vec<R> = Vec::with_capacity(count);
        done.extend(things.into_iter().map(work));
        for other in others.into_iter().rev() {
            done.append(&mut other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    })
}
