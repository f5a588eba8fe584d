//! Windows AppLocker: the policy schema that Microsoft documents ("AppLocker XSD"), its rule
//! collections `Exe` and `Appx`.
//!
//! A collection with any rule denies everything that no rule allows, so the first rule allows
//! everything. A deny overrides it.

use crate::group_files::{Variant, files};
use crate::left_out::nothing;
use crate::text::{comments, first, message, uuid, xml};
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::{Block, IdentityKind, Plan};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "applocker",
    title: "Windows AppLocker",
    label: Label::SchemaChecked,
    carries: &[IdentityKind::WindowsExecutable, IdentityKind::WindowsPublisher, IdentityKind::WindowsPackage],
    clients: Clients::ByGroup,
    keeps_exceptions: false,
    load: "Import `AppLocker.xml` into a group policy (Computer Configuration, Application Control Policies), merging it with what is there: `Set-AppLockerPolicy -XmlPolicy AppLocker.xml -Merge`; or give its rule collection to your device manager as `ApplicationLaunchRestrictions`. The service Application Identity has to run.",
    limits: "A rule by file name no longer holds when somebody renames the file: record the publisher where there is one. A packaged app is told by its name, without its publisher. Scripts are not reached.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    files(sheet, "AppLocker", "xml", |variant| Ok(policy(sheet, variant)))
}

fn policy(plan: &Plan, variant: &Variant<'_>) -> Vec<u8> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    // A comment must not contain two hyphens in a row (XML 1.0, section 2.5).
    let head = comments(plan, " ").replace('-', "\u{2010}");
    text.push_str(&format!("<!--\n{head}-->\n"));
    text.push_str("<AppLockerPolicy Version=\"1\">\n");
    let executables = variant.names(IdentityKind::WindowsExecutable);
    let publishers = variant.names(IdentityKind::WindowsPublisher);
    if !executables.is_empty() || !publishers.is_empty() {
        text.push_str("  <RuleCollection Type=\"Exe\" EnforcementMode=\"Enabled\">\n");
        let everything = "<FilePathCondition Path=\"*\" />";
        text.push_str(&rule(
            "FilePathRule",
            "everything",
            "Everything else",
            "What no other rule denies.",
            "Allow",
            everything,
        ));
        for (name, block) in executables {
            let condition = format!("<FilePathCondition Path=\"*\\{}\" />", xml(name));
            text.push_str(&denial(plan, "FilePathRule", name, block, &condition));
        }
        for (name, block) in publishers {
            text.push_str(&denial(plan, "FilePublisherRule", name, block, &publisher(name, "*")));
        }
        text.push_str("  </RuleCollection>\n");
    }
    let packages = variant.names(IdentityKind::WindowsPackage);
    if !packages.is_empty() {
        text.push_str("  <RuleCollection Type=\"Appx\" EnforcementMode=\"Enabled\">\n");
        text.push_str(&rule(
            "FilePublisherRule",
            "every package",
            "Every other packaged app",
            "What no other rule denies.",
            "Allow",
            &publisher("*", "*"),
        ));
        for (family, block) in packages {
            // Rules contain the name, but not the digest of the publisher.
            let name = family.rsplit_once('_').map_or(family, |(name, _)| name);
            text.push_str(&denial(plan, "FilePublisherRule", family, block, &publisher("*", name)));
        }
        text.push_str("  </RuleCollection>\n");
    }
    text.push_str("</AppLockerPolicy>\n");
    text.into_bytes()
}

/// Returns the condition for everything that a publisher signed as a product. `*` is any.
fn publisher(publisher: &str, product: &str) -> String {
    let (publisher, product) = (xml(publisher), xml(product));
    format!(
        "<FilePublisherCondition PublisherName=\"{publisher}\" ProductName=\"{product}\" BinaryName=\"*\"><BinaryVersionRange LowSection=\"*\" HighSection=\"*\" /></FilePublisherCondition>"
    )
}

fn denial(plan: &Plan, element: &str, name: &str, block: &Block, condition: &str) -> String {
    // Names and descriptions can have 1,024 characters.
    let title = first(&format!("{}: {name}", block.name), 1_000);
    rule(element, name, &title, &first(&message(plan, block), 1_000), "Deny", condition)
}

fn rule(element: &str, key: &str, name: &str, description: &str, action: &str, condition: &str) -> String {
    format!(
        "    <{element} Id=\"{}\" Name=\"{}\" Description=\"{}\" UserOrGroupSid=\"S-1-1-0\" Action=\"{action}\">\n      <Conditions>{condition}</Conditions>\n    </{element}>\n",
        uuid(&format!("{element} {key}")),
        xml(name),
        xml(description),
    )
}
