use crate::problem::Problem;
use tokio::task::{JoinHandle, spawn_blocking};

/// Runs slow work on the blocking pool, so that it does not hold up other requests.
///
/// # Errors
/// Returns an error if the work panicked.
pub async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let mut task = AbortOnDrop(spawn_blocking(work));
    (&mut task.0).await.map_err(|_| {
        tracing::error!("work on a request ended before its time");
        Problem::internal()
    })
}

/// A task that no longer starts after its request is dropped. A request is dropped if the client
/// disconnects or the time limit passes.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
