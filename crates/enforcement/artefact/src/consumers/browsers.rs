//! What Chromium and Firefox have in common: lists with a limit.

use crate::browser_entries::BrowserEntries;
use crate::group_files::{Variant, variants};
use crate::{LeftOut, PlanIndex};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The number of entries of a list that the browsers read ("URLBlocklist", remarks).
pub(super) const MOST_ENTRIES: usize = 1_000;

/// Returns the domains that fit into the lists of all variants, computed once for all browsers.
fn entries<'s>(sheet: &'s PlanIndex<'_>) -> &'s BrowserEntries {
    sheet.browser_entries(|| {
        let (mut blocked, mut beyond) = (Vec::new(), BTreeSet::new());
        for (_, variant) in variants(sheet) {
            let (kept, left) = variant.domains_up_to(MOST_ENTRIES);
            blocked.push(kept);
            beyond.extend(left);
        }
        BrowserEntries { blocked, beyond }
    })
}

/// Iterates over the blocked domains in the list of a variant, sorted.
pub(super) fn blocked<'s>(sheet: &'s PlanIndex<'_>, variant: &Variant<'_>) -> impl Iterator<Item = &'s str> {
    let places = entries(sheet).blocked.get(variant.number).map_or(&[][..], Vec::as_slice);
    let domains = sheet.domains();
    places.iter().filter_map(|place| domains.names().get(*place)).map(|name| domains.text(name))
}

/// Returns the domains beyond the entries that a browser reads of its lists of blocked and open
/// ones, each once, whatever the number of variants that leave it out.
pub(super) fn beyond<'a>(sheet: &PlanIndex<'a>, blocked: &str, open: &str) -> Vec<LeftOut<'a>> {
    let why = |list: &str| -> Arc<str> {
        Arc::from(format!(
            "the browser reads {MOST_ENTRIES} entries of `{list}`; a resolver or a proxy has no such limit"
        ))
    };
    let (why_blocked, why_open) = (why(blocked), why(open));
    let domains = entries(sheet).beyond.iter();
    let mut left: Vec<LeftOut<'_>> = domains.flat_map(|place| sheet.left_domain_at(*place, &why_blocked)).collect();
    let still_open: BTreeSet<&str> =
        variants(sheet).flat_map(|(_, variant)| variant.open().skip(MOST_ENTRIES).collect::<Vec<_>>()).collect();
    left.extend(still_open.into_iter().filter_map(|domain| sheet.left_exception(domain, &why_open)));
    left
}
