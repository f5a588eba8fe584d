//! Text around lists and tables counts, and none of it is dropped without notice.

use crate::support::{imported as imported_from, status_of};
use countersign_import::{Effect, Imported, Mapping};

fn imported(name: &str, text: &str) -> Imported {
    imported_from(name, text.as_bytes(), &Mapping::default())
}

const TABLE: &str = "# Approved AI tools\n\n| Tool | Status |\n|---|---|\n| Microsoft Copilot | Approved |\n| Trello | Approved |\n| Zoom | Approved |\n";

#[test]
fn sentences_below_a_table_count_for_the_tools_that_they_name() {
    for (prose, asked) in [
        ("Copilot must not be used for patient data.", vec!["Microsoft Copilot"]),
        ("Note: Trello is banned for HR.", vec!["Trello"]),
        ("Do not use **Zoom** or Trello for patient data.", vec!["Zoom", "Trello"]),
        ("Zoom may only be used for external meetings. Trello is a board.", vec!["Zoom"]),
        ("We like Copilot, Trello and Zoom.", vec![]),
        ("Ask the desk for access to Zoom.", vec!["Zoom"]),
    ] {
        let made = imported("list.md", &format!("{TABLE}\n{prose}\n"));
        for tool in ["Microsoft Copilot", "Trello", "Zoom"] {
            let wanted = if asked.contains(&tool) { Effect::AskFirst } else { Effect::Allowed };
            assert_eq!(status_of(&made, tool), wanted, "{prose}: {tool}");
        }
        assert!(made.report.aside.is_empty(), "{prose}: {:?}", made.report.aside);
        assert_eq!(made.report.limiting.len(), asked.len(), "{prose}: {:?}", made.report.limiting);
    }
}

#[test]
fn prose_of_pages_counts_as_well() {
    let page = "<h2>Approved AI tools</h2><ul><li>Copilot</li><li>Zoom</li></ul><p>Do not use <b>ChatGPT</b> or Copilot for patient data.</p>";
    let made = imported("list.html", page);
    assert_eq!(status_of(&made, "Copilot"), Effect::AskFirst);
    assert_eq!(status_of(&made, "Zoom"), Effect::Allowed);
}

#[test]
fn prose_about_all_of_them_becomes_a_condition_and_other_prose_is_reported() {
    let made = imported("list.md", &format!("{TABLE}\nThese tools must not be used for patient data.\n"));
    for tool in ["microsoft-copilot", "trello", "zoom"] {
        let text = made.files()[&format!("tools/{tool}.toml")].clone();
        assert!(text.contains("These tools must not be used for patient data."), "{text}");
    }
    let other = "AI tools that have not been approved, such as ChatGPT or Otter AI, must not be used for work.";
    let made = imported("list.md", &format!("{TABLE}\n{other}\n"));
    assert_eq!(made.report.aside, [other]);
    assert_eq!(status_of(&made, "Trello"), Effect::Allowed);
}

#[test]
fn a_ban_in_a_sentence_of_a_list_is_about_its_tool() {
    let list =
        "# Approved tools\n\n- Copilot\n- Trello\n\nCopilot: do not use for patient data.\n\n* Trello is banned.\n";
    let made = imported("list.md", list);
    assert!(!made.files().contains_key("tools/trello-is.toml"), "{:?}", made.files().keys());
    assert_eq!(status_of(&made, "Copilot"), Effect::AskFirst);
    assert_ne!(status_of(&made, "Trello"), Effect::Allowed);
    for (item, name) in
        [("Zoom has been banned", "Zoom"), ("Zoom must not be used", "Zoom"), ("Zoom is currently prohibited", "Zoom")]
    {
        let made = imported("list.md", &format!("# Approved tools\n\n- Copilot\n- {item}\n"));
        assert_eq!(status_of(&made, name), Effect::NotAllowed, "{item}");
    }
}

#[test]
fn signs_of_several_stars_are_footnotes_too() {
    for sign in ["*", "**", "***", "†", "‡‡"] {
        let page = |note: &str| {
            format!(
                "<h1>Services</h1><table><tr><th>Product</th><th>Status</th></tr><tr><td>Filelocker{sign}</td><td>Approved</td></tr></table>{note}"
            )
        };
        let made = imported("list.html", &page(""));
        assert_eq!(status_of(&made, "Filelocker"), Effect::AskFirst, "{sign} without a footnote");
        let made = imported("list.html", &page(&format!("<p>{sign} Not for long-term storage.</p>")));
        assert_eq!(status_of(&made, "Filelocker"), Effect::AskFirst, "{sign}");
        let text = made.files()["tools/filelocker.toml"].clone();
        assert!(text.contains("Not for long-term storage"), "{text}");
    }
}

