//! Enforcement files: turns the plan of a deployment into files that real consumers load.
//!
//! Each consumer has its own file in `consumers/`, listed in [`CONSUMERS`]. It is a function from
//! the [`Plan`](countersign_model::Plan) to files, or to the reason why this consumer cannot express it. Nothing becomes
//! weaker without notice: what a consumer cannot express is left out by name and reported, and
//! everything else is written. If it blocks more than it has to (an exemption that it cannot
//! identify), it says so. Nothing here reads a file, a clock or a network.

mod browser_entries;
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
pub mod review;
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

/// Returns the consumer with this name.
pub fn consumer(name: &str) -> Option<&'static Consumer> {
    CONSUMERS.iter().copied().find(|consumer| consumer.name == name)
}
