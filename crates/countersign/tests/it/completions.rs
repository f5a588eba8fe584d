//! Completions, as shells ask for them.

use crate::support::{command, ran, root, run};
use std::process::Command;

/// Returns what bash offers for the last word of a line, where `|` parts words as bash does.
fn bash(line: &str) -> Vec<String> {
    let script = format!(
        "source <(\"$PROGRAM\" completions bash)
         COMP_WORDS=({}) COMP_TYPE=9
         COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
         _clap_complete_countersign countersign \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        line.split('|').map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ")
    );
    let program = env!("CARGO_BIN_EXE_countersign");
    let folder = std::path::Path::new(program).parent().expect("a folder");
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").expect("a path"));
    let mut bash = Command::new("bash");
    bash.args(["-c", &script])
        .current_dir(root())
        .env("PATH", path)
        .env("PROGRAM", program)
        .env("COUNTERSIGN_CACHE", "off");
    let done = ran(bash.output().expect("bash"));
    assert_eq!(done.err, "", "{line}");
    done.out.lines().filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Returns what the command prints for another shell: each candidate with its help.
fn candidates(shell: &str, words: &[&str]) -> String {
    let mut asked = command(&["--"]);
    asked.args(words).env("_COUNTERSIGN_COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string());
    let done = ran(asked.output().expect("a run"));
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    done.out
}

#[test]
fn every_shell_has_a_script_that_asks_the_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]).out;
        assert!(script.contains("_COUNTERSIGN_COMPLETE") && script.contains("countersign"), "{shell}: {script}");
    }
}

#[test]
fn bash_offers_the_values_of_the_pack() {
    for (line, offered) in [
        ("countersign|che", &["check"][..]),
        ("countersign|serve|--li", &["--listen"]),
        ("countersign|check|--pack|packs/moj|microsoft-tea", &["microsoft-teams"]),
        ("countersign|check|slack|--pack|packs/moj|purp", &["purpose="]),
        ("countersign|check|slack|--pack|packs/moj|device=per", &["device=personal"]),
        ("countersign|check|slack|--pack|packs/moj|device|=|per", &["personal"]),
        ("countersign|check|slack|--pack|packs/moj|--unit|ag", &["agency"]),
        ("countersign|check|x|--pack|packs/moj|--kind|messag", &["messaging"]),
        ("countersign|list|--pack|packs/moj|--verdict|u", &["undecided"]),
        ("countersign|list|--pack|packs/moj|--device|smart", &["smartphone"]),
        ("countersign|list|--pack|packs/moj|--grade|app", &["approved-tool", "approved"]),
        ("countersign|list|--pack|packs/moj|--type|e-sig", &["e-signature"]),
        ("countersign|build|--pack|packs/moj|--only|unb", &["unbound"]),
        ("countersign|show|--pack=packs/moj|tiktok-s", &["tiktok-studio"]),
        // No pack, no values; and no error in the middle of a line.
        ("countersign|show|--pack|nowhere|tik", &[]),
    ] {
        assert_eq!(bash(line), offered, "{line}");
    }
    let values = bash("countersign|check|slack|--pack|packs/moj|device|=|");
    assert!(values.contains(&"dom1".to_owned()) && values.contains(&"personal".to_owned()), "{values:?}");
}

#[test]
fn other_shells_say_what_a_value_is() {
    let words = ["countersign", "check", "slack", "--pack", "packs/moj", "device=per"];
    assert!(candidates("fish", &words).contains("device=personal\t"));
    assert!(candidates("zsh", &words).contains("device=personal:"));
    let words = ["countersign", "show", "--pack", "packs/moj", "tiktok-stu"];
    assert!(candidates("fish", &words).contains("tiktok-studio\tTikTok Studio"));
}
