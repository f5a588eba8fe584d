use crate::output::answer::{cited, whens};
use anstyle::Style;
use clap::Args;
use countersign_command::args::{Format, LanguageArgs, PackArgs};
use countersign_command::completion;
use countersign_command::load::{Loaded, load};
use countersign_command::output::json;
use countersign_command::output::terminal::{FAINT, HEAD, heading, item};
use countersign_command::{CliError, Exit};
use countersign_decide::{BanEntry, Localizer, candidates, case_of, entry};
use countersign_model::{Listing, Pack, PartialDate, Tool};
use jiff::civil::Date;
use std::io::{self, Write};

/// What the register holds of a tool
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The tool: its id, its name or an alias, in any case and spacing
    #[arg(value_name = "TOOL", add = completion::tools())]
    tool: String,
    #[command(flatten)]
    pack: PackArgs,
    #[command(flatten)]
    words: LanguageArgs,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: &ShowArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let loaded = load(&args.pack.location())?;
    let pack = &loaded.policy.pack;
    let Some(tool) = pack.tool_asked(&args.tool).and_then(|place| pack.tools.at(place)) else {
        let near = candidates(pack, &args.tool).first().and_then(|place| pack.tools.at(*place));
        let near = near.map(|near| format!("did you mean `{}`?", near.name));
        let message = format!("no list names the tool `{}`", args.tool.escape_debug());
        return Err(CliError::misuse(message, near.unwrap_or_else(|| "`countersign list` shows the register".into())));
    };
    match args.format {
        Format::Text => text(out, &loaded, tool, args.words.lang.as_deref())?,
        Format::Json => json(out, &entry(pack, tool, loaded.at, args.words.lang.as_deref()))?,
    }
    Ok(Exit::Success)
}

fn text(out: &mut dyn Write, loaded: &Loaded, tool: &Tool, lang: Option<&str>) -> io::Result<()> {
    let pack = &loaded.policy.pack;
    let say = Localizer::new(pack, lang);
    print_description(out, pack, tool, say)?;
    let standing = pack.standing(tool, loaded.at);
    for listing in &tool.listings {
        let in_force = standing.listing.is_some_and(|own| std::ptr::eq(own, listing));
        let status = if in_force { "" } else { reason_not_in_force(listing, loaded.at) };
        print_listing(out, pack, listing, status, say)?;
    }
    for ban in entry(pack, tool, loaded.at, lang).bans {
        print_ban(out, &ban, say)?;
    }
    if !tool.identities.is_empty() {
        heading(out, "Known to machines as")?;
        for known in &tool.identities {
            item(out, &format!("  {:<20} ", known.identity.kind.as_str()), &known.identity.name, Style::new())?;
        }
    }
    Ok(())
}

/// Prints the tool's names, what it is and who makes it.
fn print_description(out: &mut dyn Write, pack: &Pack, tool: &Tool, say: Localizer<'_>) -> io::Result<()> {
    writeln!(out, "{HEAD}{}{HEAD:#} {FAINT}{}{FAINT:#}", tool.name, tool.id)?;
    if let Some(about) = &tool.about {
        item(out, "  ", say.say(about), Style::new())?;
    }
    for alias in &tool.aliases {
        let note = alias.note.as_ref().map(|note| format!(" ({})", say.say(note))).unwrap_or_default();
        item(out, "  also: ", &format!("{}{note}", alias.name), Style::new())?;
    }
    let types: Vec<&str> = tool.types.iter().map(|text| say.say(text)).collect();
    let kinds = tool.kinds.iter().filter_map(|kind| pack.kinds.get(kind.as_str()));
    let kinds: Vec<&str> = kinds.map(|kind| say.say(&kind.name)).collect();
    if !types.is_empty() {
        item(out, "  type: ", &types.join("; "), Style::new())?;
    } else if !kinds.is_empty() {
        item(out, "  kind: ", &kinds.join("; "), Style::new())?;
    }
    let makers = pack.developers_of(Some(tool)).into_iter().map(|developer| match &developer.country {
        Some(country) => format!("{} ({country})", developer.name),
        None => developer.name.clone(),
    });
    let makers: Vec<String> = makers.collect();
    if !makers.is_empty() {
        item(out, "  made by: ", &makers.join(", owned by "), Style::new())?;
    }
    if !tool.in_register() {
        item(out, "  ", say.word("ui.not-in-register"), FAINT)?;
    }
    Ok(())
}

