//! Work on many things by as many threads as there are processors, in the things' order.

/// The fewest things of which a further thread is worth its while.
const FEW: usize = 500;

/// What comes of each thing.
pub(crate) fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(things.len().div_ceil(FEW)).max(1);
    if threads == 1 {
        return things.iter().map(work).collect();
    }
    let part = things.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let working: Vec<_> =
            things.chunks(part).map(|own| scope.spawn(|| own.iter().map(&work).collect::<Vec<R>>())).collect();
        let done = working.into_iter().map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        done.flatten().collect()
    })
}
