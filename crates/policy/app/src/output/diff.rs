//! Prints the changes between two policy versions.

use crate::output::diff_layout::{Layout, Line};
use anstyle::Style;
use countersign_command::output::format::boxed;
use countersign_command::output::terminal::FAINT;
use countersign_decide::diff::{Difference, Statement, TextChange};
use countersign_decide::{Localizer, thousands};
use countersign_model::Pack;
use std::io::{self, Write};

/// Prints the changes, with at most `limit` statements.
pub(crate) fn print(
    out: &mut dyn Write,
    found: &Difference,
    limit: usize,
    say: Localizer<'_>,
    pack: &Pack,
    layout: Layout,
) -> io::Result<()> {
    layout.summary(out, &summary(found))?;
    let mut left = limit;
    for (title, statements) in sections(found) {
        if left == 0 || statements.is_empty() {
            continue;
        }
        if !title.is_empty() {
            layout.section(out, title)?;
        }
        let shown = statements.get(..left.min(statements.len())).unwrap_or(statements);
        for group in shown.chunk_by(|one, other| key(one) == key(other)) {
            let (heading, below) = headed(group, say, pack, layout);
            layout.group(out, &heading, below.as_deref())?;
            for statement in group {
                layout.line(out, &line(statement, say, pack))?;
            }
        }
        left -= shown.len();
    }
    if let Some(more) = more(found, limit) {
        writeln!(out, "\n{more}")?;
    }
    if !found.reworded.is_empty() || !found.texts.is_empty() {
        layout.list(out, "In other words")?;
    }
    for one in &found.reworded {
        layout.item(out, &wording(one, layout), Style::new())?;
    }
    for sentence in &found.texts {
        layout.item(out, sentence, Style::new())?;
    }
    if !found.notes.is_empty() {
        layout.list(out, "Also")?;
        for note in &found.notes {
            layout.item(out, note, FAINT)?;
        }
    }
    Ok(())
}

