//! Statuses that differ by device: the facet, and the rules of their grades.

use crate::grouping::{Grade, RULE_PREFIX};
use crate::information_class::is_class;
use crate::status_words::Effect;
use crate::toml_string::quoted;
use countersign_model::Id;

/// The value for a device that no column names.
const OTHER: &str = "other";

/// Returns the devices in statuses, each with its id, in the order of the list.
pub(crate) fn devices(names: &[String]) -> Vec<(Id, String)> {
    let mut devices: Vec<(Id, String)> = Vec::new();
    for name in names {
        let base =
            Id::slug(name).filter(|id| id.as_str() != OTHER).map_or_else(|| "device".to_owned(), |id| id.to_string());
        let numbered = (2..1_000).map(|number| format!("{base}-{number}"));
        let ids = std::iter::once(base.clone()).chain(numbered).filter_map(|text| Id::parse(&text).ok());
        if let Some(id) = ids.into_iter().find(|id| devices.iter().all(|(known, _)| known != id)) {
            devices.push((id, name.clone()));
        }
    }
    devices
}

/// Returns the facet of devices, if there are any.
pub(crate) fn facet(devices: &[(Id, String)]) -> String {
    if devices.is_empty() {
        return String::new();
    }
    let mut values: Vec<String> = devices.iter().map(|(id, name)| format!("{id} = {}", quoted(name))).collect();
    values.push(format!("{OTHER} = \"Something else\""));
    let question = match are_classes(devices) {
        true => "Which kind of information will be in it?",
        false => "On which device or platform will you use it?",
    };
    let id = name(devices);
    format!("\n[facets.{id}]\nquestion = \"{question}\"\nvalues = {{ {} }}\n", values.join(", "))
}

/// Returns true if the columns are classes of information and not devices.
pub(crate) fn are_classes(devices: &[(Id, String)]) -> bool {
    devices.iter().all(|(_, name)| is_class(name))
}

/// Returns the facet's id.
fn name(devices: &[(Id, String)]) -> &'static str {
    if are_classes(devices) { "class" } else { "device" }
}

/// Returns the rules of a grade that differs by device. A device that it does not mention is *ask
/// first*.
pub(crate) fn rules(grade: &Grade, devices: &[(Id, String)]) -> String {
    let mut text = String::new();
    let (id, name) = (&grade.id, &grade.name);
    for (effect, ending, said) in [
        (Effect::Allowed, "allowed", "and may be used there"),
        (Effect::NotAllowed, "not-allowed", "and may not be used there"),
        (Effect::AskFirst, "ask", "so ask first there"),
    ] {
        let of = |device: &str| {
            grade.devices.iter().find(|own| own.device == device).map_or(Effect::AskFirst, |own| own.effect)
        };
        let mut values: Vec<&str> =
            devices.iter().filter(|(_, device)| of(device) == effect).map(|(id, _)| id.as_str()).collect();
        if effect == Effect::AskFirst {
            values.push(OTHER);
        }
        if values.is_empty() {
            continue;
        }
        let (facet, entity) = if are_classes(devices) { ("class", "Class") } else { ("device", "Device") };
        let values: Vec<String> =
            values.iter().map(|value| format!("context.{facet} == {entity}::\"{value}\"")).collect();
        let sentence = quoted(&format!("The list has this tool as \u{201c}{name}\u{201d}, {said}."));
        let (kind, word, approved) = match effect {
            Effect::Allowed => ("", "permit", ""),
            Effect::NotAllowed => ("", "forbid", ""),
            Effect::AskFirst => ("@kind(\"needs-approval\")\n", "permit", " && context.approved.list_keeper"),
        };
        text.push_str(&format!(
            "\n@id(\"{RULE_PREFIX}{id}-{ending}\")\n{kind}@text({sentence})\n@source(\"list\")\n{word} (principal, action == Action::\"use\", resource in Grade::\"{id}\")\nwhen {{ ({}){approved} }};\n",
            values.join(" || ")
        ));
    }
    text
}
