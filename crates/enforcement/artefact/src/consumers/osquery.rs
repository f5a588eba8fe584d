//! osquery: a query pack that lists the devices on which blocked tools are found
//! (osquery 5 schema: `apps`, `package_receipts`, `programs`, `processes`,
//! `deb_packages`, `chrome_extensions`, which has those of Edge too, `firefox_addons`).

use crate::group_files::{Variant, files};
use crate::left_out::nothing;
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::{Block, IdentityKind, Plan};
use serde_json::{Map, Value, json};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "osquery",
    title: "osquery",
    label: Label::ShapeChecked,
    carries: CARRIES,
    clients: Clients::ByGroup,
    keeps_exceptions: false,
    load: "Name `pack.json` in the configuration of osquery under `packs`, or upload it to your fleet server.",
    limits: "It finds, and does not block: use it to see where a ban does not hold yet.",
    write,
    omits: nothing,
};

/// The names by which osquery finds tools.
pub(super) const CARRIES: &[IdentityKind] = &[
    IdentityKind::AppleBundle,
    IdentityKind::WindowsPublisher,
    IdentityKind::WindowsExecutable,
    IdentityKind::ChromeExtension,
    IdentityKind::FirefoxExtension,
    IdentityKind::EdgeExtension,
    IdentityKind::MacInstaller,
    IdentityKind::DebianPackage,
];

/// A search for one tool on one platform.
pub(super) struct Search<'a> {
    pub(super) block: &'a Block,
    /// `darwin`, `windows`, or all three.
    pub(super) platform: &'static str,
    /// A word for where it looks.
    pub(super) what: &'static str,
    /// The table and the condition, which follow `FROM`.
    pub(super) from: String,
    /// The columns that identify the finding.
    pub(super) columns: &'static str,
}

/// Returns searches for each tool, one for each table that may contain it.
pub(super) fn searches<'a>(variant: &Variant<'a>) -> Vec<Search<'a>> {
    let everywhere = "darwin,linux,windows";
    let tables = [
        (IdentityKind::AppleBundle, "darwin", "apps", "apps WHERE bundle_identifier IN", "name, path"),
        (IdentityKind::WindowsPublisher, "windows", "programs", "programs WHERE publisher IN", "name, version"),
        (IdentityKind::WindowsExecutable, "windows", "processes", "processes WHERE lower(name) IN", "name, path"),
        (
            IdentityKind::ChromeExtension,
            everywhere,
            "chrome-extensions",
            "users CROSS JOIN chrome_extensions USING (uid) WHERE identifier IN",
            "username, identifier",
        ),
        (
            IdentityKind::EdgeExtension,
            everywhere,
            "edge-extensions",
            "users CROSS JOIN chrome_extensions USING (uid) WHERE identifier IN",
            "username, identifier",
        ),
        (
            IdentityKind::MacInstaller,
            "darwin",
            "receipts",
            "package_receipts WHERE package_id IN",
            "package_id, version",
        ),
        (IdentityKind::DebianPackage, "linux", "deb-packages", "deb_packages WHERE name IN", "name, version"),
        (
            IdentityKind::FirefoxExtension,
            everywhere,
            "firefox-addons",
            "users CROSS JOIN firefox_addons USING (uid) WHERE identifier IN",
            "username, identifier",
        ),
    ];
    let mut searches = Vec::new();
    for block in &variant.blocks {
        for (kind, platform, what, from, columns) in tables {
            let names: Vec<String> = block
                .identities
                .iter()
                .filter(|identity| identity.kind == kind)
                .map(|identity| match kind {
                    IdentityKind::WindowsExecutable => literal(&identity.name.to_lowercase()),
                    _ => literal(&identity.name),
                })
                .collect();
            if !names.is_empty() {
                let from = format!("{from} ({})", names.join(", "));
                searches.push(Search { block, platform, what, from, columns });
            }
        }
    }
    searches
}

/// Returns a string in SQL. Quotes in it are doubled.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    files(sheet, "pack", "json", |variant| Ok(pack(sheet, variant)))
}

fn pack(plan: &Plan, variant: &Variant<'_>) -> Vec<u8> {
    let query = |search: Search<'_>| {
        let query = json!({
            "query": format!("SELECT {} FROM {};", search.columns, search.from),
            "interval": 3600,
            "platform": search.platform,
            "description": crate::text::message(plan, search.block),
        });
        (format!("{}-{}", search.block.tool, search.what), query)
    };
    let queries: Map<String, Value> = searches(variant).into_iter().map(query).collect();
    crate::text::pretty(&json!({ "queries": queries }))
}
