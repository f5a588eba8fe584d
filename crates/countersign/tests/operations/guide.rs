//! The commands and files of `docs/guide/operating.md`, on a separate machine.

use crate::package::release;
use crate::sandbox::Sandbox;
use crate::support::root;
use std::fs;

/// Returns the code blocks of a page: their kind and their text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((kind.to_owned(), block.join("\n") + "\n"));
        }
    }
    blocks
}

fn page() -> String {
    fs::read_to_string(root().join("docs/guide/operating.md")).expect("the guide")
}

#[test]
fn guide_shows_the_files_of_docs_ops() {
    let blocks = blocks(&page());
    for file in ["nginx.conf", "Caddyfile", "haproxy.cfg", "prometheus.yml"] {
        let text = fs::read_to_string(root().join("docs/ops").join(file)).expect("a file");
        assert!(
            blocks.iter().any(|(_, block)| *block == text),
            "docs/guide/operating.md does not show docs/ops/{file}"
        );
    }
    let entry = "packaging/container/Containerfile";
    assert!(page().contains(entry), "the guide names {entry}");
}

/// Runs each command in order, and looks for each line that the guide shows.
#[test]
fn administrators_can_follow_the_guide() {
    let machine = Sandbox::boot();
    release(&machine.shared.path().join("files"), "1");
    machine.sh("cp -r /mnt/files /root/release && cp -r /mnt/files /root/release-2");
    let mut typed = 0;
    for (_, block) in blocks(&page()).iter().filter(|(kind, _)| kind == "console") {
        for part in format!("\n{block}").split("\n$ ").skip(1) {
            let (line, shown) = part.split_once('\n').unwrap_or((part, ""));
            // The test does not build images, which need a container engine.
            if line.starts_with("podman ") {
                continue;
            }
            let command = line.replace("sudo ", "");
            let done = machine.until(&format!("cd /root/release && ({command}) 2>&1"));
            let mut found = done.lines();
            for wanted in shown.lines().filter(|line| !line.trim().is_empty() && line.trim() != "…") {
                let (start, end) = wanted.split_once('…').unwrap_or((wanted, wanted));
                let comes = found.any(|line| line.starts_with(start) && line.trim_end().ends_with(end.trim_end()));
                assert!(comes, "$ {line}\n--- shown\n{shown}\n--- found\n{done}");
            }
            typed += 1;
        }
    }
    assert!(typed >= 12, "{typed}");
}
