//! Enforcement: the commands that build and check enforcement files.

mod atomic_folder;
mod builder;
mod command;
mod deployed;
mod output;
mod schemas;
mod watch;

pub use command::Commands;
pub use schemas::SCHEMAS;
