//! Which facts lift a ban, and whether each exemption keeps to the terms of its ban.

use super::node::{Node, Section};
use super::reader::Reader;
use super::scope::scope;
use crate::Diagnostic;
use countersign_model::{Ban, ExemptTools, Exemption, Facet, Pack, Scope, Subject, Table, fold};

/// Reads the facts under which an exemption lifts a ban. Only records may state them, so at least
/// one facet must be derived and restricted to values other than its default.
pub(super) fn lifted(reader: &mut Reader<'_>, section: &Section<'_>) -> Scope {
    let before = reader.faults.len();
    let facets = &reader.pack.facets;
    let lifted = scope(section.get("when"), facets, &mut reader.faults);
    let Some(when) = section.get("when").filter(|_| reader.faults.len() == before) else { return lifted };
    let turned = lifted.clauses.iter().any(|clause| {
        facets
            .at(clause.facet)
            .is_some_and(|facet| facet.derived && facet.default.is_some_and(|default| !clause.values.contains(default)))
    });
    if !turned {
        let fault = Diagnostic::error("void-ban", when.span(), void(&lifted, facets));
        reader.faults.push(fault.help(way_out(&lifted, facets)));
    }
    lifted
}

/// Returns why these facts would make the ban void.
fn void(lifted: &Scope, facets: &Table<Facet>) -> String {
    let named: Vec<&Facet> = lifted.clauses.iter().filter_map(|clause| facets.at(clause.facet)).collect();
    let derived = named.iter().find(|facet| facet.derived);
    match (named.first(), derived) {
        (None, _) => "with an empty `when` everybody is exempt, so the ban bans nothing".into(),
        (_, Some(facet)) => match facet.default {
            Some(default) => {
                let value = facet.value_id(default);
                format!("`{}` is `{value}` for everybody without a record, so the ban bans nothing", facet.id)
            }
            None => format!("`{}` has no default, so it does not say who has no exemption", facet.id),
        },
        (Some(facet), None) => {
            format!("people answer `{}` themselves, so anybody could say that they are exempt", facet.id)
        }
    }
}

/// Returns the help: how to let only records lift the ban.
fn way_out(lifted: &Scope, facets: &Table<Facet>) -> String {
    let named = |facet: &&Facet| {
        lifted.clauses.iter().any(|clause| facets.at(clause.facet).is_some_and(|own| own.id == facet.id))
    };
    let derived = || facets.iter().filter(|facet| facet.derived);
    let Some(facet) = derived().find(named).or(derived().next()) else {
        return "declare a facet that only records can set, as in `[facets.exemption]` with `question = \"Do you have an exemption?\"`, `values = { none = \"No\", granted = \"Yes, on record\" }`, `default = \"none\"` and `derived = true`; then write `when = { exemption = \"granted\" }`".into();
    };
    let Some(default) = facet.default else {
        return format!("give the facet `{}` a `default`: the value that holds without a record", facet.id);
    };
    let value = facet.values.iter().enumerate().find(|(place, _)| *place != default);
    let value = value.map_or("VALUE", |(_, value)| value.id.as_str());
    format!(
        "name a value that only a record gives, as in `{} = \"{value}\"`; other facets can narrow it further",
        facet.id
    )
}

/// Reads the tools that an exemption gives back; `None` if the key is missing.
pub(super) fn tools(section: &Section<'_>) -> Option<ExemptTools> {
    let node = section.get("tools")?;
    Some(if node.text() == Some("all") { ExemptTools::All } else { ExemptTools::Named(section.ids("tools")) })
}

/// Checks each record: its ban, tools, approvals, purposes and days.
pub(super) fn check(reader: &mut Reader<'_>) {
    let Reader { pack, faults, .. } = reader;
    for exemption in &pack.exemptions {
        let Some(ban) = pack.bans.get(exemption.ban.as_str()) else { continue };
        if ban.lifted.is_none() {
            let message = format!("the ban `{}` allows no exemption", ban.id);
            let fault = Diagnostic::error("no-exemption", exemption.span, message);
            faults.push(fault.also(ban.span, "the ban is here"));
            continue;
        }
        faults.extend(missing_approvals(ban, exemption));
        faults.extend(other_tools(pack, ban, exemption));
        faults.extend(other_purposes(ban, exemption));
        faults.extend(too_long(ban, exemption));
    }
}

