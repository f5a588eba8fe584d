//! Lists of domains, as filters and resolvers load them: hosts files, one domain on each line, and
//! ad blocker rules that block a whole domain.

use crate::{Cell, Row, Table};
use countersign_model::{Identity, IdentityKind};

/// Returns the domains of a text that contains nothing else, each once. `None` if it is not such a
/// list.
pub(super) fn domains(text: &str) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with(['#', '!', ';']) || line.starts_with("[Adblock") {
            continue;
        }
        let rest = line.split('#').next().unwrap_or_default().trim();
        let names = match rest.strip_prefix("||") {
            Some(rule) => rule.split(['^', '$']).next().unwrap_or_default(),
            None => ADDRESSES.iter().find_map(|address| rest.strip_prefix(address)).unwrap_or(rest),
        };
        for name in names.split_whitespace() {
            let name = name.strip_prefix("*.").unwrap_or(name).trim_end_matches('.').to_ascii_lowercase();
            if LOCAL.contains(&name.as_str()) {
                continue;
            }
            let domain = Identity::parse(IdentityKind::Domain, &name).ok()?.name;
            if known.insert(domain.clone()) {
                found.push(domain);
            }
        }
    }
    // A single name with a dot in it could be anything.
    (found.len() > 1).then_some(found)
}

/// Addresses before the names of a hosts file, with the white space after them.
const ADDRESSES: &[&str] = &["0.0.0.0 ", "0.0.0.0\t", "127.0.0.1 ", "127.0.0.1\t", "::1 ", "::1\t", ":: ", "::\t"];

/// Names of the machine itself.
const LOCAL: &[&str] = &["localhost", "localhost.localdomain", "local", "broadcasthost", "0.0.0.0", "ip6-localhost"];

/// Returns a list of domains as a table of one tool that is blocked.
pub fn tool_of_domains(name: &str, domains: &[String]) -> Table {
    let cells = [name.to_owned(), "Blocked".to_owned(), domains.join("\n")].map(Cell::text);
    let heads = ["Tool", "Status", "Domain"].map(str::to_owned);
    Table { heads: heads.into(), rows: vec![Row::new(1, cells.into())], ..Table::default() }
}
