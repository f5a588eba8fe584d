use anstyle::Style;
use countersign_command::output::format::boxed;
use countersign_command::output::terminal::{BAD, FAINT, GOOD, HEAD, OPEN, WAIT, heading, item};
use countersign_decide::{AdviceEntry, Answer, Case, Citation, ContactEntry, Hypothetical, Localizer, ToolName};
use countersign_model::Pack;
use countersign_model::Verdict;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Prints an answer for people: the verdict first, then the reasons, then the consequences.
pub(crate) fn text(out: &mut dyn Write, answer: &Answer, say: Localizer<'_>, pack: &Pack) -> io::Result<()> {
    let (style, mark) = face(answer.verdict);
    writeln!(out, "{HEAD}{}{HEAD:#}", answer.tool.name)?;
    writeln!(out, "{style}{mark} {}{style:#}", say.word(&format!("ui.verdict.{}", answer.headline().verdict())))?;
    known(out, &answer.tool, say)?;
    supposed(out, &answer.hypothetical, say)?;
    settled(out, answer, say)?;
    // Prints the open questions first, because the rest matters only after the decision.
    questions(out, answer, say)?;
    listings(out, answer, say, pack)?;
    reasons(out, answer, say, pack)?;
    if answer.verdict == Verdict::Undecided {
        return footer(out, answer);
    }
    approvals(out, answer, say, pack)?;
    advice(out, &answer.conditions, "ui.conditions", say, pack)?;
    exemptions(out, answer, say)?;
    if !answer.access.is_empty() {
        heading(out, say.word("ui.access"))?;
        for route in &answer.access {
            item(out, "  • ", &route.text, Style::new())?;
            if !route.when.is_empty() {
                item(out, "    ", &boxed(&route.when, say, pack), FAINT)?;
            }
        }
    }
    if !answer.alternatives.is_empty() {
        heading(out, say.word("ui.alternatives"))?;
        for other in &answer.alternatives {
            item(out, "  • ", &format!("{} — {}", other.name, other.why), Style::new())?;
        }
    }
    for list in &answer.checklist {
        heading(out, &format!("{}: {}", say.word("ui.checklist"), list.title))?;
        for (place, step) in list.items.iter().enumerate() {
            item(out, &format!("{:>4}. ", place + 1), step, Style::new())?;
        }
        if let Some(note) = &list.note {
            item(out, "      ", note, FAINT)?;
        }
    }
    advice(out, &answer.duties, "ui.duties", say, pack)?;
    people(out, &answer.ask, "ui.ask", say, &answer.report)?;
    let others: Vec<ContactEntry> = answer.report_only().cloned().collect();
    people(out, &others, "ui.report", say, &[])?;
    footer(out, answer)
}

/// Prints which tool was understood if no list names it, and similar tools.
pub(crate) fn known(out: &mut dyn Write, tool: &ToolName, say: Localizer<'_>) -> io::Result<()> {
    if let Some(typed) = &tool.typed {
        item(out, "  ", &say.fill("ui.understood", &[("typed", typed), ("name", &tool.name)]), WAIT)?;
        item(out, "  ", say.word("ui.understood-otherwise"), FAINT)?;
    }
    if !tool.known {
        item(out, "  ", say.word("ui.not-in-register"), FAINT)?;
        if let Some(maker) = tool.developers.first() {
            item(out, "  ", &say.fill("ui.made-by", &[("developer", &maker.name)]), FAINT)?;
        }
    }
    for similar in &tool.similar {
        let command = format!("countersign check \"{}\"", similar.replace('"', "\\\""));
        item(out, "  ", &format!("{} {command}", say.fill("ui.did-you-mean", &[("name", similar)])), WAIT)?;
    }
    Ok(())
}

/// Prints the supposed facts and approvals.
pub(crate) fn supposed(out: &mut dyn Write, hypothetical: &Hypothetical, say: Localizer<'_>) -> io::Result<()> {
    let approved = |approval: &String| say.fill("ui.approved", &[("approval", approval)]);
    let mut supposed = pairs(&hypothetical.facts);
    supposed.extend(hypothetical.approved.iter().map(approved));
    if supposed.is_empty() {
        return Ok(());
    }
    item(out, "  ", &say.fill("ui.hypothetical", &[("facts", &supposed.join(", "))]), WAIT)
}

