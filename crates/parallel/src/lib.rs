//! Work on many items at once, with results in their order.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Maps items on as many threads as there are processors, and returns the results in the order
/// of the items. Each thread takes the next open item, so items that take long can come first.
/// `share` is the number of items that makes another thread useful.
pub fn parallel_map<T: Sync, R: Send>(items: &[T], share: usize, map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(items.len().div_ceil(share.max(1)));
    if threads <= 1 {
        return items.iter().map(map).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let position = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(position) else { return done };
            done.push((position, map(item)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for other in others {
            done.append(&mut other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(position, _)| *position);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::parallel_map;

    #[test]
    fn results_have_the_order_of_the_items() {
        let items: Vec<usize> = (0..1_000).collect();
        for share in [0, 1, 300, 2_000] {
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(parallel_map(&items, share, |item| item * 2), doubled);
        }
        assert!(parallel_map(&[], 1, |item: &usize| *item).is_empty());
    }
}
