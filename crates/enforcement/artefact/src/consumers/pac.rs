//! A proxy auto-configuration file ("Navigator Proxy Auto-Config File Format", Netscape, 1996), as
//! browsers and operating systems load it.
//!
//! The nearest name above a host decides. Blocked hosts go to a proxy where nothing listens. All
//! others go directly, without a proxy.

use crate::group_files::{Variant, files_of_names};
use crate::left_out::nothing;
use crate::text::comments;
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::{IdentityKind, Plan};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "pac",
    title: "a browser or system that loads a PAC file",
    label: Label::ShapeChecked,
    carries: &[IdentityKind::Domain],
    clients: Clients::ByGroup,
    keeps_exceptions: true,
    load: "Serve `proxy.pac` with the type `application/x-ns-proxy-autoconfig` and give its address to the devices. Where you have a PAC file already, call `countersignBlocks(host)` from it.",
    limits: "Apps that do not ask for a proxy are not reached, and everything that is not blocked goes directly, without a proxy.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    files_of_names(sheet, "proxy", "pac", |variant| script(sheet, variant))
}

fn script(plan: &Plan, variant: &Variant<'_>) -> Vec<u8> {
    let mut text = comments(plan, "//");
    text.push_str("var countersignBlocked = {\n");
    for domain in variant.domains() {
        text.extend(["  \"", domain, "\": true,\n"]);
    }
    for domain in variant.open() {
        text.extend(["  \"", domain, "\": false,\n"]);
    }
    text.extend(["};\n", SCRIPT]);
    text.into_bytes()
}

const SCRIPT: &str = r#"
function countersignBlocks(host) {
  var name = host.toLowerCase().replace(/\.+$/, "");
  while (name) {
    if (Object.prototype.hasOwnProperty.call(countersignBlocked, name)) {
      return countersignBlocked[name];
    }
    var dot = name.indexOf(".");
    name = dot < 0 ? "" : name.substring(dot + 1);
  }
  return false;
}

function FindProxyForURL(url, host) {
  return countersignBlocks(host) ? "PROXY 127.0.0.1:9" : "DIRECT";
}
"#;
