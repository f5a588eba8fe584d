//! The documents of the pack that are not tools: `pack.toml` with its grades, and the rules.

use crate::device_rules;
use crate::grouping::{Grade, RULE_PREFIX};
use crate::status::Words;
use crate::status_words::Effect;
use crate::toml_string::quoted;
use countersign_model::Id;

/// The features that the pack needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) organisation: String,
    pub(crate) title: String,
    /// Whether some tool excludes personal or sensitive information.
    pub(crate) information: bool,
    /// Whether some tool is for public information only.
    pub(crate) public: bool,
    /// Whether some tool is only for people inside or outside.
    pub(crate) audience: bool,
    /// The devices and platforms with different statuses, each with its id.
    pub(crate) devices: Vec<(Id, String)>,
}

/// Returns `pack.toml`.
pub(crate) fn head(about: &About, grades: &[Grade]) -> String {
    let (organisation, title) = (quoted(&about.organisation), quoted(&about.title));
    let mut text = format!(
        r#"# Made from a list by `countersign import`. Change it as you like: what you change
# stays when a newer list is imported. `countersign lint` checks it.

format = 1
name = {organisation}
version = "1"
language = "en"
time-zone = "UTC"
# Products that everybody knows: their other names, kinds, makers, and how machines know them.
extends = "catalogue"

help = "list-keeper"
report = "list-keeper"
feedback = "list-keeper"

[unlisted]
text = "The list does not say that this use is fine. Ask whoever keeps the list before you use the tool."
ask = "list-keeper"
source = "list"

[contacts.list-keeper]
name = "Whoever keeps the list"
subject = "which tools may be used"

[sources.list]
title = {title}
standing = "in-force"
"#
    );
    let asks = |grade: &Grade| grade.effect == Effect::AskFirst || !grade.devices.is_empty();
    if grades.iter().any(asks) {
        text.push_str(APPROVAL);
    }
    if about.information {
        let public = if about.public { "public = \"No, only information that everybody may have\", " } else { "" };
        text.push_str(&format!(
            "\n[facets.information]\nquestion = \"Will there be personal or sensitive information in it?\"\nvalues = {{ {public}ordinary = \"No, ordinary information only\", sensitive = \"Yes, personal or sensitive information\" }}\n"
        ));
    }
    if about.audience {
        text.push_str(AUDIENCE);
    }
    text.push_str(&device_rules::facet(&about.devices));
    for grade in grades {
        let (id, name, meaning) = (&grade.id, quoted(&grade.name), quoted(meaning(grade, about)));
        text.push_str(&format!("\n[grades.{id}]\nname = {name}\nmeaning = {meaning}\n"));
    }
    text
}

/// The approval that grades need whose tools one has to ask about first.
const APPROVAL: &str = r#"
[approvals.list-keeper]
name = "the approval of whoever keeps the list"
by = "list-keeper"
"#;

/// The facet that limits to some people need.
const AUDIENCE: &str = r#"
[facets.audience]
question = "Who takes part?"
values = { internal = "People of the organisation only", external = "People from outside" }
"#;

/// Returns what a grade says about a tool.
fn meaning(grade: &Grade, about: &About) -> &'static str {
    match (grade.effect, grade.plain) {
        _ if !grade.devices.is_empty() && device_rules::are_classes(&about.devices) => {
            "The list says something else for each kind of information."
        }
        _ if !grade.devices.is_empty() => "The list says something else for each device.",
        (Effect::NotAllowed, _) if grade.words == Words::TakeBack => {
            "The list names it, and its own words say that it may not be used."
        }
        (Effect::AskFirst, _) if grade.words == Words::Limit => {
            "The list names it with words that limit its use: whoever keeps the list decides."
        }
        (Effect::Allowed, _) => "The list says that it may be used.",
        (Effect::NotAllowed, _) => "The list says that it may not be used.",
        (Effect::AskFirst, true) => "Whoever keeps the list decides.",
        (Effect::AskFirst, false) => "What the list means by it is not plain: whoever keeps the list decides.",
    }
}

/// Returns `rules/list.cedar`.
pub(crate) fn rules(about: &About, grades: &[Grade]) -> String {
    let mut text = String::from(
        "// What each status of the list comes to. Permits let, forbids override every permit,\n// and what neither permits nor forbids is answered with the route of the unlisted.\n",
    );
    for grade in grades {
        if !grade.devices.is_empty() {
            text.push_str(&device_rules::rules(grade, &about.devices));
            continue;
        }
        let (id, name) = (&grade.id, &grade.name);
        let (kind, said, effect, when) = match grade.effect {
            Effect::Allowed => ("", "and may be used", "permit", ""),
            Effect::NotAllowed if grade.words == Words::TakeBack => {
                ("", "and its own words say that it may not be used", "forbid", "")
            }
            Effect::AskFirst if grade.words == Words::Limit => (
                "@kind(\"needs-approval\")\n",
                "and says what limits its use, so ask first",
                "permit",
                "\nwhen { context.approved.list_keeper }",
            ),
            Effect::NotAllowed => ("", "and may not be used", "forbid", ""),
            Effect::AskFirst => {
                ("@kind(\"needs-approval\")\n", "so ask first", "permit", "\nwhen { context.approved.list_keeper }")
            }
        };
        let sentence = quoted(&format!("The list has this tool as \u{201c}{name}\u{201d}, {said}."));
        text.push_str(&format!(
            "\n@id(\"{RULE_PREFIX}{id}\")\n{kind}@text({sentence})\n@source(\"list\")\n{effect} (principal, action == Action::\"use\", resource in Grade::\"{id}\"){when};\n"
        ));
    }
    if about.information {
        text.push_str(
            r#"
@id("keep-sensitive-information-out")
@text("The list says to keep information of this kind out of this tool.")
@source("list")
forbid (principal, action == Action::"use", resource)
when { !resource.limits.information.contains(context.information) };
"#,
        );
    }
    if about.audience {
        text.push_str(
            r#"
@id("for-others")
@text("The list has this tool for other people than those who take part.")
@source("list")
forbid (principal, action == Action::"use", resource)
when { !resource.limits.audience.contains(context.audience) };
"#,
        );
    }
    text
}
