//! Response policy zones, as BIND, PowerDNS and Knot Resolver read them
//! (draft-vixie-dnsop-dns-rpz-00, section 4.1.1).

use crate::clients::Zone;
use crate::text::comments;
use crate::{LeftOut, PlanIndex, Refused};
use countersign_model::Plan;
use std::sync::Arc;

/// Returns a response policy zone.
///
/// For each domain and everything below it, the zone answers that there is no such name (`CNAME .`:
/// section 3.1). Domains that stay open pass through (`CNAME rpz-passthru.`: section 3.3). Owner
/// names are below the zone's own name. Names that are too long there are left out: see
/// [`too_long`].
///
/// # Errors
/// Never fails by itself.
pub(crate) fn zone(sheet: &PlanIndex<'_>, origin: &str, zone: &Zone<'_, '_>) -> Result<Arc<Vec<u8>>, Refused> {
    let of = ["zone", origin, &zone.number.to_string()];
    sheet.piece(&of, zone.group.places.iter().copied(), || Ok(written(sheet, origin, zone)))
}

fn written(plan: &Plan, origin: &str, zone: &Zone<'_, '_>) -> Vec<u8> {
    let mut text = comments(plan, ";");
    text.push_str("$TTL 60\n@ SOA localhost. nobody.invalid. 1 3600 600 86400 60\n@ NS localhost.\n");
    for (domains, target) in [(&zone.layer.domains, " CNAME .\n"), (&zone.layer.open, " CNAME rpz-passthru.\n")] {
        for domain in domains {
            if fits(domain, origin) {
                text.extend([*domain, target]);
            }
            if fits_below(domain, origin) {
                text.extend(["*.", domain, target]);
            }
        }
    }
    text.into_bytes()
}

/// Returns the domains whose names, or names below them, do not fit into a zone.
pub(crate) fn too_long<'a>(sheet: &PlanIndex<'a>, origin: impl Fn(&Zone<'_, '_>) -> String) -> Vec<LeftOut<'a>> {
    let whole = Arc::from("it is too long for a response policy zone");
    let below = Arc::from("names below it are too long for a response policy zone");
    let mut left = Vec::new();
    for zone in sheet.zones() {
        let origin = origin(&zone);
        let long = |domain: &&&str| !fits_below(domain, &origin);
        let why = |domain: &str| if fits(domain, &origin) { &below } else { &whole };
        for domain in zone.layer.domains.iter().filter(long) {
            left.extend(sheet.left_domain(domain, why(domain)));
        }
        for domain in zone.layer.open.iter().filter(long) {
            left.extend(sheet.left_exception(domain, why(domain)));
        }
    }
    left
}

/// Returns true if a domain fits into a zone. A name can have 255 octets (RFC 1035 section 2.3.4),
/// with a length before each label and one for the root.
fn fits(domain: &str, origin: &str) -> bool {
    encoded(domain, origin) <= 255
}

/// Returns true if names below a domain fit. The wildcard takes two more octets.
fn fits_below(domain: &str, origin: &str) -> bool {
    encoded(domain, origin) + 2 <= 255
}

/// Returns the number of octets of a domain below a zone's own name.
fn encoded(domain: &str, origin: &str) -> usize {
    domain.len() + 1 + origin.len() + 1 + 1
}
