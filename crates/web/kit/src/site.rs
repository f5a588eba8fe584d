use serde_json::Value;

/// The OpenAPI document and the navigation of all capabilities.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The description of all operations (OpenAPI 3.1).
    pub openapi: Value,
    /// The entries of the navigation, in their order.
    #[cfg(feature = "pages")]
    pub navigation: Vec<&'static NavigationEntry>,
}

/// An entry of the navigation.
#[cfg(feature = "pages")]
#[derive(Debug)]
pub struct NavigationEntry {
    /// The path of its page. Pages below it belong to the entry too.
    pub path: &'static str,
    /// The id of its message, without the prefix `ui.page.`.
    pub message: &'static str,
    /// The path prefixes of other pages that belong to the entry.
    pub also: &'static [&'static str],
}
