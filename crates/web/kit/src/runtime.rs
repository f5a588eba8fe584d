//! The process: its sockets, its signals and its messages to the service manager.

use crate::capability::Capability;
use crate::connections::{Audience, Serving};
use crate::listen::{ListenAddress, Socket, SystemdSockets, bind};
use crate::notify::{Watchdog, notify_ready, notify_reloading, notify_stopping};
use crate::service::Service;
use crate::tls::LiveTls;
use std::io;
use std::sync::Arc;
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// The listeners of the service, and the action on SIGHUP.
pub struct Running {
    /// Addresses for clients.
    pub public: Vec<ListenAddress>,
    /// Addresses for health checks and metrics alone. If there are none, clients can read health
    /// checks, and metrics if they are on this machine.
    pub operations: Vec<ListenAddress>,
    /// Sockets of systemd.
    pub systemd: SystemdSockets,
    /// Certificates for the public TCP listeners.
    pub tls: Option<Arc<LiveTls>>,
    /// Reloads everything that can change. It may take long.
    pub reload: Arc<dyn Fn() + Send + Sync>,
}

/// Serves until the process gets SIGTERM or SIGINT. `ready` gets the addresses of all listeners,
/// those for operations last.
///
/// # Errors
/// Returns an error with the address if a listener cannot be opened.
pub fn run(
    service: Arc<Service>,
    capabilities: &[&Capability],
    running: Running,
    ready: impl FnOnce(&[String]),
) -> io::Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // On one processor, this runtime coordinates less than a pool of one thread.
    let mut builder = if threads == 1 { Builder::new_current_thread() } else { Builder::new_multi_thread() };
    let runtime = builder.enable_all().thread_name("serve").max_blocking_threads(threads.max(2)).build()?;
    runtime.block_on(serve_all(service, capabilities, running, ready))
}

async fn serve_all(
    service: Arc<Service>,
    capabilities: &[&Capability],
    mut running: Running,
    ready: impl FnOnce(&[String]),
) -> io::Result<()> {
    // Opens the sockets for operations first. A public `systemd` without a name then gets those
    // that are left.
    let mut operations = open(&running.operations, &mut running.systemd).await?;
    let mut public = open(&running.public, &mut running.systemd).await?;
    let addresses: Vec<String> = public.iter().chain(&operations).map(Socket::to_string).collect();
    let mut signals = Signals::new()?;
    let (stop, stopped) = watch::channel(false);
    let serving = Serving::new(Arc::clone(&service), capabilities, running.tls.clone());
    let mut accepting = JoinSet::new();
    for (sockets, audience) in [(&mut public, Audience::Public), (&mut operations, Audience::Operations)] {
        for socket in sockets.drain(..) {
            accepting.spawn(serving.clone().accept_all(socket, audience, stopped.clone()));
        }
    }
    ready(&addresses);
    notify_ready();
    let watchdog = Watchdog::start();
    loop {
        tokio::select! {
            _ = signals.hangup.recv() => reload(&running.reload).await,
            _ = signals.terminate.recv() => break,
            _ = signals.interrupt.recv() => break,
        }
    }
    tracing::info!("stopping");
    notify_stopping();
    let _ = stop.send(true);
    while accepting.join_next().await.is_some() {}
    drop(watchdog);
    Ok(())
}

async fn open(addresses: &[ListenAddress], systemd: &mut SystemdSockets) -> io::Result<Vec<Socket>> {
    let mut sockets = Vec::new();
    for address in addresses {
        let opened = bind(address, systemd).await;
        sockets.extend(opened.map_err(|error| io::Error::new(error.kind(), format!("{address}: {error}")))?);
    }
    Ok(sockets)
}

async fn reload(action: &Arc<dyn Fn() + Send + Sync>) {
    tracing::info!("reloading");
    notify_reloading();
    let action = Arc::clone(action);
    if tokio::task::spawn_blocking(move || action()).await.is_err() {
        tracing::error!("the reload did not end as it should");
    }
    notify_ready();
}

struct Signals {
    hangup: Signal,
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            hangup: signal(SignalKind::hangup())?,
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }
}
