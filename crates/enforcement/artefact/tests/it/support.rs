//! Packs for tests, and their builds.

use countersign_artefact::{Build, tree};
use countersign_compile::compile;
use countersign_decide::enforcement::Planner;
use countersign_model::{NameCollision, Plan};
use countersign_pack::read;
use countersign_testkit::folder;
use jiff::civil::{Date, date};
use std::path::{Path, PathBuf};

/// The day of the tests.
pub(crate) const DAY: Date = date(2026, 4, 1);

/// An organisation with two bans and one usable tool. 127.0.0.5 and the group `Trial lab` are
/// exempt from `first`, and only 127.0.0.6 is exempt from `second`.
pub(crate) const PACK: &[(&str, &str)] = &[
    (
        "pack.toml",
        r#"
format = 1
name = "Test & Office \"A\""
version = "7"
help = "desk"
report = "desk"
unlisted = { text = "Ask.", ask = "desk" }
contacts.desk = { name = "The desk", subject = "anything", reach = ["desk@office.example"] }
sources.list = { title = "The list", standing = "in-force" }
units.all = { name = "All" }
grades.good = { name = "Good" }
approvals.grant = { name = "a grant", by = "desk", askable = false }
facets.device = { question = "Device?", values = { laptop = "A laptop", phone = "A phone", own = "Your own" } }
facets.via = { question = "How?", values = { web = "Web", app = "App", extension = "Extension" } }
facets.exemption = { question = "Exempt?", values = { none = "No", granted = "Yes" }, default = "none", derived = true }
identities = { android = { via = "app" }, apple = { via = "app" }, apple-team = { via = "app" }, apple-signing = { via = "app" }, windows-executable = { via = "app" }, windows-publisher = { via = "app" }, chrome-extension = { via = "extension" }, firefox-extension = { via = "extension" } }
"#,
    ),
    (
        "rules/all.cedar",
        "@id(\"good\") @text(\"It is on the list.\") permit (principal, action == Action::\"use\", resource in Grade::\"good\");\n@id(\"own\") @kind(\"out-of-scope\") @text(\"Your own.\") permit (principal, action == Action::\"use\", resource) when { context.device == Device::\"own\" };\n",
    ),
    (
        "tools/first.toml",
        r#"
name = "First <app>"
[[identities]]
source = "https://first.example"
domain = ["banned.test", "cdn.banned.test", "first.example"]
android = "test.banned.app"
apple = "test.banned.app"
apple-team = "ABCDE12345"
apple-signing = "ABCDE12345:test.banned.mac"
windows-executable = "First App.exe"
windows-publisher = "O=First & \"Sons\", C=GB"
chrome-extension = "abcdefghijklmnopabcdefghijklmnop"
firefox-extension = "first@banned.test"
"#,
    ),
    (
        "tools/second.toml",
        "name = \"Second\"\n[[identities]]\nsource = \"https://other.test\"\ndomain = [\"other.test\"]\nandroid = \"test.other.app\"\nchrome-extension = \"ponmlkjihgfedcbaponmlkjihgfedcba\"\n",
    ),
    (
        "tools/third.toml",
        "name = \"Third\"\n[[listings]]\nsource = \"list\"\ngrade = \"good\"\n[[identities]]\nsource = \"https://free.test\"\ndomain = [\"free.test\"]\n",
    ),
    (
        "bans/first.toml",
        "tools = \"first\"\nwhen = { device = [\"laptop\", \"phone\"] }\ntext = \"First takes what it finds: 100% of it.\"\nsource = \"list\"\nask = \"desk\"\n[exemption]\nwhen = { exemption = \"granted\" }\ntext = \"Ask the desk.\"\napprovals = \"grant\"\n",
    ),
    (
        "bans/second.toml",
        "tools = \"second\"\nwhen = { device = [\"laptop\", \"phone\"] }\ntext = \"Second is banned.\"\nsource = \"list\"\nask = \"desk\"\n[exemption]\nwhen = { exemption = \"granted\" }\ntext = \"Ask the desk.\"\napprovals = \"grant\"\n",
    ),
    (
        "exemptions/lab.toml",
        "ban = \"first\"\ntools = \"all\"\npurposes = \"Trials.\"\nfrom = 2026-01-01\nuntil = 2026-12-31\napprovals = \"grant\"\nholder = { team = \"secret-team-name\", addresses = \"127.0.0.5\", groups = \"Trial lab\" }\n",
    ),
    (
        "exemptions/other.toml",
        "ban = \"second\"\ntools = \"all\"\npurposes = \"Trials.\"\nfrom = 2026-01-01\nuntil = 2026-12-31\napprovals = \"grant\"\nholder = { team = \"other-team\", addresses = [\"127.0.0.6\"] }\n",
    ),
];

