use countersign_model::{Pack, Tool};
use schemars::JsonSchema;
use serde::Serialize;

/// Who makes a tool, or owns who does.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct DeveloperEntry {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The country from which it is run (ISO 3166-1 alpha-2).
    pub country: Option<String>,
}

/// Returns the developer of a tool and its owners.
pub(crate) fn makers(pack: &Pack, tool: &Tool) -> Vec<DeveloperEntry> {
    let maker = |developer: &countersign_model::Developer| DeveloperEntry {
        id: developer.id.to_string(),
        name: developer.name.clone(),
        country: developer.country.clone(),
    };
    pack.developers_of(Some(tool)).into_iter().map(maker).collect()
}
