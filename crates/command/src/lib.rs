//! The parts that all commands share: they find and load packs, print results, report errors and
//! replace files atomically.
//!
//! This crate reads the clock, in [`clock`] alone, and accesses files.

pub mod args;
pub mod atomic_file;
pub mod clock;
mod compiled_copy;
mod compiled_file;
pub mod completion;
mod error;
mod exit;
pub mod load;
pub mod memory;
pub mod output;
mod pack_location;
mod stdout;
pub mod watcher;

pub use compiled_file::is_compiled;
pub use error::CliError;
pub use exit::Exit;
pub use pack_location::{PackLocation, nearest_pack};
pub use stdout::PipeTolerant;
