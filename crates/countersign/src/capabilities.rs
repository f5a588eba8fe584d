//! What the service can do: a table of contents, a line for each capability.

use countersign_web_kit::Capability;

/// Every capability, in the order of the navigation and of the descriptions.
pub(crate) static CAPABILITIES: &[&Capability] = &[&countersign_policy_app::CAPABILITY];
