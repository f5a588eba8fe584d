//! Ids, names and near misses.

use countersign_pack::nearest;

#[test]
fn a_slip_is_near_and_another_word_is_not() {
    let known = ["slack", "trello", "microsoft-teams"];
    for (word, near) in [
        ("slakc", Some("slack")),
        ("Treello", Some("trello")),
        ("teams", Some("microsoft-teams")),
        ("MicrosoftTeams", Some("microsoft-teams")),
        ("zoom", None),
        ("", None),
    ] {
        assert_eq!(nearest(word, known), near, "{word}");
    }
}
