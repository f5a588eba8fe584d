//! Edits change what they state and nothing else.

use countersign_pack::{Edit, edit};
use proptest::prelude::*;

const TOOL: &str = r#"# A tool.
name = "Slack"   # its name
kinds = "chat"
aliases = [
  "Slack.com", # the site
]

# What the list says.
[[listings]]
source = "list"
grade = "good"  # for now
limits = { data = "<= internal" }

[[listings]]
source = "other"
grade = "fair"
"#;

fn path(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

fn set(at: &str, value: &str) -> Edit {
    Edit::Set { path: path(at), value: value.into() }
}

#[test]
fn no_edit_changes_nothing() {
    assert_eq!(edit(TOOL, &[]).as_deref(), Ok(TOOL));
}

#[test]
fn edits_keep_comments_and_order() {
    let edits = [
        set("name", "\"Slack Connect\""),
        set("listings.0.until", "2027-03-31"),
        set("listings.0.limits.data", "\"public\""),
        Edit::Push { path: path("aliases"), value: "\"Slack Pro\"".into() },
        Edit::Push { path: path("kinds"), value: "\"board\"".into() },
        Edit::Push { path: path("identities"), value: "{ source = \"s\", domain = \"slack.com\" }".into() },
        Edit::Remove { path: path("listings.1") },
    ];
    insta::assert_snapshot!(edit(TOOL, &edits).expect("edits"));
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    for bad in [
        set("listings.9.grade", "\"x\""),
        set("name.deeper", "1"),
        set("name", "not toml"),
        Edit::Remove { path: path("nothing") },
    ] {
        assert!(edit(TOOL, std::slice::from_ref(&bad)).is_err(), "{bad:?}");
    }
    assert!(edit("name = ", &[]).is_err());
}

proptest! {
    /// A value that was set can be read back, and every other line stays.
    #[test]
    fn set_is_read_back(text in "[a-zA-Z0-9 ]{0,20}") {
        let value = format!("\"{text}\"");
        let edited = edit(TOOL, &[set("name", &value)]).expect("an edit");
        prop_assert_eq!(edited, TOOL.replacen("\"Slack\"", &value, 1));
    }

    #[test]
    fn any_path_gives_an_error_or_toml_with_its_comments(
        steps in prop::collection::vec("[a-z0-9]{0,6}", 0..5), value in "\\PC{0,12}"
    ) {
        for change in [
            Edit::Set { path: steps.clone(), value: value.clone() },
            Edit::Push { path: steps.clone(), value: value.clone() },
            Edit::Remove { path: steps.clone() },
        ] {
            let keeps_all = !matches!(change, Edit::Remove { .. });
            let Ok(edited) = edit(TOOL, &[change]) else { continue };
            prop_assert!(toml::de::DeTable::parse(&edited).is_ok(), "{}", edited);
            for comment in TOOL.lines().filter(|line| keeps_all && line.starts_with('#')) {
                prop_assert!(edited.contains(comment), "{} is lost", comment);
            }
        }
    }
}
