//! A pack to Cedar, validated, and to the policy that `countersign-decide` asks.
//!
//! The register becomes a schema and entities, bans and conditions of the
//! register become rules beside those that people wrote, and all of them go
//! through Cedar's strict validation and through checks for what Cedar lets
//! pass. Cedar is the one judge of what a rule says: the engine here asks it.

mod engine;
mod entities;
mod from_register;
mod identifiers;
mod inspect;
pub mod lint;
mod policies;
mod schema;

pub use engine::CedarEngine;
pub use entities::entities;
pub use identifiers::{attribute, entity_type};
pub use inspect::{Facts, Field};
pub use policies::{Compiled, CompiledRule};
pub use schema::schema;

use countersign_model::Pack;
use countersign_pack::{Diagnostic, Files};

/// Stack for parsing and validating: rules are bounded in depth and length, and
/// within those bounds Cedar's parser stays well below this.
const STACK: usize = 64 << 20;

/// Compiles a pack.
///
/// # Errors
/// Every fault of every rule, not only the first.
pub fn compile(pack: Pack, files: &Files) -> Result<Compiled, Vec<Diagnostic>> {
    std::thread::scope(|scope| {
        let work = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || policies::compile(pack, files));
        match work.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(compiled)) => compiled,
            _ => {
                let at = countersign_model::Span::default();
                Err(vec![Diagnostic::error("no-thread", at, "there is no memory left to compile the rules").nowhere()])
            }
        }
    })
}