/// Returns the statements in the order of the output.
fn sections(found: &Difference) -> [(&'static str, &[Statement]); 4] {
    [
        ("", &found.statements),
        ("What only the new version can be asked", &found.added),
        ("What only the old version could be asked", &found.gone),
        ("Only the reasons or conditions change", &found.explanations),
    ]
}

fn summary(found: &Difference) -> String {
    let apart = !found.notes.is_empty();
    let told = match found {
        _ if !found.statements.is_empty() => {
            let count = found.statements.len();
            let least = if found.lower_bound >= count {
                String::new()
            } else {
                format!(" (at least {} are needed)", found.lower_bound)
            };
            let statements = if count == 1 { "statement" } else { "statements" };
            let (changed, all) = (thousands(&found.changed), thousands(&found.questions));
            return format!("{changed} of {all} questions change their verdict: {count} {statements}{least}.");
        }
        _ if !found.explanations.is_empty() => "No verdict changes; reasons or conditions do.",
        _ if !found.reworded.is_empty() || !found.texts.is_empty() => "No verdict changes; words in answers do.",
        _ if apart => {
            "No question that both versions can be asked changes its answer; what only one version knows is listed below."
        }
        _ => "No answer changes.",
    };
    let elsewhere = apart && !told.contains("listed below");
    if elsewhere { format!("{told} What only one version knows is listed below.") } else { told.to_owned() }
}

fn more(found: &Difference, limit: usize) -> Option<String> {
    let all = sections(found).into_iter().flat_map(|(_, statements)| statements);
    let rest: Vec<&Statement> = all.skip(limit).collect();
    let count = rest.len();
    let verdicts: Vec<&&Statement> = rest.iter().filter(|one| one.what == "verdict").collect();
    let questions: u128 = verdicts.iter().filter_map(|one| one.questions.parse::<u128>().ok()).sum();
    let change = match verdicts.len() {
        0 => "none of them changes a verdict".to_owned(),
        1 => format!("1 of them changes verdicts, of {}", asked(&questions.to_string())),
        many => format!("{many} of them change verdicts, of {}", asked(&questions.to_string())),
    };
    let statements = if count == 1 { "statement" } else { "statements" };
    (count > 0).then(|| format!("… and {count} more {statements}: {change}. `--limit 0` prints all."))
}

/// Returns the number of questions in words.
fn asked(questions: &str) -> String {
    let noun = if questions == "1" { "question" } else { "questions" };
    format!("{} {noun}", thousands(questions))
}

/// Returns the key by which statements share a heading.
fn key(statement: &Statement) -> (bool, &str, Vec<&str>) {
    let retold = !statement.rule_changes.is_empty();
    let told = statement.rule_changes.iter().flat_map(|one| [one.how.as_str(), one.rule.as_str()]);
    let decided = statement.rules.iter().map(String::as_str).chain(["no longer"]);
    let decided = decided.chain(statement.rules_before.iter().map(String::as_str));
    (retold, &statement.what, if retold { told.collect() } else { decided.collect() })
}

/// Returns the heading of a group of statements. It names the rules that decide now and those that
/// no longer do, or the rules that were reworded.
fn headed(group: &[Statement], say: Localizer<'_>, pack: &Pack, layout: Layout) -> (String, Option<String>) {
    let Some(first) = group.first() else { return (String::new(), None) };
    if !first.rule_changes.is_empty() {
        let mark = |one: &countersign_decide::diff::RuleChange| match one.how.as_str() {
            "gone" => format!("− {}", layout.id(&one.rule)),
            "new" => format!("+ {}", layout.id(&one.rule)),
            "reworded" => format!("~ {}", layout.id(&one.rule)),
            _ => "other approvals help".to_owned(),
        };
        let told: Vec<String> = first.rule_changes.iter().map(mark).collect();
        return (format!("the {} change: {}", first.what, told.join(", ")), None);
    }
    let ids = |rules: &[String]| rules.iter().map(|rule| layout.id(rule)).collect::<Vec<_>>().join(", ");
    let rules = ids(&first.rules);
    let only = match first.rules.as_slice() {
        [rule] => pack.rules.get(rule).and_then(|rule| rule.text.as_ref()),
        _ => None,
    };
    if first.what == "gone" {
        return (ids(&first.rules_before), None);
    }
    let heading = only.map_or(rules.clone(), |text| format!("{rules}: {}", say.say(text)));
    let named: Vec<String> = first.rules_before.iter().filter(|rule| *rule != "unlisted").cloned().collect();
    let mut before = Vec::new();
    if !named.is_empty() {
        before.push(format!("no longer: {}", ids(&named)));
    }
    if named.len() < first.rules_before.len() {
        before.push("where no rule decided before".to_owned());
    }
    let before = before.join("; ");
    match (heading.is_empty(), before.is_empty()) {
        (true, _) => (before, None),
        (false, true) => (heading, None),
        (false, false) => (heading, Some(before)),
    }
}

/// Returns a statement in the terms of a policy author.
fn line(statement: &Statement, say: Localizer<'_>, pack: &Pack) -> Line {
    let verdict = |verdict: &str| say.word(&format!("ui.verdict.{verdict}")).to_lowercase();
    let unit = |id: &String| pack.units.get(id).map_or(id.clone(), |unit| say.say(&unit.name).to_owned());
    let units: Vec<String> = statement.units.iter().map(unit).collect();
    let units = if units.is_empty() { String::new() } else { format!(" (in {})", units.join(", ")) };
    let what = match statement.what.as_str() {
        "verdict" => format!("{} becomes {}", verdict(&statement.from), verdict(&statement.to)),
        "new" => verdict(&statement.to),
        "gone" => format!("was {}", verdict(&statement.from)),
        _ => format!("{} stays", verdict(&statement.from)),
    };
    let when = if statement.when.is_empty() {
        String::new()
    } else {
        format!(" {} {}", say.word("ui.when"), boxed(&statement.when, say, pack))
    };
    Line { names: statement.names.clone(), said: format!("{units}: {what}{when} ({})", asked(&statement.questions)) }
}

/// Returns a text that rules word differently, before and now.
fn wording(one: &TextChange, layout: Layout) -> String {
    let rules: Vec<String> = one.rules.iter().map(|rule| layout.id(rule)).collect();
    let quoted = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("“{text}”") };
    let about =
        if one.questions == "0" { "in no question whose verdict stays".to_owned() } else { asked(&one.questions) };
    format!("~ {}, {}: {} → {} ({about})", rules.join(", "), one.what, quoted(&one.old), quoted(&one.new))
}
