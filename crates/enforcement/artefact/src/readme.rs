use crate::text::{head, line};
use crate::{Consumer, File, LeftOuts};
use countersign_model::Plan;

/// Returns the page about an artefact: what it is, how to load it, what it blocks and what it
/// cannot do.
pub(crate) fn read_me(
    consumer: &Consumer,
    plan: &Plan,
    files: &[File],
    left_out: &[LeftOuts],
    notes: &[String],
    open: &[String],
) -> String {
    let directory = plan.deployment.directory.as_deref().unwrap_or("FOLDER");
    let mut text = format!("# {} ({})\n\n", markdown(&plan.deployment.name.text), consumer.title);
    for line in head(plan) {
        text.push_str(&format!("{}.  \n", markdown(&line)));
    }
    text.push_str(&format!("\nLabel: **{}**: {}.\n", consumer.label.as_str(), consumer.label.meaning()));
    text.push_str(&format!("\n## How to load it\n\n{}\n", consumer.load.replace("{directory}", directory).trim()));
    if plan.deployment.directory.is_none() && consumer.load.contains("{directory}") {
        text.push_str(
            "\n`FOLDER` stands for where you put these files. Paths inside them are relative to the folder in which the consumer works; with `directory` of the deployment in the pack they are absolute.\n",
        );
    }
    let groups: Vec<_> = files.iter().filter_map(|file| Some((file.group.as_ref()?, &file.path))).collect();
    if !groups.is_empty() {
        text.push_str("\nDevices of these groups take their own file instead of the one for all:\n\n");
        for (group, path) in groups {
            text.push_str(&format!("- {}: `{path}`\n", markdown(group)));
        }
    }
    if !consumer.limits.is_empty() {
        text.push_str(&format!("\n## What it cannot do\n\n{}\n", consumer.limits.trim()));
    }
    if !left_out.is_empty() || !notes.is_empty() {
        text.push_str("\n## What it does not carry\n\n");
        let lines = left_out.iter().map(LeftOuts::sentence);
        for line in lines.chain(notes.iter().cloned()) {
            text.push_str(&format!("- {}\n", markdown(&line)));
        }
    }
    let unreached = consumer.unreached(plan);
    if !unreached.is_empty() {
        text.push_str("\n## What is banned and not blocked here\n\n");
        for one in unreached {
            text.push_str(&format!("- {}\n", markdown(&one.why)));
        }
    }
    if !open.is_empty() {
        text.push_str("\n## What stays open\n\n");
        for line in open {
            text.push_str(&format!("- {}\n", markdown(line)));
        }
    }
    let beyond = consumer.beyond(plan);
    if !beyond.is_empty() {
        text.push_str("\n## What it blocks beyond these tools\n\n");
        for line in beyond {
            text.push_str(&format!("- {}\n", markdown(&line)));
        }
    }
    text.push_str("\n## What is blocked\n\n");
    let length = text.len();
    for block in consumer.blocks(plan) {
        text.extend(["- ", &markdown(&block.name), ": ", &markdown(&block.why), "\n"]);
    }
    if text.len() == length {
        text.push_str("Nothing.\n");
    }
    text
}

/// Returns a text as one line of Markdown.
fn markdown(text: &str) -> String {
    let special = |c: char| matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '|' | '\\' | '#');
    let line = line(text);
    if !line.contains(special) {
        return line;
    }
    let mut escaped = String::with_capacity(line.len() + 8);
    for c in line.chars() {
        if special(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