#[test]
fn a_matrix_of_classes_of_information_gives_a_status_for_each() {
    let list = "Services/Platforms,Unrestricted,Restricted,Confidential data\nBlackboard,Yes,Yes,No\nColleague,Yes,Yes,Yes\nGoogle Doc,Yes,No,No\n";
    let made = imported("list.csv", list);
    let head = made.files()["pack.toml"].clone();
    assert!(head.contains("[facets.class]") && head.contains("unrestricted = \"Unrestricted\""), "{head}");
    crate::support::pack(&made.files());
    let rules = made.files()["rules/list.cedar"].clone();
    let forbid = rules.split("\n\n").find(|rule| rule.contains("forbid") && rule.contains("\"restricted\""));
    let forbid = forbid.unwrap_or_else(|| panic!("a forbid for Google Doc: {rules}"));
    assert!(forbid.contains("Class::\"confidential-data\"") && !forbid.contains("\"unrestricted\""), "{forbid}");
}

#[test]
fn each_sign_is_a_status_of_its_own() {
    let list = "# Tools\n\n| Tool | Status |\n|---|---|\n| Gemini | ✅ |\n| TikTok | ❌ |\n| Poe | ⏳ |\n| Coze | 🟢 |\n| Temu | 🔴 |\n| Quay | – |\n";
    for (sign, meant, tool) in
        [("🟢", Effect::Allowed, "Coze"), ("✅", Effect::Allowed, "Gemini"), ("–", Effect::NotAllowed, "Quay")]
    {
        let mut mapping = Mapping::default();
        mapping.status(sign, meant);
        let made = imported_from("list.md", list.as_bytes(), &mapping);
        assert_eq!(status_of(&made, tool), meant, "{sign}");
        assert_eq!(status_of(&made, "TikTok"), Effect::NotAllowed, "{sign}");
        for other in ["Poe", "Temu"].iter().filter(|other| **other != tool) {
            assert_ne!(status_of(&made, other), Effect::Allowed, "{sign}: {other}");
        }
    }
}

#[test]
fn footnotes_of_every_form_count() {
    for (name, note) in [
        ("Grammarly¹", "¹ Students only."),
        ("Grammarly¹", ""),
        ("Grammarly[^1]", "[^1]: Students only."),
        ("Grammarly [2]", "[2] Students only."),
        ("Grammarly (1)", "1 Students only."),
        ("Grammarly^1^", "^1^ Students only."),
    ] {
        let list = format!(
            "# Approved tools\n\n| Tool | Status |\n|---|---|\n| {name} | Approved |\n| Other | Approved |\n\n{note}\n"
        );
        let made = imported("list.md", &list);
        assert_eq!(status_of(&made, "Grammarly"), Effect::AskFirst, "{name} with {note:?}");
        assert_eq!(status_of(&made, "Other"), Effect::Allowed, "{name}");
        let text = made.files()["tools/grammarly.toml"].clone();
        assert!(note.is_empty() || text.contains("Students only"), "{name}: {text}");
    }
}

#[test]
fn columns_of_data_and_of_reviews_limit() {
    for heading in
        ["Data types", "Data types allowed", "Data Classification Types Allowed", "University Data Guidance", "OK for"]
    {
        let made = imported("list.csv", &format!("Tool,Status,{heading}\nChatGPT,Approved,Public\nOther,Approved,\n"));
        assert_eq!(status_of(&made, "ChatGPT"), Effect::AskFirst, "{heading}");
        assert_eq!(status_of(&made, "Other"), Effect::Allowed, "{heading}");
    }
    for (cell, wanted) in [("Yes", Effect::AskFirst), ("Required", Effect::AskFirst), ("No", Effect::Allowed)] {
        let list = format!("Tool,Approved?,Review needed before use?\nClaude,Yes,{cell}\nOther,Yes,No\n");
        assert_eq!(status_of(&imported("list.csv", &list), "Claude"), wanted, "{cell}");
    }
}

#[test]
fn companies_are_names_too() {
    let made = imported("list.md", "# Banned software\n\n- ByteDance Ltd.\n- Tencent Holdings Ltd.\n- Kaspersky\n");
    assert!(made.report.refused.is_empty(), "{:?}", made.report.refused);
    assert_eq!(status_of(&made, "ByteDance Ltd."), Effect::NotAllowed);
}

#[test]
fn control_characters_of_prose_are_in_no_document() {
    for prose in ["Trello must not be\u{b}used\u{7} for\nHR.", "These tools must\u{1} not be used for HR."] {
        let made = imported("list.md", &format!("{TABLE}\n{prose}\n"));
        crate::support::pack(&made.files());
        assert!(made.files().values().all(|text| !text.contains(['\u{b}', '\u{7}', '\u{1}'])), "{prose:?}");
    }
    let page = "<h2>Approved apps</h2><table><tr><th>App</th></tr><tr><td>Zeta<sup>1</sup></td></tr></table><p>1 Only\u{1}on campus\u{0}.</p>";
    crate::support::pack(&imported("list.html", page).files());
}

#[test]
fn long_texts_of_any_letters_fit() {
    let long = "ᚠ".repeat(6_000);
    let made = imported("list.md", &format!("{TABLE}\nTrello must not be used for {long}.\n"));
    crate::support::pack(&made.files());
}
