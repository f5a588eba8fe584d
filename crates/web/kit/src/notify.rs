//! Messages to the service manager (`sd_notify(3)`). Without a service manager, nothing happens.

use sd_notify::NotifyState;
use std::time::Duration;
use tokio::task::JoinHandle;

pub(crate) fn notify_ready() {
    send(&[NotifyState::Ready]);
}

pub(crate) fn notify_reloading() {
    // `Type=notify-reload` needs the time at which the reload began.
    match NotifyState::monotonic_usec_now() {
        Ok(now) => send(&[NotifyState::Reloading, now]),
        Err(_) => send(&[NotifyState::Reloading]),
    }
}

pub(crate) fn notify_stopping() {
    send(&[NotifyState::Stopping]);
}

fn send(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "the service manager could not be notified");
    }
}

/// A task that reports to the service manager that the service is alive. It reports twice in each
/// interval of `WATCHDOG_USEC`.
pub(crate) struct Watchdog(Option<JoinHandle<()>>);

impl Watchdog {
    pub(crate) fn start() -> Self {
        let interval = sd_notify::watchdog_enabled().map(|interval| interval / 2);
        Self(interval.filter(|interval| *interval > Duration::ZERO).map(|interval| {
            tokio::spawn(async move {
                let mut clock = tokio::time::interval(interval);
                loop {
                    clock.tick().await;
                    send(&[NotifyState::Watchdog]);
                }
            })
        }))
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}
