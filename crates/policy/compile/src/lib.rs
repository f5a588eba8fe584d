//! From a pack to validated Cedar, and to the compiled policy.
//!
//! The register becomes a schema. Rules go through Cedar's strict validation, and through checks
//! for what Cedar accepts and packs do not. Their syntax trees are then lifted to decision
//! diagrams. Cedar is the authoring language and the oracle: tests ask it about everything that the
//! diagrams say.

mod assemble;
mod attributes;
mod ban_index;
mod cache;
mod cedar_names;
mod combine;
mod compiled;
mod derived_rules;
mod entities;
mod entity_ids;
mod front_end;
mod misplaced;
mod names;
mod parse;
mod projection;
mod rule_references;
mod schema;
mod symbolic;
mod validate;
mod variable_order;

pub use cedar_names::{attribute, entity_type};
pub use compiled::{Compiled, CompiledRule};
pub use entities::entities;
pub use rule_references::{RegisterField, RuleReferences};
pub use schema::schema;

use cache::CompileCache;
use countersign_compiled::Policy;
use countersign_model::Pack;
use countersign_pack::{Diagnostic, SourceMap};
use front_end::ValidationCache;
use jiff::civil::Date;

/// The stack for parsing and validation. Rules have a maximum depth and length, and within those
/// Cedar's parser uses much less than this.
const STACK: usize = 64 << 20;

/// Compiles packs, one version after another, and reuses what did not change. The result is the
/// same as that of a new compiler.
#[derive(Default)]
pub struct Compiler {
    kept: ValidationCache,
    workshop: Option<CompileCache>,
}

impl Compiler {
    /// Parses and validates the rules of a pack.
    ///
    /// # Errors
    /// Returns all errors in all rules, not only the first.
    pub fn compile(&mut self, pack: Pack, files: &SourceMap) -> Result<Compiled, Vec<Diagnostic>> {
        let kept = &mut self.kept;
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(STACK);
            let work = thread.spawn_scoped(scope, || front_end::compile(pack, files, kept));
            match work.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(compiled)) => compiled,
                _ => {
                    let at = countersign_model::Span::default();
                    let message = "there is no memory left to compile the rules";
                    Err(vec![Diagnostic::error("no-thread", at, message).nowhere()])
                }
            }
        })
    }

    /// Returns the policy of a compiled pack on a day.
    ///
    /// # Errors
    /// Returns an error if a rule has too many different cases, alone or with the others.
    pub fn policy(&mut self, compiled: &Compiled, at: Date) -> Result<Policy, Vec<Diagnostic>> {
        assemble::policy(compiled, at, &mut self.workshop)
    }
}

/// Compiles one pack.
///
/// # Errors
/// Returns all errors in all rules, not only the first.
pub fn compile(pack: Pack, files: &SourceMap) -> Result<Compiled, Vec<Diagnostic>> {
    Compiler::default().compile(pack, files)
}

impl Compiled {
    /// Returns the policy on a day.
    ///
    /// # Errors
    /// Returns an error if a rule has too many different cases, alone or with the others.
    pub fn policy(&self, at: Date) -> Result<Policy, Vec<Diagnostic>> {
        Compiler::default().policy(self, at)
    }
}
