//! Connections: how many, for how long, with TLS or without, and how they end.

use crate::guard::Guard;
use crate::router::guarded;
use crate::service::Service;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tower::ServiceExt;

/// How long a client may take for its TLS handshake, or for the head of a request; an
/// open connection may rest for as long.
const HEAD: Duration = Duration::from_secs(15);
/// How long a client may leave what is sent to it unread.
const UNREAD: Duration = Duration::from_secs(30);
/// How long open requests have to end when the service stops.
const ENDING: Duration = Duration::from_secs(10);
/// How often addresses that ask no more are forgotten, in ticks.
const TIDY: u64 = 60;
/// A clock that ticks sooner than any limit of a request runs out. Without it such a limit
/// is often the next thing that is to happen, and whoever sleeps until the next thing is
/// woken to hear of it: a system call more for a request.
const TICK: Duration = Duration::from_secs(1);

/// What a connection needs.
#[derive(Clone)]
struct Connecting {
    service: Arc<Service>,
    router: axum::Router,
    tls: Option<TlsAcceptor>,
}

/// Answers on a listener until `stop` comes, then lets open requests end.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(
    service: Arc<Service>,
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let guard = Guard::new(Arc::clone(&service));
    let router = guarded(&guard, Arc::clone(&service));
    let free = Arc::new(Semaphore::new(service.settings.connections));
    let connecting = Connecting { service, router, tls: tls.map(TlsAcceptor::from) };
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    let (mut clock, mut ticks) = (tokio::time::interval(TICK), 0_u64);
    loop {
        // Whoever comes when all places are taken waits in the system's own queue.
        let place = tokio::select! {
            place = Arc::clone(&free).acquire_owned() => place.map_err(io::Error::other)?,
            () = &mut stop => break,
        };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Too many open files, say: others may end meanwhile.
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            _ = clock.tick() => {
                ticks += 1;
                if ticks.is_multiple_of(TIDY) {
                    guard.tidy();
                }
                continue;
            }
            () = &mut stop => break,
        };
        let (connecting, watcher) = (connecting.clone(), graceful.watcher());
        tokio::spawn(async move {
            connecting.service.metrics.connections.inc();
            connecting.clone().answer(stream, peer, watcher).await;
            connecting.service.metrics.connections.dec();
            drop(place);
        });
    }
    drop(listener);
    tracing::info!("stopping");
    if timeout(ENDING, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    Ok(())
}

type Watcher = hyper_util::server::graceful::Watcher;

impl Connecting {
    async fn answer(self, stream: TcpStream, peer: SocketAddr, watcher: Watcher) {
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(UNREAD));
        let stream = Box::pin(stream);
        let Some(tls) = &self.tls else { return self.http1(stream, peer, watcher).await };
        let Ok(Ok(stream)) = timeout(HEAD, tls.accept(stream)).await else { return };
        if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
            self.http2(stream, peer, watcher).await;
        } else {
            self.http1(stream, peer, watcher).await;
        }
    }

    async fn http1(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        peer: SocketAddr,
        watcher: Watcher,
    ) {
        let router = self.router;
        let service = service_fn(move |request| ask(router.clone(), peer, request));
        let mut builder = http1::Builder::new();
        // Not `pipeline_flush`: with it a request that cannot be read is never told so.
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 << 10);
        ended(watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).await);
    }

    async fn http2(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        peer: SocketAddr,
        watcher: Watcher,
    ) {
        let router = self.router;
        let service = service_fn(move |request| ask(router.clone(), peer, request));
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder.timer(TokioTimer::new()).keep_alive_interval(HEAD).keep_alive_timeout(HEAD);
        builder.max_concurrent_streams(64).max_header_list_size(64 << 10);
        ended(watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).await);
    }
}

async fn ask(
    router: axum::Router,
    peer: SocketAddr,
    mut request: Request<Incoming>,
) -> Result<axum::response::Response, std::convert::Infallible> {
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}

/// Connections end badly all the time: a client goes away. It is worth a word only to
/// whoever looks for it.
fn ended(outcome: Result<(), hyper::Error>) {
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection ended early");
    }
}
