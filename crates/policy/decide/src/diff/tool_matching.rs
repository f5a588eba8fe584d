//! Matches the tools of two versions, and compares their names.

use countersign_model::{Pack, Tool, ToolOrigin, fold};

/// A tool that one version knows, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ToolPair {
    /// Its place in the old version.
    pub(crate) old: Option<usize>,
    /// Its place in the new version.
    pub(crate) new: Option<usize>,
}

/// Returns true if a tool is compared. A tool that only a catalogue describes has the answers of
/// its kind, which is compared separately.
pub(crate) fn is_compared(tool: &Tool) -> bool {
    tool.origin != ToolOrigin::Catalogue
}

/// Returns the tools of both versions, the new one's first. Tools match if they have the same id,
/// or if they have the same name and neither id is known to the other version.
pub(crate) fn twins(old: &Pack, new: &Pack) -> Vec<ToolPair> {
    let gone = |tool: &&(usize, &Tool)| is_compared(tool.1) && new.tools.get(tool.1.id.as_str()).is_none();
    let gone: Vec<(usize, &Tool)> = old.tools.iter().enumerate().filter(|tool| gone(&tool)).collect();
    let mut twins: Vec<ToolPair> = Vec::with_capacity(new.tools.len() + gone.len());
    let was_compared = |tool: &Tool| old.tools.get(tool.id.as_str()).is_some_and(is_compared);
    for (place, tool) in new.tools.iter().enumerate().filter(|(_, tool)| is_compared(tool) || was_compared(tool)) {
        let taken = |place: usize| twins.iter().any(|twin| twin.old == Some(place));
        let renamed = || {
            let name = fold(&tool.name);
            gone.iter().find(|(place, other)| !name.is_empty() && fold(&other.name) == name && !taken(*place))
        };
        let before = old.tools.position(tool.id.as_str()).or_else(|| renamed().map(|(place, _)| *place));
        twins.push(ToolPair { old: before, new: Some(place) });
    }
    for (place, _) in gone {
        if !twins.iter().any(|twin| twin.old == Some(place)) {
            twins.push(ToolPair { old: Some(place), new: None });
        }
    }
    twins
}

/// Returns the changes of tools' names, in sentences, because people ask by any of the names.
pub(crate) fn names(old: &Pack, new: &Pack, twins: &[ToolPair]) -> Vec<String> {
    let mut notes = Vec::new();
    for twin in twins {
        let (Some(before), Some(after)) =
            (twin.old.and_then(|place| old.tools.at(place)), twin.new.and_then(|place| new.tools.at(place)))
        else {
            continue;
        };
        let id = &after.id;
        if before.id != after.id {
            notes.push(format!("the tool `{}` is now `{id}`", before.id));
        }
        if before.name != after.name {
            notes.push(format!("the tool `{id}` is now named {} instead of {}", after.name, before.name));
        }
        let more = names_without(after, before).into_iter().filter(|name| **name != after.name);
        notes.extend(more.map(|name| format!("the tool `{id}` is now also called {name}")));
        let less = names_without(before, after).into_iter();
        notes.extend(less.map(|name| format!("the tool `{id}` is no longer called {name}")));
    }
    notes
}

/// Returns the names that one tool has and the other does not.
fn names_without<'a>(one: &'a Tool, other: &Tool) -> Vec<&'a String> {
    fn all(tool: &Tool) -> impl Iterator<Item = &String> {
        std::iter::once(&tool.name).chain(tool.aliases.iter().map(|alias| &alias.name))
    }
    let known: Vec<String> = all(other).map(|name| fold(name)).collect();
    all(one).filter(|name| !known.contains(&fold(name))).collect()
}
