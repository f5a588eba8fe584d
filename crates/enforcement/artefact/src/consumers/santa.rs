//! Santa on macOS: the rules that a sync server returns in the stage `ruledownload`
//! (`santa.sync.v1`).

use crate::group_files::{Variant, files};
use crate::left_out::nothing;
use crate::text::message;
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::{Block, IdentityKind, Plan};
use serde_json::{Value, json};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "santa",
    title: "Santa",
    label: Label::ShapeChecked,
    carries: &[IdentityKind::AppleTeam, IdentityKind::AppleSigning],
    clients: Clients::ByGroup,
    keeps_exceptions: false,
    load: "Give the rules of `rules.json` out in your sync server's answer to `ruledownload`, with `CLEAN` as the kind of sync whenever the file changes.",
    limits: "A rule does not end by itself: a clean sync takes away what is no longer blocked. A team id blocks everything that the team signs.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    files(sheet, "rules", "json", |variant| Ok(rules(sheet, variant)))
}

fn rules(plan: &Plan, variant: &Variant<'_>) -> Vec<u8> {
    let rule = |kind: &'static str| {
        move |(identifier, block): (&str, &Block)| -> Value {
            let mut rule = json!({
                "identifier": identifier,
                "rule_type": kind,
                "policy": "BLOCKLIST",
                "custom_msg": message(plan, block),
            });
            if let (Some(page), Some(rule)) = (&plan.deployment.page, rule.as_object_mut()) {
                rule.insert("custom_url".into(), json!(page));
            }
            rule
        }
    };
    let teams = variant.names(IdentityKind::AppleTeam).into_iter().map(rule("TEAMID"));
    let signing = variant.names(IdentityKind::AppleSigning).into_iter().map(rule("SIGNINGID"));
    let rules: Vec<Value> = teams.chain(signing).collect();
    crate::text::pretty(&json!({ "rules": rules }))
}