/// Returns why another listing is in force instead of this one.
fn reason_not_in_force(listing: &Listing, at: Date) -> &'static str {
    if listing.holds(at) {
        ", replaced by newer guidance"
    } else if listing.has_ended(at) {
        ", has ended"
    } else {
        ", not yet"
    }
}

fn print_ban(out: &mut dyn Write, ban: &BanEntry, say: Localizer<'_>) -> io::Result<()> {
    heading(out, say.word("ui.banned"))?;
    item(out, "  ", &ban.text, Style::new())?;
    for (message, day) in [("ui.banned-since", &ban.from), ("ui.banned-until", &ban.until)] {
        if let Some(day) = day {
            item(out, "  ", &say.fill(message, &[("date", day)]), Style::new())?;
        }
    }
    for source in &ban.sources {
        item(out, "  ", &cited(source), FAINT)?;
    }
    for person in &ban.ask {
        let reach = if person.reach.is_empty() { String::new() } else { format!(" <{}>", person.reach.join(", ")) };
        item(out, &format!("  {}: ", say.word("ui.ask")), &format!("{}{reach}", person.who), Style::new())?;
    }
    if let Some(text) = &ban.exemption {
        item(out, "  ", text, Style::new())?;
    }
    for until in &ban.exemptions_until {
        item(out, "  • ", &format!("an exemption exists until {until}"), Style::new())?;
    }
    Ok(())
}

fn print_listing(
    out: &mut dyn Write,
    pack: &Pack,
    listing: &Listing,
    status: &str,
    say: Localizer<'_>,
) -> io::Result<()> {
    let source = pack.sources.get(listing.source.as_str());
    let grade = pack.grades.get(listing.grade.as_str());
    let title = source.map_or("", |source| say.say(&source.title));
    let date =
        listing.date.or(source.and_then(|source| source.date)).map(|date| format!(", {date}")).unwrap_or_default();
    let standing = source.map_or("", |source| source.standing.as_str());
    heading(out, &format!("{}{status}", grade.map_or("", |grade| say.say(&grade.name))))?;
    item(out, "  ", &format!("{title}{date}, {standing}"), FAINT)?;
    let of_document = listing.date.or(source.and_then(|source| source.date)).map(PartialDate::first_day);
    let from = listing.from.filter(|from| Some(*from) != of_document);
    for (word, day) in [("from", from), ("until", listing.until), ("review by", listing.review)] {
        if let Some(day) = day {
            item(out, "  ", &format!("{word} {day}"), Style::new())?;
        }
    }
    if let Some(note) = &listing.note {
        item(out, "  ", say.say(note), Style::new())?;
    }
    for own in &listing.grades {
        let grade = pack.grades.get(own.grade.as_str()).map_or("", |grade| say.say(&grade.name));
        let note = own.note.as_ref().map(|note| format!(": {}", say.say(note))).unwrap_or_default();
        item(out, "  • ", &format!("{grade}{note}"), Style::new())?;
        whens(out, &[case_of(pack, &own.when)], say, pack)?;
    }
    for limit in &listing.limits {
        if let Some(facet) = pack.facets.at(limit.facet) {
            item(out, &format!("  {}: ", facet.id), &facet.value_ids(&limit.values).join(", "), Style::new())?;
        }
    }
    for condition in &listing.conditions {
        let strength = say.word(&format!("ui.strength.{}", condition.strength));
        item(out, "  • ", &format!("{strength}: {}", say.say(&condition.text)), Style::new())?;
    }
    for route in listing.routes.iter().flatten() {
        item(out, "  → ", say.say(&route.how), Style::new())?;
    }
    Ok(())
}
