use serde_json::Value;

/// What all capabilities together show of themselves.
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
    /// The message that it shows: `ui.page.` and this.
    pub message: &'static str,
    /// How the paths of other pages begin that belong to the entry.
    pub also: &'static [&'static str],
}
