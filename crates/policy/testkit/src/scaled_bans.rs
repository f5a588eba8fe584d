use crate::{Scale, scaled};
use countersign_pack::{File, PackFolder};

/// The size of the enforcement in a generated pack.
#[derive(Clone, Copy, Debug)]
pub struct Enforcement {
    /// The number of tools, all of them banned.
    pub tools: usize,
    /// The number of domains, the same for each tool.
    pub domains: usize,
    /// The number of bans, each with the same number of tools.
    pub bans: usize,
    /// The number of exemptions, each from one ban in turn.
    pub exemptions: usize,
    /// The number of device groups, to which exemptions belong in turn.
    pub groups: usize,
}

const DERIVED: &str = r#"
[facets.exemption]
question = "Exempt?"
values = { none = "No", granted = "Yes" }
default = "none"
derived = true

[approvals.grant]
name = "a grant"
by = "help"
askable = false

[identities]
android = { via = "app" }
chrome-extension = { via = "extension" }
"#;

/// Returns a pack of this size in which every tool is banned, with a deployment for each of some
/// consumers.
pub fn scaled_bans(size: &Enforcement, consumers: &[&str]) -> PackFolder {
    let mut folder = scaled(&Scale { tools: size.tools, rules: 26, units: 8 });
    for file in &mut folder.files {
        if file.path == "pack.toml" {
            file.bytes.extend_from_slice(DERIVED.as_bytes());
        }
        let number = file.path.strip_prefix("tools/tool-").and_then(|rest| rest.strip_suffix(".toml"));
        if let Some(number) = number.and_then(|number| number.parse::<usize>().ok()) {
            let more = size.domains / size.tools.max(1);
            let domains: Vec<String> = (1..more).map(|place| format!("\"cdn-{place}.tool-{number}.test\"")).collect();
            let text = format!(
                "\n[[identities]]\nsource = \"https://tool-{number}.example\"\ndomain = [{}]\nandroid = \"example.tool{number}\"\n",
                domains.join(", ")
            );
            file.bytes.extend_from_slice(text.as_bytes());
        }
    }
    let deployments: String = consumers
        .iter()
        .map(|consumer| format!("[deployments.{consumer}]\nname = \"Devices\"\nserves = {{ device = \"issued\" }}\n\n"))
        .collect();
    folder.files.push(File { path: "deployments.toml".into(), bytes: deployments.into_bytes() });
    for ban in 0..size.bans {
        let tools: Vec<usize> = (0..size.tools).filter(|tool| tool % size.bans.max(1) == ban).collect();
        folder.files.push(scaled_ban(&format!("ban-{ban}"), &tools));
    }
    for exemption in 0..size.exemptions {
        let (ban, group) = (exemption % size.bans.max(1), exemption % size.groups.max(1));
        let address = format!("10.{}.{}.{}", exemption >> 16, (exemption >> 8) & 255, exemption & 255);
        let text = format!(
            "ban = \"ban-{ban}\"\ntools = \"all\"\npurposes = \"Tests.\"\nfrom = 2026-01-01\nuntil = 2030-12-31\napprovals = \"grant\"\nholder = {{ team = \"team-{exemption}\", addresses = \"{address}\", groups = \"group-{group}\" }}\n"
        );
        folder.files.push(File { path: format!("exemptions/exemption-{exemption}.toml"), bytes: text.into_bytes() });
    }
    folder.files.sort_by(|one, other| one.path.cmp(&other.path));
    folder
}

/// Returns a ban on some tools of a generated pack.
pub fn scaled_ban(id: &str, tools: &[usize]) -> File {
    let tools: Vec<String> = tools.iter().map(|tool| format!("\"tool-{tool}\"")).collect();
    let text = format!(
        "tools = [{}]\nwhen = {{ device = \"issued\" }}\ntext = \"These are banned.\"\nsource = \"list\"\n[exemption]\nwhen = {{ exemption = \"granted\" }}\ntext = \"Ask.\"\napprovals = \"grant\"\n",
        tools.join(", ")
    );
    File { path: format!("bans/{id}.toml"), bytes: text.into_bytes() }
}
