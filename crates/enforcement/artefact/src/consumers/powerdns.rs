//! PowerDNS Recursor 4.8 and later: its documentation, "Lua Configuration: Response
//! Policy Zones" and "Hooks and DNS Script".
//!
//! Each group of blocks is a separate policy zone. For an exempt client, a hook discards the zones
//! that are lifted for it. The hook also tags the client's packets, so that the packet cache never
//! gives one client's answer to another.

use crate::clients::Zone;
use crate::rpz::{too_long, zone};
use crate::text::{comments, path};
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::IdentityKind;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "powerdns",
    title: "PowerDNS Recursor",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain],
    clients: Clients::ByAddress,
    keeps_exceptions: true,
    load: "Copy the folder to the server and name both files in `recursor.conf`: `lua-config-file={directory}/countersign.lua` and `lua-dns-script={directory}/countersign-hooks.lua`. Where you have such files already, load ours from yours with `dofile`. Then `rec_control reload-lua-config` and `rec_control reload-lua-script`.",
    limits: "A resolver can show no page: a blocked name looks as if there were none, so tell people where to ask. Clients that ask another resolver, or one over HTTPS, are not reached. Hooks of yours named `gettag` or `prerpz` have to call ours.",
    write,
    omits: |sheet| too_long(sheet, |_| String::new()),
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    let zones = sheet.zones();
    let mut files = Vec::new();
    let mut config = comments(sheet, "--");
    for own in &zones {
        let name = format!("group-{}.rpz", own.name);
        config.push_str(&format!("rpzFile(\"{}\", {{ policyName = \"{}\" }})\n", path(sheet, &name), policy(own)));
        files.push(File::of(name, zone(sheet, "", own)?));
    }
    let mut hooks = comments(sheet, "--");
    hooks.push_str("-- The narrower networks stand before the wider ones: the first that holds a client counts.\n");
    hooks.push_str("local clients = {\n");
    for client in sheet.clients() {
        let lifted = zones.iter().filter(|zone| client.lifted.contains(&zone.place));
        let lifted: Vec<String> = lifted.map(|zone| format!("\"{}\"", policy(zone))).collect();
        hooks.push_str(&format!("  {{ \"{}\", {{ {} }} }},\n", client.network, lifted.join(", ")));
    }
    hooks.push_str("}\n");
    hooks.push_str(HOOKS);
    files.insert(0, File::new("countersign-hooks.lua", hooks));
    files.insert(0, File::new("countersign.lua", config));
    Ok(files)
}

fn policy(zone: &Zone<'_, '_>) -> String {
    format!("countersign-{}", zone.name)
}

const HOOKS: &str = r"
for _, client in ipairs(clients) do
  local network = newNMG()
  network:addMask(client[1])
  client.network = network
end

local function place(address)
  for number, client in ipairs(clients) do
    if client.network:match(address) then
      return number
    end
  end
  return 0
end

function gettag(remote)
  return place(remote)
end

function prerpz(dq)
  local client = clients[place(dq.remoteaddr)]
  if client then
    for _, policy in ipairs(client[2]) do
      dq:discardPolicy(policy)
    end
  end
  return false
end
";