fn footer(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    let policy =
        std::iter::once(format!("{} {}", answer.pack.name, answer.pack.version)).chain(answer.pack.extends.clone());
    writeln!(out, "\n{FAINT}{} · {}{FAINT:#}", policy.collect::<Vec<_>>().join(" ← "), answer.at)
}

fn approvals(out: &mut dyn Write, answer: &Answer, say: Localizer<'_>, pack: &Pack) -> io::Result<()> {
    if answer.approvals.is_empty() {
        return Ok(());
    }
    heading(out, say.word("ui.approvals"))?;
    let name = |id: &String| pack.approvals.get(id).map_or("", |approval| say.say(&approval.name));
    for (place, set) in answer.approvals.iter().enumerate() {
        let mark = if place == 0 { "  • ".to_owned() } else { format!("  • {}: ", say.word("ui.or")) };
        let names: Vec<&str> = set.iter().map(name).collect();
        item(out, &mark, &names.join(&format!("; {} ", say.word("ui.and"))), Style::new())?;
    }
    Ok(())
}

fn exemptions(out: &mut dyn Write, answer: &Answer, say: Localizer<'_>) -> io::Result<()> {
    for (place, exemption) in answer.exemptions.iter().enumerate() {
        if place == 0 {
            heading(out, say.word("ui.exemptions"))?;
        }
        item(out, "  • ", &exemption.text, Style::new())?;
        for purpose in &exemption.purposes {
            item(out, &format!("    {} ", say.word("ui.exemption-for")), purpose, FAINT)?;
        }
        for term in exemption.terms(say) {
            item(out, "    ", &term, FAINT)?;
        }
        for until in &exemption.until {
            item(out, "    ", &say.fill("ui.exemption-until", &[("date", until)]), FAINT)?;
        }
    }
    Ok(())
}

/// Returns the style of a verdict: its colour, and a mark that is clear without colour.
pub(crate) fn face(verdict: Verdict) -> (Style, &'static str) {
    match verdict {
        Verdict::Allowed => (GOOD, "✔"),
        Verdict::AskFirst => (WAIT, "✋"),
        Verdict::NotAllowed => (BAD, "✘"),
        Verdict::Undecided => (OPEN, "?"),
    }
}

fn reasons(out: &mut dyn Write, answer: &Answer, say: Localizer<'_>, pack: &Pack) -> io::Result<()> {
    heading(out, say.word(if answer.verdict == Verdict::Undecided { "ui.cases" } else { "ui.why" }))?;
    let mixed = answer.reasons.iter().any(|reason| reason.verdict != answer.verdict);
    for reason in &answer.reasons {
        let kind = say.word(&format!("ui.kind.{}", answer.reason_kind(reason)));
        let lead =
            if mixed { format!("{}: ", say.word(&format!("ui.verdict.{}", reason.verdict))) } else { String::new() };
        item(out, "  • ", &format!("{lead}{} ({kind})", reason.text), Style::new())?;
        whens(out, &reason.when, say, pack)?;
        if answer.verdict != Verdict::Undecided {
            sources(out, &reason.sources)?;
        }
    }
    Ok(())
}

fn settled(out: &mut dyn Write, answer: &Answer, say: Localizer<'_>) -> io::Result<()> {
    for fact in &answer.settled {
        let words = [("label", fact.label.as_str()), ("text", fact.text.as_str())];
        item(out, "  ", &say.fill("ui.settled", &words), Style::new())?;
        sources(out, &fact.sources)?;
    }
    Ok(())
}

