use super::declare::declare;
use super::exemptions;
use super::node::{Node, Section};
use super::reader::Reader;
use super::scope::scope;
use crate::Diagnostic;
use countersign_model::{Ban, Checklist, Exemption, ExemptionSpans, Holder, Id, Scope, Span};
use ipnet::IpNet;

/// Reads a ban.
pub(super) fn ban(reader: &mut Reader<'_>, id: Id, section: &Section<'_>) -> Ban {
    let exemption = section.child("exemption");
    let lifted = exemption.as_ref().map(|row| exemptions::lifted(reader, row));
    let (tools, kinds, developers) = (section.ids("tools"), section.ids("kinds"), section.ids("developers"));
    if tools.is_empty() && kinds.is_empty() && developers.is_empty() {
        let message = format!("the ban `{id}` names neither tools, kinds nor developers");
        let fault = Diagnostic::error("missing-key", start(section), message);
        reader
            .faults
            .push(fault.help("add `tools = [\"TOOL\"]`, `kinds = [\"KIND\"]` or `developers = [\"DEVELOPER\"]`"));
    }
    let ban = Ban {
        id,
        layer: reader.layer,
        tools,
        kinds,
        developers,
        scopes: cases(reader, section),
        from: section.day("from"),
        until: section.day("until"),
        text: section.prose_or_empty("text"),
        sources: section.ids("source"),
        lifted,
        exemption: exemption.as_ref().and_then(|row| row.prose("text")),
        approvals: exemption.as_ref().map(|row| row.ids("approvals")).unwrap_or_default(),
        purposes: exemption.as_ref().map(|row| row.proses("purposes")).unwrap_or_default(),
        longest: exemption.as_ref().and_then(|row| row.duration("longest")),
        granted_by: exemption.as_ref().map(|row| row.ids("granted-by")).unwrap_or_default(),
        delegable: exemption.as_ref().and_then(|row| row.flag("delegable")),
        report_to: exemption.as_ref().map(|row| row.ids("report-to")).unwrap_or_default(),
        mitigations: exemption.as_ref().map(|row| row.proses("mitigations")).unwrap_or_default(),
        ask: section.ids("ask"),
        span: section.get("text").map_or(start(section), Node::span),
    };
    reader.faults.extend(backwards(section));
    ban
}

/// Returns the cases in which a ban applies. An empty list is an error, because the ban would never
/// apply.
fn cases(reader: &mut Reader<'_>, section: &Section<'_>) -> Vec<Scope> {
    let Some(node) = section.get("when") else { return vec![Scope::default()] };
    let nodes = node.one_or_many();
    if nodes.is_empty() {
        let fault = Diagnostic::error("never-holds", node.span(), "this ban holds in no case");
        reader.faults.push(fault.help("name at least one, as in `when = { device = \"laptop\" }`"));
    }
    nodes.into_iter().map(|node| scope(Some(node), &reader.pack.facets, &mut reader.faults)).collect()
}

/// Reads an exemption. `None` if something is missing, which is reported as an error.
pub(super) fn exemption(reader: &mut Reader<'_>, id: Id, section: &Section<'_>) -> Option<Exemption> {
    reader.faults.extend(backwards(section));
    let holder = section.child("holder")?;
    let sorts: Vec<(&str, String)> =
        ["person", "team", "device"].into_iter().filter_map(|sort| Some((sort, holder.line(sort)?))).collect();
    let [(sort, reference)] = sorts.as_slice() else {
        let fault = Diagnostic::error("wrong-form", start(&holder), "a holder is one person, one team or one device");
        reader.faults.push(fault.help("give just one of `person`, `team` and `device`"));
        return None;
    };
    Some(Exemption {
        id,
        ban: section.id("ban")?,
        tools: exemptions::tools(section)?,
        holder: Holder {
            sort: (*sort).to_owned(),
            reference: reference.clone(),
            addresses: addresses(&holder, &mut reader.faults),
            groups: holder.lines("groups"),
        },
        purposes: section.proses("purposes"),
        from: section.day("from")?,
        until: section.day("until")?,
        mitigations: section.proses("mitigations"),
        approvals: section.ids("approvals"),
        span: section.get("ban").map_or(start(section), Node::span),
        spans: ExemptionSpans {
            tools: exemptions::spans(section, "tools"),
            purposes: exemptions::spans(section, "purposes"),
            until: section.get("until").map_or(start(section), Node::span),
        },
    })
}

/// Reads the addresses and networks of a holder's devices.
fn addresses(holder: &Section<'_>, faults: &mut Vec<Diagnostic>) -> Vec<IpNet> {
    let mut addresses = Vec::new();
    for node in holder.get("addresses").map(Node::one_or_many).unwrap_or_default() {
        let Some(text) = node.text().map(str::trim) else { continue };
        match address(text) {
            Ok(net) => addresses.push(net),
            Err(help) => {
                let message = format!("`{}` is neither an address nor a network", text.escape_debug());
                faults.push(Diagnostic::error("bad-address", node.span(), message).help(help));
            }
        }
    }
    addresses
}

fn address(text: &str) -> Result<IpNet, String> {
    let whole = match (text.contains('/'), text.contains(':')) {
        (true, _) => text.to_owned(),
        (false, true) => format!("{text}/128"),
        (false, false) => format!("{text}/32"),
    };
    let net: IpNet =
        whole.parse().map_err(|_| "write it as in `10.1.2.3`, `10.1.2.0/24` or `2001:db8::/48`".to_owned())?;
    if net.prefix_len() == 0 {
        return Err("an exemption for every address would be the end of the ban".into());
    }
    if net != net.trunc() {
        return Err(format!("`{net}` names one address and a network: write `{}` or `{}`", net.trunc(), net.addr()));
    }
    Ok(net)
}

/// Reads a checklist.
pub(super) fn checklist(reader: &mut Reader<'_>, id: Id, section: &Section<'_>) {
    let checklist = Checklist {
        id,
        title: section.prose_or_empty("title"),
        note: section.prose("note"),
        items: section.proses("items"),
        sources: section.ids("source"),
        span: section.get("title").map_or(start(section), Node::span),
    };
    declare(&mut reader.pack.checklists, checklist, "checklist", |row| row.span, &mut reader.faults);
}

fn start(section: &Section<'_>) -> Span {
    Span::new(section.file, section.span.start, section.span.start)
}

/// Reports a last day before the first.
pub(super) fn backwards(section: &Section<'_>) -> Option<Diagnostic> {
    let (from, until) = section.day("from").zip(section.day("until"))?;
    let at = section.get("until").map_or(start(section), Node::span);
    let fault = Diagnostic::error("backwards", at, "the last day is before the first").help("both days are inclusive");
    (until < from).then_some(fault)
}
