//! What every command is made with: packs are found and loaded, results printed, errors
//! reported, files replaced whole.
//!
//! This crate reads the clock, in [`clock`] alone, and touches files.

pub mod args;
pub mod atomic_file;
pub mod clock;
mod compiled_copy;
mod compiled_file;
mod error;
mod exit;
pub mod load;
pub mod output;
mod pack_location;
mod stdout;
pub mod watcher;

pub use compiled_file::is_compiled;
pub use error::CliError;
pub use exit::Exit;
pub use pack_location::{PackLocation, nearest_pack};
pub use stdout::PipeTolerant;
