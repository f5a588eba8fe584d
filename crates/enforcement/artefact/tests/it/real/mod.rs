//! The real consumers, on the loopback network.

mod browsers;
mod dns;
mod proxies;
mod server;
