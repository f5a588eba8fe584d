use countersign_compiled::Policy;
use jiff::civil::Date;
use std::sync::Arc;

/// Compiles the same pack for another day. The error says why that is impossible.
pub(crate) type CompileFor = dyn Fn(Date) -> Result<Policy, String> + Send + Sync;

/// A policy to serve.
pub struct ServedPolicy {
    /// The policy.
    pub policy: Policy,
    /// The day of questions that name none.
    pub(crate) at: Date,
    pub(crate) compile_for: Option<Arc<CompileFor>>,
}

impl ServedPolicy {
    /// Creates a policy that answers only for the days for which it was compiled.
    pub fn new(policy: Policy, at: Date) -> Self {
        Self { policy, at, compile_for: None }
    }

    /// Sets the function that compiles the same pack for another day.
    #[must_use]
    pub fn with_other_days(self, compile_for: impl Fn(Date) -> Result<Policy, String> + Send + Sync + 'static) -> Self {
        Self { compile_for: Some(Arc::new(compile_for)), ..self }
    }
}
