use crate::openapi;
use crate::operation::Operation;
use crate::service::Service;
use crate::site::Site;
use axum::Router;
use std::sync::Arc;

/// The operations and pages that a capability adds to the service.
#[derive(Debug)]
pub struct Capability {
    /// Its operations, in the order of the OpenAPI document.
    pub operations: fn() -> Vec<Operation>,
    /// Routes for programs that are not operations, such as documents about the service.
    pub documents: fn() -> Router<Arc<Service>>,
    /// Its pages for people.
    #[cfg(feature = "pages")]
    pub pages: fn() -> Router<Arc<Service>>,
    /// Its entries of the navigation, in their order.
    #[cfg(feature = "pages")]
    pub navigation: &'static [crate::site::NavigationEntry],
}

impl Capability {
    /// Returns the OpenAPI document and the navigation of several capabilities together.
    pub fn site(capabilities: &[&Self]) -> Site {
        let operations: Vec<Operation> = capabilities.iter().flat_map(|capability| (capability.operations)()).collect();
        Site {
            openapi: openapi::document(&operations),
            #[cfg(feature = "pages")]
            navigation: capabilities.iter().flat_map(|capability| capability.navigation).collect(),
        }
    }
}
