//! The real consumers, on the loopback network.

mod dns;
mod proxies;
mod server;
