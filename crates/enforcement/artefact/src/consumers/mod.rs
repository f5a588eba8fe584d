//! The consumers, each in its own file.

mod android;
mod apple_declaration;
mod apple_profile;
mod applocker;
mod bind;
mod browsers;
mod chromium;
mod dnsmasq;
mod domain_list;
mod firefox;
mod fleet;
mod hosts;
mod knot;
mod nginx;
mod osquery;
mod pac;
mod powerdns;
mod santa;
mod squid;
mod unbound;

use crate::Consumer;

/// Every consumer. Those that the tests run come first.
pub static CONSUMERS: &[&Consumer] = &[
    &unbound::CONSUMER,
    &bind::CONSUMER,
    &powerdns::CONSUMER,
    &knot::CONSUMER,
    &dnsmasq::CONSUMER,
    &squid::CONSUMER,
    &nginx::CONSUMER,
    &chromium::CONSUMER,
    &firefox::CONSUMER,
    &android::CONSUMER,
    &apple_profile::CONSUMER,
    &apple_declaration::CONSUMER,
    &applocker::CONSUMER,
    &santa::CONSUMER,
    &fleet::CONSUMER,
    &osquery::CONSUMER,
    &domain_list::CONSUMER,
    &hosts::CONSUMER,
    &pac::CONSUMER,
];
