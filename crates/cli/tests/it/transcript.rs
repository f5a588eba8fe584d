//! The transcripts of the README and the guide, replayed.

use crate::support::{root, run};

/// A command of a page, and what the page shows of its output: the lines up to
/// the first that is just `…`.
fn transcripts(page: &str) -> Vec<(String, String, bool)> {
    let mut found = Vec::new();
    for block in page.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        for part in block.split("$ ").skip(1) {
            let (command, shown) = part.split_once('\n').unwrap_or((part, ""));
            let cut = shown.lines().any(|line| line.trim() == "…");
            let shown: Vec<&str> = shown.lines().take_while(|line| line.trim() != "…").collect();
            found.push((command.to_owned(), shown.join("\n").trim_end().to_owned(), cut));
        }
    }
    found
}

#[test]
fn the_readme_tells_the_truth() {
    let page = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let mut replayed = 0;
    for (command, shown, cut) in transcripts(&page) {
        let words = words(&command);
        let arguments: Vec<&str> = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["cargo", "run", "--quiet", "--", rest @ ..] | ["countersign", rest @ ..] => rest.to_vec(),
            _ => continue,
        };
        let found = run(&arguments).out;
        let found = found.trim_end();
        // The day at the foot of an answer moves.
        let fits = if cut { found.starts_with(&shown) } else { found == shown };
        assert!(fits, "{command}\n--- shown\n{shown}\n--- found\n{found}");
        replayed += 1;
    }
    assert!(replayed >= 2, "the README shows {replayed} commands");
}

/// The words of a command line, with text in quotes as one.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.trim().chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
