//! `build` and `lint`: identities that cover each other, and bans that no identity reaches.

use crate::blocking::Harbour;

/// Pairs of identities. The first, of a banned tool, blocks the second, of a usable one.
const COVERING: &[(&str, &str)] = &[
    ("apple-team = \"ABCDE12345\"", "apple-signing = \"ABCDE12345:com.good.app\""),
    ("apple = \"com.good.app\"", "apple-signing = \"ABCDE12345:com.good.app\""),
    ("apple-signing = \"ABCDE12345:com.good.app\"", "apple = \"com.good.app\""),
    ("apple-signing = \"platform:com.good.app\"", "apple-signing = \"platform:com.good.app\""),
    (
        "edge-extension = \"abcdefghijklmnopabcdefghijklmnop\"",
        "chrome-extension = \"abcdefghijklmnopabcdefghijklmnop\"",
    ),
    ("windows-executable = \"Good.exe\"", "windows-executable = \"good.EXE\""),
    ("windows-publisher = \"O=GOOD\"", "windows-publisher = \"O=Good\""),
    ("windows-package = \"Good.App_8wekyb3d8bbwe\"", "windows-package = \"good.app_8wekyb3d8bbwe\""),
    ("debian = \"good\"", "debian = \"good\""),
];

/// Identities that have a common part and do not block each other.
const APART: &[(&str, &str)] = &[
    ("apple-signing = \"ABCDE12345:com.clip.app\"", "apple-team = \"ABCDE12345\""),
    ("apple-signing = \"ABCDE12345:com.good.app\"", "apple-signing = \"FGHIJ67890:com.good.app\""),
    ("apple-signing = \"platform:com.clip\"", "apple = \"com.good\""),
    ("android = \"com.good.app\"", "apple = \"com.good.app\""),
    ("apple-team = \"ABCDE12345\"", "apple-signing = \"FGHIJ67890:com.good.app\""),
    ("snap = \"good\"", "debian = \"good\""),
];

const CONSUMERS: &[&str] = &["santa", "apple-declaration", "applocker", "chromium", "osquery"];

#[test]
fn a_name_that_covers_one_that_is_needed_is_a_conflict() {
    for (banned, needed) in COVERING {
        let harbour = Harbour::new(CONSUMERS);
        harbour.ban("clip", banned);
        harbour.approve("good", needed);
        for (status, told) in [harbour.lint(), harbour.build()] {
            assert_eq!(status, 3, "{banned} and {needed}: {told}");
            for word in ["error[conflict]", "tools/clip.toml", "tools/good.toml", "needs it here"] {
                assert!(told.contains(word), "{banned} and {needed}: no {word} in {told}");
            }
        }
    }
    for (banned, needed) in APART {
        let harbour = Harbour::new(CONSUMERS);
        harbour.ban("clip", banned);
        harbour.approve("good", needed);
        assert_eq!(harbour.lint().0, 0, "{banned} and {needed}: {}", harbour.lint().1);
        assert_eq!(harbour.build().0, 0, "{banned} and {needed}: {}", harbour.build().1);
    }
}

#[test]
fn a_ban_that_reaches_nothing_is_a_warning() {
    let harbour = Harbour::new(&["applocker", "unbound"]);
    harbour.ban("clip", "domain = \"clip.example\"");
    harbour.ban("snip", "windows-package = \"Snip.Snip_8wekyb3d8bbwe\"");
    harbour.write("tools/nameless.toml", "name = \"Nameless\"\n");
    harbour.write("bans/clip.toml", "tools = [\"clip\", \"nameless\"]\nwhen = { device = [\"laptop\", \"phone\"] }\ntext = \"It is banned.\"\nsource = \"list\"\nask = \"desk\"\n");
    let (status, told) = harbour.build();
    assert_eq!(status, 0, "{told}");
    let first = told.lines().next().expect("a line");
    for word in [
        "! applocker  1 tool blocked by 1 name",
        "clip and Nameless are banned and not blocked here",
        "windows-package",
    ] {
        assert!(first.contains(word), "no {word} in {first}");
    }
    assert!(told.contains("! unbound"), "{told}");
    assert!(harbour.file("applocker/AppLocker.xml").contains("PublisherName=\"*\" ProductName=\"Snip.Snip\""));
    assert!(harbour.file("applocker/README.md").contains("## What is banned and not blocked here"));
    assert_eq!(harbour.manifest()["artefacts"]["applocker"]["unreached"][0]["tools"][0], "clip");
    assert!(harbour.lint().1.contains("warning[not-blocked]"), "{}", harbour.lint().1);
    // A stated gap causes no warning. A statement without effect causes one.
    let deployments = "[deployments.applocker]\nname = \"A\"\nserves = { device = [\"laptop\", \"phone\"] }\ncannot-block = [{ tools = [\"clip\", \"nameless\"], why = \"It is no program.\" }]\n";
    harbour.write("deployments.toml", deployments);
    assert!(!harbour.lint().1.contains("not-blocked"), "{}", harbour.lint().1);
    let (_, told) = harbour.build();
    assert!(told.starts_with("✔ applocker"), "{told}");
    assert!(told.contains("banned and not blocked here: It is no program."), "{told}");
    harbour.write("deployments.toml", &deployments.replace("\"nameless\"", "\"nameless\", \"snip\""));
    assert!(harbour.lint().1.contains("it cannot block `snip`, and it does"), "{}", harbour.lint().1);
    harbour.write("deployments.toml", &deployments.replace("\"nameless\"", "\"namless\""));
    assert!(harbour.lint().1.contains("namless"), "{}", harbour.lint().1);
}
