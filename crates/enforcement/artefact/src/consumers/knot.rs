//! Knot Resolver 5.6: its documentation, "Policy modules", "Response policy zones"
//! and "Views and ACLs".
//!
//! Views are tried in order until one acts. An exempt network has all zones except those that are
//! lifted for it, and then a pass. Everybody else has all zones.

use crate::rpz::{too_long, zone};
use crate::text::{comments, path};
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::IdentityKind;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "knot",
    title: "Knot Resolver",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain],
    clients: Clients::ByAddress,
    keeps_exceptions: true,
    load: "Copy the folder to the server and load the file in `kresd.conf`: `dofile('{directory}/countersign.lua')`. Views of yours have to come after it, and do not reach exempt clients. Then restart the `kresd` instances.",
    limits: "A resolver can show no page: a blocked name looks as if there were none, so tell people where to ask. Written for the Lua configuration of version 5. Clients that ask another resolver, or one over HTTPS, are not reached.",
    write,
    omits: |sheet| too_long(sheet, |_| String::new()),
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    let zones = sheet.zones();
    let mut files = Vec::new();
    let mut text = comments(sheet, "--");
    text.push_str("modules.load('policy')\nmodules.load('view')\nlocal groups = {\n");
    for own in &zones {
        let name = format!("group-{}.rpz", own.name);
        text.push_str(&format!("  policy.rpz(policy.DENY, '{}'),\n", path(sheet, &name)));
        files.push(File::of(name, zone(sheet, "", own)?));
    }
    text.push_str("}\n");
    text.push_str(HELD);
    for client in sheet.clients() {
        let lifted = zones.iter().enumerate().filter(|(_, zone)| client.lifted.contains(&zone.place));
        let lifted: Vec<String> = lifted.map(|(number, _)| format!("[{}] = true", number + 1)).collect();
        text.push_str(&format!("view:addr('{}', held({{ {} }}, policy.PASS))\n", client.network, lifted.join(", ")));
    }
    text.push_str("view:addr('0.0.0.0/0', held({}))\nview:addr('::/0', held({}))\n");
    files.insert(0, File::new("countersign.lua", text));
    Ok(files)
}

const HELD: &str = r"
-- Every group but those that are lifted; `last` keeps later views from being tried.
local function held(lifted, last)
  return function(request, query)
    for number, group in ipairs(groups) do
      if not lifted[number] then
        local action, extra = group(request, query)
        if action then
          return action, extra
        end
      end
    end
    return last
  end
end

";
