use crate::problem::Problem;

/// Does what may take a while apart from what answers requests, so that one question
/// that is hard to answer keeps no other waiting.
///
/// # Errors
/// Where the work ended before its time.
pub(crate) async fn working<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|_| {
        tracing::error!("work on a request ended before its time");
        Problem::internal()
    })
}