fn missing_approvals(ban: &Ban, exemption: &Exemption) -> Vec<Diagnostic> {
    let missing = ban.approvals.iter().filter(|approval| !exemption.approvals.contains(approval));
    let told = |approval| {
        let message = format!("the approval `{approval}` is not on the record of this exemption");
        Diagnostic::error("missing-approval", exemption.span, message)
            .also(ban.span, "the ban asks for it")
            .help(format!("add `{approval}` to `approvals` once it is granted"))
    };
    missing.map(told).collect()
}

/// Reports tools that the ban does not take away, because there is nothing to exempt them from.
fn other_tools(pack: &Pack, ban: &Ban, exemption: &Exemption) -> Vec<Diagnostic> {
    let ExemptTools::Named(tools) = &exemption.tools else { return Vec::new() };
    let mut faults = Vec::new();
    if tools.is_empty() {
        let message = "this exemption gives no tool back";
        let fault = Diagnostic::error("not-banned", exemption.span, message);
        faults.push(fault.help("name the tools, as in `tools = [\"TOOL\"]`, or write `tools = \"all\"`"));
    }
    for (id, span) in tools.iter().zip(&exemption.spans.tools) {
        let Some(place) = pack.tools.position(id.as_str()) else { continue };
        let tool = pack.tools.at(place);
        if ban.names(tool, &pack.kinds_of(&Subject::Tool(place)), &pack.developers_of(tool)) {
            continue;
        }
        let fault = Diagnostic::error("not-banned", *span, format!("the ban `{}` does not take `{id}` away", ban.id));
        let fault = fault.also(ban.span, "the ban is here");
        let own = ban.tools.iter().map(|tool| format!("`{tool}`"));
        let known: Vec<String> = own
            .chain(ban.kinds.iter().map(|kind| format!("tools of the kind `{kind}`")))
            .chain(ban.developers.iter().map(|developer| format!("tools of the developer `{developer}`")))
            .collect();
        faults.push(fault.help(format!("it takes away {}; take `{id}` out", known.join(", "))));
    }
    faults
}

/// Reports purposes that the ban does not name. Letter case, spaces and punctuation do not count.
fn other_purposes(ban: &Ban, exemption: &Exemption) -> Vec<Diagnostic> {
    let allowed: Vec<String> = ban.purposes.iter().map(|purpose| fold(&purpose.text)).collect();
    let each = exemption.purposes.iter().zip(&exemption.spans.purposes);
    let others = each.filter(|(purpose, _)| !allowed.is_empty() && !allowed.contains(&fold(&purpose.text)));
    let known: Vec<String> = ban.purposes.iter().map(|purpose| format!("\"{}\"", purpose.text)).collect();
    let told = |(_, span): (_, &countersign_model::Span)| {
        let message = format!("the ban `{}` allows no exemption for this purpose", ban.id);
        Diagnostic::error("other-purpose", *span, message)
            .also(ban.span, "the ban is here")
            .help(format!("its `purposes` are {}; repeat the words of one", known.join(", ")))
    };
    others.map(told).collect()
}

fn too_long(ban: &Ban, exemption: &Exemption) -> Option<Diagnostic> {
    let longest = ban.longest?;
    let last = longest.last_day(exemption.from)?;
    if exemption.until <= last {
        return None;
    }
    let message = format!("this exemption lasts longer than {longest}, the longest that the ban `{}` allows", ban.id);
    let fault = Diagnostic::error("too-long", exemption.spans.until, message).also(ban.span, "the ban is here");
    Some(fault.help(format!("it can last until {last}; a new record is needed for the time after that")))
}

/// Returns the spans of the items under a key.
pub(super) fn spans(section: &Section<'_>, key: &str) -> Vec<countersign_model::Span> {
    section.get(key).map(Node::one_or_many).unwrap_or_default().into_iter().map(Node::span).collect()
}
