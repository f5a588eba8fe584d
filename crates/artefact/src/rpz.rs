//! Response policy zones, as BIND, PowerDNS and Knot Resolver read them
//! (draft-vixie-dnsop-dns-rpz-00, section 4.1.1).

use crate::clients::Group;
use crate::text::comments;
use crate::{Refused, Sheet};
use countersign_model::Plan;
use std::sync::Arc;

/// A zone that answers for each domain and everything below it that there is no
/// such name (`CNAME .`: section 3.1), for a group of blocks. Owner names are below the zone's own name.
///
/// # Errors
/// Where a domain would be longer below the zone than a name may be.
pub(crate) fn zone(sheet: &Sheet<'_>, origin: &str, group: &Group<'_>) -> Result<Arc<Vec<u8>>, Refused> {
    sheet.piece(&["zone", origin], group.places.iter().copied(), || written(sheet, origin, &group.domains))
}

fn written(plan: &Plan, origin: &str, domains: &[&str]) -> Result<Vec<u8>, Refused> {
    let mut text = comments(plan, ";");
    text.push_str("$TTL 60\n@ SOA localhost. nobody.invalid. 1 3600 600 86400 60\n@ NS localhost.\n");
    for domain in domains {
        // A name has 255 octets at most (RFC 1035 section 2.3.4): a length before each
        // label and one for the root; the wildcard takes two more.
        let octets = domain.len() + 1 + origin.len() + 1 + 1 + 2;
        if octets > 255 {
            return Err(Refused::new(format!("the domain `{domain}` is too long for a response policy zone")));
        }
        text.extend([domain, " CNAME .\n*.", domain, " CNAME .\n"]);
    }
    Ok(text.into_bytes())
}