fn listings(out: &mut dyn Write, answer: &Answer, say: Localizer<'_>, pack: &Pack) -> io::Result<()> {
    for (place, listed) in answer.listings.iter().enumerate() {
        if place == 0 {
            heading(out, say.word("ui.listed-as"))?;
        }
        let way = match (listed.in_force, listed.ended) {
            (true, _) => String::new(),
            (false, true) => format!(" ({})", say.word("ui.has-ended")),
            (false, false) => format!(" ({})", say.word("ui.gives-way")),
        };
        let meaning = listed.meaning.as_ref().map(|meaning| format!(": {meaning}")).unwrap_or_default();
        item(out, "  • ", &format!("{}{way}{meaning}", listed.name), Style::new())?;
        if !listed.when.is_empty() {
            whens(out, std::slice::from_ref(&listed.when), say, pack)?;
        }
        if listed.elsewhere {
            item(out, "    ", say.word("ui.elsewhere"), FAINT)?;
        }
        if let Some(note) = &listed.note {
            item(out, "    ", note, Style::new())?;
        }
        for found in answer.disagreements.iter().filter(|found| !listed.in_force && found.loser.id == listed.source.id)
        {
            item(out, "    ", &found.why, Style::new())?;
        }
        let date = listed.date.clone().or(listed.source.date.clone());
        item(out, "    ", &cited(&Citation { date, ..listed.source.clone() }), FAINT)?;
    }
    Ok(())
}

fn sources(out: &mut dyn Write, sources: &[Citation]) -> io::Result<()> {
    for source in sources {
        item(out, "    ", &cited(source), FAINT)?;
    }
    Ok(())
}

/// Returns a source as one line.
pub(crate) fn cited(source: &Citation) -> String {
    let date = source.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
    let standing = if source.standing == "in-force" { String::new() } else { format!(" [{}]", source.standing) };
    format!("{}{date}{standing}", source.title)
}

fn advice(out: &mut dyn Write, advice: &[AdviceEntry], title: &str, say: Localizer<'_>, pack: &Pack) -> io::Result<()> {
    if advice.is_empty() {
        return Ok(());
    }
    heading(out, say.word(title))?;
    for one in advice {
        let lead = one.strength.as_ref().map(|strength| format!("{}: ", say.word(&format!("ui.strength.{strength}"))));
        item(out, "  • ", &format!("{}{}", lead.unwrap_or_default(), one.text), Style::new())?;
        for time in one.times(say) {
            item(out, "    ", &time, Style::new())?;
        }
        whens(out, &one.when, say, pack)?;
    }
    Ok(())
}

pub(crate) fn whens(out: &mut dyn Write, when: &[Case], say: Localizer<'_>, pack: &Pack) -> io::Result<()> {
    let boxes: Vec<String> = when.iter().map(|one| boxed(one, say, pack)).collect();
    if boxes.is_empty() {
        Ok(())
    } else {
        item(
            out,
            "    ",
            &format!("{} {}", say.word("ui.when"), boxes.join(&format!("; {} ", say.word("ui.or")))),
            FAINT,
        )
    }
}

fn questions(out: &mut dyn Write, answer: &Answer, say: Localizer<'_>) -> io::Result<()> {
    if answer.questions.is_empty() {
        return Ok(());
    }
    heading(out, say.word("ui.questions"))?;
    for question in &answer.questions {
        item(out, "  • ", &question.text, Style::new())?;
        for value in &question.values {
            let label = question.labels.get(value).map_or("", String::as_str);
            let written = if question.facet == "kind" { "--kind " } else { &format!("{}=", question.facet) };
            item(out, &format!("      {written}{value}  "), label, FAINT)?;
        }
    }
    Ok(())
}

/// Prints the people to ask. Marks those to whom the user must also report, so that no person
/// appears twice.
fn people(
    out: &mut dyn Write,
    people: &[ContactEntry],
    title: &str,
    say: Localizer<'_>,
    report: &[ContactEntry],
) -> io::Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    heading(out, say.word(title))?;
    for person in people {
        let reach = if person.reach.is_empty() { String::new() } else { format!(" <{}>", person.reach.join(", ")) };
        let both = report.iter().any(|one| one.id == person.id);
        let also = if both { format!("; {}", say.word("ui.also-report")) } else { String::new() };
        item(out, "  • ", &format!("{}{reach}: {}{also}", person.who, person.subject), Style::new())?;
    }
    Ok(())
}

pub(crate) fn pairs(facts: &BTreeMap<String, String>) -> Vec<String> {
    facts.iter().map(|(facet, value)| format!("{facet}={value}")).collect()
}
