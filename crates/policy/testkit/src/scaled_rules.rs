use crate::Scale;

/// A rule of a generated pack as data, so that it can be written in languages other than Cedar too.
#[derive(Clone, Debug)]
pub struct ScaledRule {
    /// Whether it permits.
    pub permits: bool,
    /// The tools it is about.
    pub over: Over,
    /// The conditions, all of which must be true.
    pub all: Vec<Condition>,
    /// The approval that a permit needs, or with which a forbid does not apply.
    pub approval: Option<&'static str>,
}

/// The tools that a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// All tools.
    All,
    /// The tools of a grade.
    Grade(&'static str),
    /// The tools of a kind.
    Kind(&'static str),
    /// One tool, by its number.
    Tool(usize),
}

/// A part of a rule's condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A facet has a value.
    Is(&'static str, &'static str),
    /// A facet has another value.
    IsNot(&'static str, &'static str),
    /// The device is issued.
    Issued,
    /// The listing does not permit the classification.
    AboveLimit,
    /// The listing does not permit the personal data.
    TooPersonal,
    /// The tool is not available on the device in this way.
    OffRoute,
    /// The asker is in a unit or below it, by its number.
    Within(usize),
}

/// Returns the rules of a generated pack.
pub fn scaled_rules(scale: &Scale) -> Vec<ScaledRule> {
    (0..scale.rules).map(|place| rule(place, scale)).collect()
}

fn rule(place: usize, scale: &Scale) -> ScaledRule {
    use Condition::{AboveLimit, Is, IsNot, Issued, OffRoute, TooPersonal, Within};
    let tool = Over::Tool(place * 7 % scale.tools.max(1));
    let unit = place % scale.units.max(1);
    let work = Is("purpose", "business");
    let permit = |over, all, approval| ScaledRule { permits: true, over, all, approval };
    let forbid = |over, all, approval| ScaledRule { permits: false, over, all, approval };
    match place % 13 {
        0 => permit(Over::Grade("assured"), vec![work], None),
        1 => permit(Over::Grade("approved"), vec![work, IsNot("audience", "external")], None),
        2 => permit(Over::Grade("trial"), vec![work], Some("manager")),
        3 => permit(Over::All, vec![Is("purpose", "private")], None),
        4 => forbid(Over::All, vec![work, AboveLimit], None),
        5 => forbid(Over::All, vec![work, Issued, OffRoute], None),
        6 => forbid(Over::All, vec![work, Is("account", "personal")], None),
        7 => forbid(Over::All, vec![work, Is("device", "own")], None),
        8 => forbid(Over::All, vec![work, TooPersonal], None),
        9 => forbid(Over::Kind("board"), vec![work, Is("activity", "publish"), IsNot("account", "corporate")], None),
        10 => forbid(Over::Kind("chat"), vec![work, Is("via", "extension")], Some("security")),
        11 => forbid(tool, vec![Within(unit), work, Is("audience", "external")], None),
        _ => permit(tool, vec![Within(unit), work, Is("activity", "meet")], None),
    }
}

impl ScaledRule {
    /// Returns the rule in Cedar.
    pub(crate) fn cedar(&self, place: usize) -> String {
        let effect = if self.permits { "permit" } else { "forbid" };
        let over = match self.over {
            Over::All => "resource".to_owned(),
            Over::Grade(grade) => format!("resource in Grade::\"{grade}\""),
            Over::Kind(kind) => format!("resource in Kind::\"{kind}\""),
            Over::Tool(tool) => format!("resource == Tool::\"tool-{tool}\""),
        };
        let mut all: Vec<String> = self.all.iter().map(Condition::cedar).collect();
        let approved = self.approval.map(|approval| format!("context.approved.{approval}"));
        let unless = match (approved, self.permits) {
            (Some(approved), true) => {
                all.push(approved);
                String::new()
            }
            (Some(approved), false) => format!("\nunless {{ {approved} }}"),
            (None, _) => String::new(),
        };
        format!(
            "@id(\"rule-{place}\")\n@text(\"Rule number {place}.\")\n@source(\"list\")\n{effect} (principal, action == Action::\"use\", {over})\nwhen {{ {} }}{unless};\n\n",
            all.join(" && ")
        )
    }
}

impl Condition {
    fn cedar(&self) -> String {
        let facet = |facet: &str| facet.replace('-', "_");
        let kind = |facet: &str| -> String {
            let part =
                |part: &str| part.get(..1).unwrap_or_default().to_uppercase() + part.get(1..).unwrap_or_default();
            facet.split('-').map(part).collect()
        };
        match self {
            Self::Is(name, value) => format!("context.{} == {}::\"{value}\"", facet(name), kind(name)),
            Self::IsNot(name, value) => format!("context.{} != {}::\"{value}\"", facet(name), kind(name)),
            Self::Issued => "context.device in Device::\"issued\"".to_owned(),
            Self::AboveLimit => "!resource.limits.classification.contains(context.classification)".to_owned(),
            Self::TooPersonal => "!resource.limits.personal_data.contains(context.personal_data)".to_owned(),
            Self::OffRoute => "!resource.routes.contains({ device: context.device, via: context.via })".to_owned(),
            Self::Within(unit) => format!("principal in Unit::\"unit-{unit}\""),
        }
    }
}
