//! What a deployment enforces, as the files that real consumers load.
//!
//! One consumer a file in `consumers/`, listed in [`CONSUMERS`]: a function from
//! the [`Plan`] to files, or to the reason why this consumer cannot express it.
//! Nothing is ever weakened in silence: what a consumer cannot carry is left out by
//! name and told, everything else is written, and where it blocks more than it has
//! to (an exemption that it cannot tell apart) it says so. Nothing here reads a file, a clock or a network.

mod build;
mod clients;
mod consumer;
mod consumers;
mod digest;
mod domain_index;
mod domains;
mod file;
mod file_cache;
mod group_files;
mod keep;
mod left_out;
mod manifest;
mod plan_index;
mod readme;
mod rpz;
mod text;
mod tool_status;
mod unreached;

pub use build::{Build, tree};
pub use consumer::{Clients, Consumer, Label};
pub use consumers::CONSUMERS;
pub use digest::sha256;
pub use file::{File, Refused};
pub use left_out::{Left, LeftOut, LeftOuts};
pub use manifest::{Artefact, FORMAT, FileEntry, Known, Manifest, ToolStatus};
pub use plan_index::PlanIndex;
pub use unreached::Unreached;

/// The consumer with a name.
pub fn consumer(name: &str) -> Option<&'static Consumer> {
    CONSUMERS.iter().copied().find(|consumer| consumer.name == name)
}