/// Additions to [`PACK`]: a usable tool that needs `meet.banned.test`, and a third banned tool
/// whose `ads.meet.banned.test` is below that.
pub(crate) const EXCEPTION: &[(&str, &str)] = &[
    (
        "tools/meet.toml",
        "name = \"Meet\"\n[[listings]]\nsource = \"list\"\ngrade = \"good\"\n[[identities]]\nsource = \"https://meet.example\"\ndomain = \"meet.banned.test\"\n",
    ),
    (
        "tools/ads.toml",
        "name = \"Ads\"\n[[identities]]\nsource = \"https://ads.example\"\ndomain = \"ads.meet.banned.test\"\n",
    ),
    (
        "bans/ads.toml",
        "tools = \"ads\"\nwhen = { device = [\"laptop\", \"phone\"] }\ntext = \"Ads are banned.\"\nsource = \"list\"\nask = \"desk\"\n[exemption]\nwhen = { exemption = \"granted\" }\ntext = \"Ask the desk.\"\napprovals = \"grant\"\n",
    ),
    (
        "exemptions/ads.toml",
        "ban = \"ads\"\ntools = \"all\"\npurposes = \"Trials.\"\nfrom = 2026-01-01\nuntil = 2026-12-31\napprovals = \"grant\"\nholder = { team = \"other-team\", addresses = [\"127.0.0.6\"] }\n",
    ),
];

/// Whether a name is blocked with those additions: for clients without an exemption, for those
/// exempt from `first`, and for those exempt from `second` and the ban on advertisements.
pub(crate) const WITH_EXCEPTION: &[(&str, [bool; 3])] = &[
    ("banned.test", [true, false, true]),
    ("www.banned.test", [true, false, true]),
    ("meet.banned.test", [false, false, false]),
    ("x.meet.banned.test", [false, false, false]),
    ("notmeet.banned.test", [true, false, true]),
    ("meet.notbanned.test", [false, false, false]),
    ("ads.meet.banned.test", [true, true, false]),
    ("x.ads.meet.banned.test", [true, true, false]),
    ("notads.meet.banned.test", [false, false, false]),
    ("other.test", [true, true, false]),
    ("free.test", [false, false, false]),
];

/// Returns the same files without exemptions, for consumers that treat all clients alike.
pub(crate) fn without_exemptions(files: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    files.iter().copied().filter(|(path, _)| !path.starts_with("exemptions/")).collect()
}

/// Returns a deployment for every device of the organisation.
pub(crate) fn deployment(consumer: &str) -> String {
    format!("[deployments.{consumer}]\nname = \"All devices\"\nserves = {{ device = [\"laptop\", \"phone\"] }}\n")
}

/// Returns the plans of a pack on a day, with their conflicts.
pub(crate) fn plans(files: &[(&str, &str)], deployments: &str, at: Date) -> Vec<(Plan, Vec<NameCollision>)> {
    let mut all = files.to_vec();
    all.push(("deployments.toml", deployments));
    let reading = read(&[folder(&all)]);
    let errors: Vec<_> = reading.diagnostics.iter().filter(|one| one.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let compiled = compile(reading.pack, &reading.files).expect("sound");
    let policy = compiled.policy(at).expect("a policy");
    let mut planner = Planner::new(&policy);
    policy.pack.deployments.iter().map(|deployment| planner.plan(deployment).expect("a plan")).collect()
}

/// Builds a pack.
pub(crate) fn built(files: &[(&str, &str)], deployments: &str) -> Build {
    let plans: Vec<Plan> = plans(files, deployments, DAY).into_iter().map(|(plan, _)| plan).collect();
    tree(&plans, None)
}

/// Writes the files of one artefact into a new folder.
pub(crate) fn laid_out(tree: &Build, folder: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, bytes) in &tree.files {
        let file = dir.path().join(path);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        std::fs::write(file, bytes.as_slice()).expect("a file");
    }
    open(dir.path());
    let own = dir.path().join(folder);
    (dir, own)
}

/// Lets servers that drop their privileges read the files below.
pub(crate) fn open(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mut mode = std::fs::metadata(path).expect("there").permissions();
    mode.set_mode(if path.is_dir() { 0o777 } else { 0o644 });
    std::fs::set_permissions(path, mode).expect("may");
    if path.is_dir() {
        for entry in std::fs::read_dir(path).expect("a folder") {
            open(&entry.expect("an entry").path());
        }
    }
}
