//! Connections: their number, their time limits, TLS and their end.

use crate::capability::Capability;
use crate::client::Peer;
use crate::listen::Socket;
use crate::middleware::Guard;
use crate::router::{operations, public};
use crate::service::Service;
use crate::tls::LiveTls;
use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, Method, Request, StatusCode, Uri};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::{Service as HyperService, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SetOnce, watch};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// The time limit for a TLS handshake and for the head of a request. An open connection may be idle
/// for as long.
const HEAD: Duration = Duration::from_secs(15);
/// The time for which a client may leave data unread.
const UNREAD: Duration = Duration::from_secs(30);
/// The time that open requests have to end when the service stops.
const ENDING: Duration = Duration::from_secs(10);
/// The time that a client has for its first request, if the service stops when it has just connected.
const FIRST_REQUEST: Duration = Duration::from_secs(1);
/// The most clients that are still accepted from the system's queue when the service stops.
const QUEUE: usize = 1024;
/// The interval, in ticks, at which the guard forgets addresses that no longer send requests.
const TIDY: u64 = 60;
/// The interval of a clock that is shorter than any time limit of a request. Without it, such a
/// limit is often the next timer. The runtime then wakes the sleeping thread to register it, which
/// costs one more system call per request.
const TICK: Duration = Duration::from_secs(1);

/// The clients of a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Clients.
    Public,
    /// Health checks and collectors of metrics.
    Operations,
}

/// The parts that every connection needs.
#[derive(Clone)]
pub(crate) struct Serving {
    service: Arc<Service>,
    guard: Guard,
    public: axum::Router,
    operations: axum::Router,
    tls: Option<Arc<LiveTls>>,
    /// Connections that can still be opened, on all listeners together.
    free: Arc<Semaphore>,
}

/// A connection and the router that answers it.
struct Connection {
    service: Arc<Service>,
    router: axum::Router,
    peer: Peer,
    /// Whether the listener has stopped. It waits until every connection has dropped this.
    stopped: watch::Receiver<bool>,
}

impl Serving {
    pub(crate) fn new(service: Arc<Service>, capabilities: &[&Capability], tls: Option<Arc<LiveTls>>) -> Self {
        let guard = Guard::new(Arc::clone(&service));
        Self {
            public: public(&guard, Arc::clone(&service), capabilities),
            operations: operations(&guard, Arc::clone(&service)),
            free: Arc::new(Semaphore::new(service.config().connections)),
            guard,
            service,
            tls,
        }
    }

    /// Accepts connections on a socket until `stopped` is true, then lets open requests end.
    pub(crate) async fn accept_all(self, socket: Socket, audience: Audience, mut stopped: watch::Receiver<bool>) {
        let stop_connections = watch::Sender::new(false);
        let (mut clock, mut ticks) = (tokio::time::interval(TICK), 0_u64);
        loop {
            // When all places are taken, new clients wait in the system's queue.
            let place = tokio::select! {
                place = Arc::clone(&self.free).acquire_owned() => place,
                () = until_true(&mut stopped) => break,
            };
            let Ok(place) = place else { break };
            tokio::select! {
                accepted = socket.accept() => match accepted {
                    Ok(stream) => self.clone().spawn(stream, audience, stop_connections.subscribe(), place),
                    Err(error) => {
                        // For example, too many files are open. Other connections may end
                        // meanwhile.
                        tracing::warn!(%error, "a connection could not be accepted");
                        sleep(Duration::from_millis(100)).await;
                    }
                },
                _ = clock.tick() => {
                    ticks += 1;
                    if ticks.is_multiple_of(TIDY) {
                        self.guard.tidy();
                    }
                }
                () = until_true(&mut stopped) => break,
            }
        }
        // These clients have connected already, so closing the socket would reset them.
        for _ in 0..QUEUE {
            let Ok(place) = Arc::clone(&self.free).try_acquire_owned() else { break };
            let Ok(Ok(stream)) = timeout(Duration::ZERO, socket.accept()).await else { break };
            self.clone().spawn(stream, audience, stop_connections.subscribe(), place);
        }
        drop(socket);
        stop_connections.send_replace(true);
        if timeout(ENDING, stop_connections.closed()).await.is_err() {
            tracing::warn!("some requests did not end in time");
        }
    }

    fn spawn(self, stream: Stream, audience: Audience, stopped: watch::Receiver<bool>, place: OwnedSemaphorePermit) {
        tokio::spawn(async move {
            let router = match audience {
                Audience::Public => self.public.clone(),
                Audience::Operations => self.operations.clone(),
            };
            self.service.metrics.connections.inc();
            match stream {
                Stream::Tcp(stream, address) => {
                    let _ = stream.set_nodelay(true);
                    let service = Arc::clone(&self.service);
                    let connection = Connection { service, router, peer: Peer::of(address), stopped };
                    match self.tls.filter(|_| audience == Audience::Public) {
                        // A handshake needs much more memory than a connection without TLS.
                        Some(tls) => Box::pin(connection.tls(limited(stream), tls)).await,
                        None => connection.http1(limited(stream)).await,
                    }
                }
                Stream::Unix(stream) => {
                    let service = Arc::clone(&self.service);
                    Connection { service, router, peer: Peer::default(), stopped }.http1(limited(stream)).await;
                }
            }
            self.service.metrics.connections.dec();
            drop(place);
        });
    }
}

