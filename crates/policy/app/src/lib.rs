//! The policy: commands, operations and pages that answer which tools staff can use, and why.

#[cfg(feature = "serve")]
mod api;
mod command;
mod importing;
mod output;
#[cfg(feature = "web")]
mod page;
mod question_args;
mod schemas;

pub use command::Commands;
pub use schemas::SCHEMAS;

/// The operations and pages that the policy adds to the service.
#[cfg(feature = "serve")]
pub static CAPABILITY: countersign_web_kit::Capability = countersign_web_kit::Capability {
    operations: api::operations,
    documents: api::documents,
    #[cfg(feature = "web")]
    pages: page::router,
    #[cfg(feature = "web")]
    navigation: page::NAVIGATION,
};
