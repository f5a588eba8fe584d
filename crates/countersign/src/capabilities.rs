//! The capabilities of the service, one in each line.

use countersign_web_kit::Capability;

/// Every capability, in the order of the navigation and of the OpenAPI document.
pub(crate) static CAPABILITIES: &[&Capability] = &[&countersign_policy_app::CAPABILITY];