async fn until_true(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// An accepted connection.
enum Stream {
    Tcp(TcpStream, SocketAddr),
    Unix(UnixStream),
}

impl Socket {
    async fn accept(&self) -> io::Result<Stream> {
        match self {
            Self::Tcp(listener) => listener.accept().await.map(|(stream, address)| Stream::Tcp(stream, address)),
            Self::Unix(listener, _) => listener.accept().await.map(|(stream, _)| Stream::Unix(stream)),
        }
    }
}

/// Limits the time for which a client may leave data unread.
fn limited<S: AsyncRead + AsyncWrite>(stream: S) -> Pin<Box<TimeoutStream<S>>> {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(UNREAD));
    Box::pin(stream)
}

impl Connection {
    async fn tls(mut self, stream: Pin<Box<TimeoutStream<TcpStream>>>, tls: Arc<LiveTls>) {
        let Ok(Ok(stream)) = timeout(HEAD, tls.acceptor().accept(stream)).await else { return };
        let session = stream.get_ref().1;
        self.peer.certified = session.peer_certificates().is_some_and(|chain| !chain.is_empty());
        if session.alpn_protocol() == Some(b"h2") {
            self.http2(stream).await;
        } else {
            self.http1(stream).await;
        }
    }

    /// Returns what answers the requests of the connection. The first one sets `requested`.
    fn requests(
        self,
        requested: Arc<SetOnce<()>>,
    ) -> impl HyperService<Request<Incoming>, Response = axum::response::Response, Error = Infallible, Future: Send>
    {
        let Self { service, router, peer, .. } = self;
        service_fn(move |request| {
            let _ = requested.set(());
            ask(Arc::clone(&service), router.clone(), peer, request)
        })
    }

    async fn http1(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let (stopped, requested) = (self.stopped.clone(), Arc::new(SetOnce::new()));
        let service = self.requests(Arc::clone(&requested));
        let mut builder = http1::Builder::new();
        // Does not set `pipeline_flush`: with it, a client whose request cannot be read gets no
        // answer.
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 << 10);
        let connection = Box::pin(builder.serve_connection(TokioIo::new(stream), service));
        ended(until_end(connection, stopped, &requested).await);
    }

    async fn http2(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let (stopped, requested) = (self.stopped.clone(), Arc::new(SetOnce::new()));
        let service = self.requests(Arc::clone(&requested));
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder.timer(TokioTimer::new()).keep_alive_interval(HEAD).keep_alive_timeout(HEAD);
        builder.max_concurrent_streams(64).max_header_list_size(64 << 10);
        let connection = Box::pin(builder.serve_connection(TokioIo::new(stream), service));
        ended(until_end(connection, stopped, &requested).await);
    }
}

/// Answers the requests of a connection. When the listener has stopped, closes the connection after
/// the open requests; a client that has only just connected can still send one.
async fn until_end<C: GracefulConnection>(
    mut connection: Pin<Box<C>>,
    mut stopped: watch::Receiver<bool>,
    requested: &SetOnce<()>,
) -> C::Output {
    tokio::select! {
        outcome = &mut connection => return outcome,
        () = until_true(&mut stopped) => {}
    }
    tokio::select! {
        outcome = &mut connection => return outcome,
        _ = timeout(FIRST_REQUEST, requested.wait()) => {}
    }
    connection.as_mut().graceful_shutdown();
    connection.await
}

async fn ask(
    service: Arc<Service>,
    router: axum::Router,
    peer: Peer,
    mut request: Request<Incoming>,
) -> Result<axum::response::Response, Infallible> {
    request.extensions_mut().insert(peer);
    if let Some(public) = &service.config().public_url {
        without_prefix(request.uri_mut(), public.prefix());
    }
    let asks_for_methods = request.method() == Method::OPTIONS;
    let mut response = router.oneshot(request).await?;
    if asks_for_methods && response.status() == StatusCode::METHOD_NOT_ALLOWED {
        options(&mut response);
    }
    Ok(response)
}

/// Turns a refusal of OPTIONS into the list of methods of the address (RFC 9110 section 9.3.7). The
/// router adds them last, so that no layer sees them.
fn options(response: &mut axum::response::Response) {
    *response.status_mut() = StatusCode::NO_CONTENT;
    *response.body_mut() = Body::empty();
    let headers = response.headers_mut();
    headers.remove(CONTENT_TYPE);
    headers.remove(CONTENT_LENGTH);
    let allowed = headers.get(ALLOW).and_then(|allow| allow.to_str().ok()).unwrap_or_default();
    let allowed = if allowed.is_empty() { "OPTIONS".to_owned() } else { format!("{allowed},OPTIONS") };
    if let Ok(allowed) = HeaderValue::from_str(&allowed) {
        headers.insert(ALLOW, allowed);
    }
}

/// Removes the prefix from a path. A proxy may have removed it already.
fn without_prefix(uri: &mut Uri, prefix: &str) {
    let whole = uri.path_and_query().map_or("", PathAndQuery::as_str);
    let Some(rest) = whole.strip_prefix(prefix).filter(|_| !prefix.is_empty()) else { return };
    let path = match rest.chars().next() {
        Some('/') => rest.to_owned(),
        Some('?') | None => format!("/{rest}"),
        // Another path that begins with the same letters.
        Some(_) => return,
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = path.parse().ok();
    if let Ok(changed) = Uri::from_parts(parts) {
        *uri = changed;
    }
}

/// Logs an early end of a connection at debug level only, because clients often disconnect.
fn ended(outcome: Result<(), hyper::Error>) {
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection ended early");
    }
}
