//! A hosts file: hosts(5). A filter that loads one may also block everything below a name. A
//! computer does not.

use crate::left_out::nothing;
use crate::text::comments;
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::IdentityKind;
use rustc_hash::FxHashSet;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "hosts",
    title: "a filter that loads a hosts file",
    label: Label::ShapeChecked,
    carries: &[IdentityKind::Domain],
    clients: Clients::Alike,
    keeps_exceptions: true,
    load: "Have the filter load `hosts` as a block list in the format of a hosts file.",
    limits: "A hosts file names single hosts: each domain that the register names and its `www.` stand in it, and no other subdomain is blocked unless the filter does so by itself. It holds for all clients alike: an exemption by address has no effect here.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    let mut text = comments(sheet, "#");
    let open: FxHashSet<&str> = sheet.domains().open(|_| true).collect();
    let listed: FxHashSet<&str> = sheet.domains().blocked().collect();
    let mut www = String::new();
    for domain in sheet.domains().blocked() {
        text.extend(["0.0.0.0 ", domain, "\n:: ", domain, "\n"]);
        www.clear();
        www.extend(["www.", domain]);
        // A name can have 253 characters, and appears once.
        if www.len() <= 253 && !open.contains(www.as_str()) && !listed.contains(www.as_str()) {
            text.extend(["0.0.0.0 ", &www, "\n:: ", &www, "\n"]);
        }
    }
    Ok(vec![File::new("hosts", text)])
}
