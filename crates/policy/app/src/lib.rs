//! What may be used, and why: the operations and pages of the policy.

#[cfg(feature = "serve")]
mod api;
#[cfg(feature = "web")]
mod page;

/// What the policy adds to the service.
#[cfg(feature = "serve")]
pub static CAPABILITY: countersign_web_kit::Capability = countersign_web_kit::Capability {
    operations: api::operations,
    documents: api::documents,
    #[cfg(feature = "web")]
    pages: page::router,
    #[cfg(feature = "web")]
    navigation: page::NAVIGATION,
};
