//! A hosts file: hosts(5). A filter that loads one may block what is below a name
//! too; a computer does not.

use super::dnsmasq::alike;
use crate::text::comments;
use crate::{Clients, Consumer, File, Label, Refused, Sheet};
use countersign_model::IdentityKind;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "hosts",
    title: "a filter that loads a hosts file",
    label: Label::ShapeChecked,
    carries: &[IdentityKind::Domain],
    clients: Clients::Alike,
    load: "Have the filter load `hosts` as a block list in the format of a hosts file.",
    limits: "A hosts file names single hosts: each domain and its `www.` stand in it, and no other subdomain is blocked unless the filter does so by itself. It holds for all clients alike: where an exemption names addresses this artefact is refused.",
    write,
};

fn write(sheet: &Sheet<'_>) -> Result<Vec<File>, Refused> {
    alike(sheet, "a hosts file")?;
    let mut text = comments(sheet, "#");
    for domain in sheet.domains().apexes(|_| true) {
        text.push_str(&format!("0.0.0.0 {domain}\n:: {domain}\n"));
        // A name has 253 characters at most.
        if domain.len() <= 249 {
            text.push_str(&format!("0.0.0.0 www.{domain}\n:: www.{domain}\n"));
        }
    }
    Ok(vec![File::new("hosts", text)])
}
