use anstyle::Style;
use clap::Args;
use countersign_command::args::{Format, LanguageArgs, PackArgs};
use countersign_command::load::load;
use countersign_command::output::json;
use countersign_command::output::terminal::{FAINT, HEAD, heading, item};
use countersign_command::{CliError, Exit};
use countersign_decide::{Localizer, vocabulary};
use countersign_model::Pack;
use std::io::{self, Write};

/// The facts that a question can state
#[derive(Debug, Args)]
pub struct FacetsArgs {
    #[command(flatten)]
    pack: PackArgs,
    #[command(flatten)]
    words: LanguageArgs,
    /// How they are printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: &FacetsArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let loaded = load(&args.pack.location())?;
    let pack = &loaded.policy.pack;
    let say = Localizer::new(pack, args.words.lang.as_deref());
    match args.format {
        Format::Text => text(out, pack, say)?,
        Format::Json => json(out, &vocabulary(pack, args.words.lang.as_deref()))?,
    }
    Ok(Exit::Success)
}

fn text(out: &mut dyn Write, pack: &Pack, say: Localizer<'_>) -> io::Result<()> {
    for facet in &pack.facets {
        let marks = [
            (facet.ordered, "ordered"),
            (facet.derived, "from records: a hypothesis when given"),
            (facet.about_tool, "about the tool asked for, not others"),
        ];
        let marks: Vec<&str> = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
        writeln!(out, "{HEAD}{}{HEAD:#} {FAINT}{}{FAINT:#}", facet.id, marks.join(", "))?;
        item(out, "  ", say.say(&facet.question), Style::new())?;
        for (place, value) in facet.values.iter().enumerate() {
            let default = if facet.default == Some(place) { " (unless given)" } else { "" };
            item(
                out,
                &format!("    {:<20} ", value.id.as_str()),
                &format!("{}{default}", say.say(&value.label)),
                Style::new(),
            )?;
        }
        for group in &facet.groups {
            let members = facet.value_ids(&group.members).join(", ");
            item(
                out,
                &format!("    {:<20} ", group.id.as_str()),
                &format!("{}: in packs, for {members}", say.say(&group.label)),
                FAINT,
            )?;
        }
    }
    let others = [
        (
            "Approvals (--approved)",
            pack.approvals.iter().map(|row| (row.id.as_str(), say.say(&row.name))).collect::<Vec<_>>(),
        ),
        ("Units (--unit)", pack.units.iter().map(|row| (row.id.as_str(), say.say(&row.name))).collect()),
        ("Kinds (--kind)", pack.kinds.iter().map(|row| (row.id.as_str(), say.say(&row.name))).collect()),
    ];
    for (title, rows) in others {
        if !rows.is_empty() {
            heading(out, title)?;
        }
        for (id, name) in rows {
            item(out, &format!("    {id:<24} "), name, Style::new())?;
        }
    }
    let word = |scope: &countersign_model::Scope| {
        let side = |clause: &countersign_model::Clause| {
            let facet = pack.facets.at(clause.facet)?;
            Some(format!("{}={}", facet.id, facet.value_ids(&clause.values).join("|")))
        };
        scope.clauses.iter().filter_map(side).collect::<Vec<_>>().join(" with ")
    };
    for (place, impossible) in pack.impossible.iter().enumerate() {
        if place == 0 {
            heading(out, "Cannot be met together")?;
        }
        item(out, "    ", &format!("{}: {}", word(&impossible.when), say.say(&impossible.why)), Style::new())?;
    }
    Ok(())
}
