use crate::problem::Problem;
use tokio::task::{JoinHandle, spawn_blocking};

/// Does what may take a while apart from what answers requests, so that one question
/// that is hard to answer keeps no other waiting.
///
/// # Errors
/// Where the work ended before its time.
pub(crate) async fn working<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let mut wanted = Wanted(spawn_blocking(work));
    (&mut wanted.0).await.map_err(|_| {
        tracing::error!("work on a request ended before its time");
        Problem::internal()
    })
}

/// Work that somebody waits for. Once nobody does, since the client went away or had to
/// wait too long, it does not begin any more: others wait for their turn.
struct Wanted<T>(JoinHandle<T>);

impl<T> Drop for Wanted<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
