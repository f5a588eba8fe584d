use super::declare::declare;
use super::node::{Node, Section};
use super::reader::Reader;
use super::scope::scope;
use crate::Diagnostic;
use countersign_model::{CannotBlock, Deployment, Identity, IdentityKind, ProtectedDomain};

/// Reads the cases that each kind of machine name covers.
pub(super) fn identities(reader: &mut Reader<'_>, section: &Section<'_>) {
    let Some(row) = section.child("identities") else { return };
    for kind in IdentityKind::ALL {
        let Some(node) = row.get(kind.as_str()) else { continue };
        let serves = scope(Some(node), &reader.pack.facets, &mut reader.faults);
        reader.pack.settings.identities.retain(|(known, _)| *known != kind);
        reader.pack.settings.identities.push((kind, serves));
    }
}

/// Reads the domains that no deployment may block.
pub(super) fn protected(reader: &mut Reader<'_>, section: &Section<'_>) {
    let Some(row) = section.child("domains") else { return };
    for key in ["own", "never-block"] {
        for node in row.get(key).map(Node::one_or_many).unwrap_or_default() {
            let Some(name) = node.text() else { continue };
            match Identity::parse(IdentityKind::Domain, name) {
                Ok(domain) => {
                    let own = ProtectedDomain { domain: domain.name, span: node.span() };
                    reader.pack.settings.protected.push(own);
                }
                Err(bad) => {
                    let message = format!("`{}` is no domain", name.escape_debug());
                    reader.faults.push(Diagnostic::error("bad-identity", node.span(), message).help(bad.to_string()));
                }
            }
        }
    }
}

/// Reads the places where enforcement files are loaded.
pub(super) fn deployments(reader: &mut Reader<'_>, section: &Section<'_>) {
    for (id, key, row) in section.rows("deployments") {
        let deployment = Deployment {
            name: row.prose_or_empty("name"),
            consumer: row.line("consumer").unwrap_or_else(|| id.to_string()),
            serves: scope(row.get("serves"), &reader.pack.facets, &mut reader.faults),
            units: row.ids("units"),
            directory: checked(&row, "directory", is_path, PATH, &mut reader.faults),
            include: checked(&row, "include", is_path, PATH, &mut reader.faults),
            page: checked(&row, "page", is_address, ADDRESS, &mut reader.faults),
            cannot_block: row.list("cannot-block").iter().map(cannot_block).collect(),
            span: row.get("consumer").map_or(key.span, Node::span),
            id,
        };
        declare(&mut reader.pack.deployments, deployment, "deployment", |row| row.span, &mut reader.faults);
    }
}

fn cannot_block(row: &Section<'_>) -> CannotBlock {
    let span = row.get("tools").map_or(row.span, Node::span);
    CannotBlock { tools: row.ids("tools"), why: row.line("why").unwrap_or_default(), span }
}

const PATH: &str = "a folder is written with letters, digits and `.`, `_`, `-`, `/`, as in `/etc/unbound/countersign`; no part of it is `..`";
const ADDRESS: &str = "an address begins with `https://` or `http://` and has neither spaces nor quotes";

/// Returns a line that configuration files can contain unchanged.
fn checked(
    row: &Section<'_>,
    key: &str,
    fits: fn(&str) -> bool,
    help: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<String> {
    let (line, node) = (row.line(key)?, row.get(key)?);
    if fits(&line) {
        return Some(line);
    }
    let message = format!("`{}` cannot stand in configuration files", line.escape_debug());
    faults.push(Diagnostic::error("bad-text", node.span(), message).help(help));
    None
}

fn is_path(text: &str) -> bool {
    let part = |part: &str| {
        part != ".." && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    };
    text.split('/').all(part)
}

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let fits =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`' | '{' | '}' | ';' | '$');
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(fits))
}
