use crate::{Scale, folder, scaled_rules};
use countersign_pack::{File, PackFolder};

const PACK: &str = r#"format = 1
name = "Scale"
version = "1"
serves = "activity"
routes = ["device", "via"]
help = "help"
report = "help"

[unlisted]
text = "Ask the help desk."
ask = "help"

[contacts.help]
name = "The help desk"
subject = "anything"

[sources.list]
title = "The list"
date = "2026"
standing = "in-force"

[approvals.manager]
name = "the manager's approval"
by = "help"

[approvals.security]
name = "the security team's approval"
by = "help"

[facets.purpose]
question = "Purpose?"
values = { business = "Business", private = "Private" }

[facets.activity]
question = "Activity?"
values = { message = "Message", meet = "Meet", share = "Share", plan = "Plan", host = "Host", watch = "Watch", publish = "Publish" }

[facets.classification]
question = "Classification?"
ordered = true
values = { official = "Official", sensitive = "Sensitive", secret = "Secret", top-secret = "Top secret" }

[facets.personal-data]
question = "Personal data?"
values = { none = "None", contacts = "Contacts", some = "Some" }

[facets.device]
question = "Device?"
values = { laptop = "Laptop", desktop = "Desktop", tablet = "Tablet", phone = "Phone", kiosk = "Kiosk", own = "Own" }
groups = { issued = { label = "issued", except = "own" } }

[facets.via]
question = "Via?"
values = { web = "Web", app = "App", extension = "Extension" }

[facets.account]
question = "Account?"
values = { work = "Work", corporate = "Corporate", personal = "Personal" }

[facets.audience]
question = "Audience?"
values = { internal = "Internal", government = "Government", external = "External" }

[grades.assured]
name = "Assured"

[grades.approved]
name = "Approved"

[grades.trial]
name = "Trial"

[kinds.chat]
name = "Chat"
serves = "message"

[kinds.board]
name = "Board"
serves = "plan"
"#;

/// Returns a pack of this size. Every tool has a listing, limits, routes, a condition and a domain.
/// Rules name grades, kinds, units and single tools in turn.
pub fn scaled(scale: &Scale) -> PackFolder {
    let mut units = String::new();
    for unit in 0..scale.units {
        let parent = if unit == 0 { String::new() } else { format!("parent = \"unit-{}\"\n", unit / 3) };
        units.push_str(&format!("[units.unit-{unit}]\nname = \"Unit {unit}\"\n{parent}\n"));
    }
    let rules: String = scaled_rules(scale).iter().enumerate().map(|(place, rule)| rule.cedar(place)).collect();
    let mut folder = folder(&[("pack.toml", PACK), ("units.toml", &units), ("rules/rules.cedar", &rules)]);
    for place in 0..scale.tools {
        folder.files.push(File { path: format!("tools/tool-{place}.toml"), bytes: tool(place).into_bytes() });
    }
    folder.files.sort_by(|one, other| one.path.cmp(&other.path));
    folder
}

/// Returns a tool. Grades, kinds, limits and routes come in turn, each at its own pace, so that
/// many tools are different.
fn tool(place: usize) -> String {
    let turn = |words: &[&'static str], pace: usize| words.get(place / pace % words.len()).copied().unwrap_or_default();
    let grade = turn(&["assured", "approved", "trial"], 1);
    let kind = turn(&["chat", "board"], 3);
    let limit = turn(&["<= official", "<= sensitive", "<= secret"], 6);
    let personal = turn(&["\"none\"", "[\"none\", \"contacts\"]", "[\"none\", \"contacts\", \"some\"]"], 18);
    let devices = turn(
        &[
            "[\"laptop\", \"desktop\", \"tablet\"]",
            "\"laptop\"",
            "[\"laptop\", \"desktop\"]",
            "[\"laptop\", \"tablet\", \"kiosk\"]",
            "\"issued\"",
            "[\"desktop\", \"tablet\"]",
        ],
        54,
    );
    format!(
        r#"name = "Tool number {place}"
kinds = "{kind}"
types = "A tool for tests"

[[listings]]
source = "list"
grade = "{grade}"
limits = {{ classification = "{limit}", personal-data = {personal} }}
routes = [
  {{ when = {{ device = {devices} }}, how = "Open it." }},
  {{ when = {{ device = "phone", via = "app" }}, how = "Ask first.", approval = "security" }},
]
conditions = [{{ strength = "should", text = "Heed number {place}." }}]

[[identities]]
source = "https://tool-{place}.example/help"
domain = "tool-{place}.example"
"#
    )
}
