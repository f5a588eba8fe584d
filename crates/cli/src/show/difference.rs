//! What a change of a policy changes, for people.

use crate::show::paper::{FAINT, HEAD, heading, item};
use crate::show::phrase::boxed;
use anstyle::Style;
use countersign_decide::Speaker;
use countersign_decide::diff::{Difference, Statement};
use countersign_model::Pack;
use std::io::{self, Write};

/// The most tools that a statement names one by one.
const MOST_NAMES: usize = 6;

/// How a difference is laid out.
#[derive(Clone, Copy)]
pub(crate) enum Layout {
    /// For a terminal.
    Text,
    /// For a review: headings and lists.
    Markdown,
}

/// Prints the changes, as many statements as `limit` allows.
pub(crate) fn print(
    out: &mut dyn Write,
    found: &Difference,
    limit: usize,
    say: Speaker<'_>,
    pack: &Pack,
    layout: Layout,
) -> io::Result<()> {
    layout.summary(out, &summary(found))?;
    let mut left = limit;
    for (title, statements) in [("", &found.statements), ("Only the reasons or conditions change", &found.retold)] {
        if !title.is_empty() && !statements.is_empty() {
            layout.section(out, title)?;
        }
        for group in statements.chunk_by(|one, other| one.rules == other.rules) {
            if left == 0 {
                break;
            }
            layout.group(out, &decided(group, say, pack))?;
            for statement in group.iter().take(left) {
                layout.item(out, &sentence(statement, say, pack), Style::new())?;
            }
            left = left.saturating_sub(group.len());
        }
    }
    if let Some(more) = more(found, limit) {
        writeln!(out, "\n{more}")?;
    }
    if !found.notes.is_empty() {
        layout.section(out, "Also")?;
        for note in &found.notes {
            layout.item(out, note, FAINT)?;
        }
    }
    Ok(())
}

impl Layout {
    fn summary(self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        match self {
            Self::Text => writeln!(out, "{HEAD}{text}{HEAD:#}"),
            Self::Markdown => writeln!(out, "**{text}**"),
        }
    }

    fn section(self, out: &mut dyn Write, title: &str) -> io::Result<()> {
        match self {
            Self::Text => heading(out, title),
            Self::Markdown => writeln!(out, "\n## {title}\n"),
        }
    }

    fn group(self, out: &mut dyn Write, title: &str) -> io::Result<()> {
        writeln!(out)?;
        match self {
            Self::Text => item(out, "", title, HEAD),
            Self::Markdown => writeln!(out, "### {}\n", escaped(title)),
        }
    }

    fn item(self, out: &mut dyn Write, text: &str, style: Style) -> io::Result<()> {
        match self {
            Self::Text => item(out, "  • ", text, style),
            Self::Markdown => writeln!(out, "- {}", escaped(text)),
        }
    }
}

/// What Markdown would take for its own.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '|' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn summary(found: &Difference) -> String {
    match (found.statements.is_empty(), found.retold.is_empty()) {
        (true, true) => "No answer changes.".to_owned(),
        (true, false) => "No verdict changes; reasons or conditions do.".to_owned(),
        (false, _) => {
            let count = found.statements.len();
            let least = if found.lower_bound >= count {
                String::new()
            } else {
                format!(" (at least {} are needed)", found.lower_bound)
            };
            let statements = if count == 1 { "statement" } else { "statements" };
            format!(
                "{} of {} questions change their verdict: {count} {statements}{least}.",
                found.changed, found.questions
            )
        }
    }
}

fn more(found: &Difference, limit: usize) -> Option<String> {
    let rest: Vec<&Statement> = found.statements.iter().chain(&found.retold).skip(limit).collect();
    let questions: u128 = rest.iter().filter_map(|one| one.questions.parse::<u128>().ok()).sum();
    let count = rest.len();
    (count > 0).then(|| format!("… and {count} more statements about {questions} questions; `--limit 0` prints all."))
}

/// The rules that decide a group of statements, with what the first one says.
fn decided(group: &[Statement], say: Speaker<'_>, pack: &Pack) -> String {
    let rules = group.first().map(|one| one.rules.clone()).unwrap_or_default();
    let first = rules.first().and_then(|rule| pack.rules.get(rule));
    let text = first.and_then(|rule| rule.text.as_ref()).map(|text| say.say(text));
    let text = match (text, rules.first().map(String::as_str)) {
        (None, Some("unlisted")) => pack.settings.unlisted.as_ref().map(|route| say.say(&route.text)),
        (text, _) => text,
    };
    match text {
        Some(text) => format!("{}: {text}", rules.join(", ")),
        None => rules.join(", "),
    }
}

/// A statement as a policy author reads it.
fn sentence(statement: &Statement, say: Speaker<'_>, pack: &Pack) -> String {
    let verdict = |verdict: &str| say.word(&format!("ui.verdict.{verdict}")).to_lowercase();
    let names = &statement.names;
    let mut who = match names.len() {
        0 => "every tool".to_owned(),
        count if count <= MOST_NAMES => names.join(", "),
        count => {
            let first: Vec<&str> = names.iter().take(MOST_NAMES - 1).map(String::as_str).collect();
            format!("{} and {} more", first.join(", "), count + 1 - MOST_NAMES)
        }
    };
    if !statement.units.is_empty() {
        let unit = |id: &String| pack.units.get(id).map_or(id.clone(), |unit| say.say(&unit.name).to_owned());
        let units: Vec<String> = statement.units.iter().map(unit).collect();
        who = format!("{who} (in {})", units.join(", "));
    }
    let what = match statement.what.as_str() {
        "verdict" => format!("{} becomes {}", verdict(&statement.from), verdict(&statement.to)),
        what => format!("{} stays, the {what} change", verdict(&statement.from)),
    };
    let when = if statement.when.is_empty() {
        String::new()
    } else {
        format!(" {} {}", say.word("ui.when"), boxed(&statement.when, say, pack))
    };
    format!("{who}: {what}{when}")
}
