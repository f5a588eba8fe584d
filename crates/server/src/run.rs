use crate::serve::serve;
use crate::service::Service;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use tokio_rustls::rustls::ServerConfig;

/// Serves at an address until the process is asked to end (SIGTERM or SIGINT). `ready`
/// learns the address, whose port may have been left to the system.
///
/// # Errors
/// Where nobody can listen there.
pub fn run(
    service: Arc<Service>,
    address: SocketAddr,
    tls: Option<Arc<ServerConfig>>,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // One thread asks fewer others for work than a pool of one does.
    let mut builder = if threads == 1 { Builder::new_current_thread() } else { Builder::new_multi_thread() };
    let runtime = builder.enable_all().thread_name("serve").max_blocking_threads(threads.max(2)).build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        let stop = stopped()?;
        ready(listener.local_addr()?);
        serve(service, listener, tls, stop).await
    })
}

/// Comes when the process is asked to end.
fn stopped() -> io::Result<impl Future<Output = ()>> {
    let (mut end, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = end.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
