use crate::inspect::{Facts, Field, known_ids};
use crate::{CedarEngine, from_register, identifiers, schema};
use cedar_policy::{Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator, pst};
use countersign_model::{Action, Effect, Origin, Pack, Rule, Span, nearest};
use countersign_pack::{Diagnostic, Files};
use jiff::civil::Date;
use miette::Diagnostic as _;
use std::collections::BTreeMap;

/// A pack whose rules Cedar has parsed and validated.
pub struct Compiled {
    /// The pack, with the rules made from its register.
    pub(crate) pack: Pack,
    /// For each rule of the pack, in its order, what is known of it.
    pub(crate) rules: Vec<CompiledRule>,
}

/// A rule as Cedar has it.
pub struct CompiledRule {
    /// The rule alone, as a set of policies.
    pub(crate) alone: PolicySet,
    /// Its syntax tree.
    pub(crate) tree: pst::Policy,
    /// What it names.
    pub(crate) facts: Facts,
    /// What it speaks about.
    pub(crate) action: Action,
}

impl Compiled {
    /// The pack, with the rules made from its register.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// What the rule in a place names.
    pub fn facts(&self, rule: usize) -> Option<&Facts> {
        self.rules.get(rule).map(|rule| &rule.facts)
    }

    /// The policy as Cedar's own set, for whoever wants to ask Cedar itself.
    pub fn policy_set(&self) -> PolicySet {
        let mut set = PolicySet::new();
        for policy in self.rules.iter().flat_map(|rule| rule.alone.policies()) {
            // Ids are unique: they are those of the rules.
            let _ = set.add(policy.clone());
        }
        set
    }

    /// The engine that answers for a day.
    pub fn engine(&self, at: Date) -> CedarEngine<'_> {
        CedarEngine::new(self, at)
    }
}

impl CompiledRule {
    /// Whether the rule reads what a listing of the register says.
    pub(crate) fn reads_listing(&self) -> bool {
        let of_listing = [Field::Listing, Field::Limits, Field::Routes];
        of_listing.iter().any(|field| self.facts.fields.contains(field))
    }
}

pub(crate) fn compile(mut pack: Pack, files: &Files) -> Result<Compiled, Vec<Diagnostic>> {
    let mut faults = doubled_names(&pack);
    for rule in from_register::rules(&pack) {
        let (id, span) = (rule.id.clone(), rule.span);
        if pack.rules.insert(rule).is_err() {
            let fault = Diagnostic::error(
                "declared-twice",
                span,
                format!("the rule made from this would be named `{id}`, as another rule is"),
            );
            faults.push(fault.help("rename that rule"));
        }
    }
    let text = schema(&pack);
    // The schema and the rules have nothing to do with one another until validation.
    let (schema, policies) = std::thread::scope(|scope| {
        let schema = scope.spawn(|| Schema::from_cedarschema_str(&text).map_err(|error| error.to_string()));
        let policies = parse_all(&pack, &mut faults);
        (schema.join().unwrap_or_else(|_| Err("it cannot be parsed".into())), policies)
    });
    let schema = match schema {
        Ok((schema, _)) => schema,
        Err(error) => {
            let message = format!("Cedar refuses the schema of this pack: {error}");
            faults.push(Diagnostic::error("schema", Span::default(), message).nowhere());
            return Err(faults);
        }
    };
    let mut all = PolicySet::new();
    let mut rules = Vec::new();
    for (rule, policy) in pack.rules.iter().zip(policies) {
        let Some(policy) = policy else { continue };
        let _ = all.add(policy.clone());
        match compiled(&pack, files, rule, policy, &mut faults) {
            Some(compiled) => rules.push(compiled),
            None => faults.push(Diagnostic::error("rule", rule.span, "Cedar cannot give this rule's syntax tree")),
        }
    }
    let mut found = validate(&pack, schema.clone(), &all);
    if !found.is_empty() {
        // Once more, from policies that know their places.
        let mut placed = PolicySet::new();
        for policy in one_by_one(&pack, &mut faults).into_iter().flatten() {
            let _ = placed.add(policy);
        }
        found = validate(&pack, schema, &placed);
    }
    faults.extend(found);
    if faults.iter().any(Diagnostic::is_error) { Err(faults) } else { Ok(Compiled { pack, rules }) }
}

/// Facets, or approvals, that would have one name in Cedar.
fn doubled_names(pack: &Pack) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut faults = Vec::new();
    for facet in &pack.facets {
        if let Some(first) = seen.insert(identifiers::entity_type(&facet.id), facet.span) {
            let message = format!("`{}` and another facet would have one name in rules", facet.id);
            faults.push(
                Diagnostic::error("declared-twice", facet.span, message)
                    .also(first, "the other one")
                    .help("rename one"),
            );
        }
    }
    faults
}

/// Where in a file a place of a rule's text is.
fn within(rule: &Rule, start: usize, length: usize) -> Span {
    match rule.origin {
        Origin::Written => {
            let start = (rule.body.start + start).min(rule.body.end);
            Span::new(rule.body.file, start, (start + length.max(1)).min(rule.body.end.max(start)))
        }
        Origin::FromRegister => rule.span,
    }
}

/// Where a fault of Cedar's lies in a rule: its first label, or the rule's head.
fn place(rule: &Rule, fault: &dyn miette::Diagnostic) -> (Span, String) {
    let label = fault.labels().and_then(|mut labels| labels.next());
    match label {
        Some(label) => (within(rule, label.offset(), label.len()), label.label().unwrap_or_default().to_owned()),
        None => (rule.span, String::new()),
    }
}

/// The policy of each rule, in their order; none where it cannot be parsed.
///
/// Sound rules are parsed in one go, since Cedar sets up its lexer anew for
/// every text; only where that fails, one by one, so that every fault is told.
fn parse_all(pack: &Pack, faults: &mut Vec<Diagnostic>) -> Vec<Option<Policy>> {
    if let Some(policies) = together(pack) {
        return policies.into_iter().map(Some).collect();
    }
    one_by_one(pack, faults)
}

/// Every rule parsed in one go, where all are sound. Policies made from syntax
/// trees carry no places, so that whoever finds a fault parses again one by one.
fn together(pack: &Pack) -> Option<Vec<Policy>> {
    let text: String = pack.rules.iter().flat_map(|rule| [rule.cedar.as_str(), "\n"]).collect();
    let parsed = cedar_policy_core::parser::parse_policyset(&text).ok()?;
    let mut set =
        pst::PolicySet { templates: Default::default(), policies: Default::default(), template_links: Vec::new() };
    for (place, rule) in pack.rules.iter().enumerate() {
        // Cedar names the policies of a text `policy0`, `policy1` and so on.
        let policy = parsed.get(&cedar_policy_core::ast::PolicyID::from_string(format!("policy{place}")))?;
        let id = pst::PolicyID(rule.id.as_str().into());
        let pst::Policy::Static(policy) = pst::Policy::try_from(policy.clone()).ok()?.new_id(id.clone()) else {
            return None;
        };
        if policy.body().annotations.get("id").map(cedar_policy::pst::SmolStr::as_str) != Some(rule.id.as_str()) {
            return None;
        }
        set.policies.insert(id, policy);
    }
    let set = PolicySet::from_pst(set).ok()?;
    let policies: Option<Vec<Policy>> =
        pack.rules.iter().map(|rule| set.policy(&PolicyId::new(rule.id.as_str())).cloned()).collect();
    policies.filter(|policies| policies.len() == set.num_of_policies() && parsed.policies().count() == policies.len())
}

fn one_by_one(pack: &Pack, faults: &mut Vec<Diagnostic>) -> Vec<Option<Policy>> {
    let one = |rule: &Rule| parse(rule).map_err(|errors| faults.extend(errors)).ok();
    pack.rules.iter().map(one).collect()
}

fn parse(rule: &Rule) -> Result<Policy, Vec<Diagnostic>> {
    Policy::parse(Some(PolicyId::new(rule.id.as_str())), &rule.cedar).map_err(|errors| {
        let told = |error: &cedar_policy::ParseError| {
            let (at, label) = place(rule, error);
            let fault = Diagnostic::error("not-cedar", at, format!("rule `{}`: {error}", rule.id)).label(label);
            match error.help() {
                Some(help) => fault.help(help.to_string()),
                None => fault,
            }
        };
        errors.iter().map(told).collect()
    })
}

fn compiled(
    pack: &Pack,
    files: &Files,
    rule: &Rule,
    policy: Policy,
    faults: &mut Vec<Diagnostic>,
) -> Option<CompiledRule> {
    let tree = policy.to_pst().ok()?;
    let facts = Facts::of(pack, &tree, rule.effect == Effect::Permit);
    for what in &facts.unknown {
        let fault = Diagnostic::error(
            "not-in-packs",
            rule.span,
            format!("rule `{}` has {what}, which packs do not know", rule.id),
        );
        faults.push(fault.help("rules speak of facets, approvals, units and the register; see the guide on rules"));
    }
    if facts.worse {
        let fault = Diagnostic::error(
            "approval-worsens",
            rule.span,
            format!("in rule `{}` an approval could make a verdict worse", rule.id),
        );
        faults.push(
            fault.help(
                "name approvals in the `when` of a permit or the `unless` of a forbid, and not behind `!` or `==`",
            ),
        );
    }
    for (kind, id) in &facts.entities {
        faults.extend(unknown_entity(pack, files, rule, kind, id));
    }
    let mut alone = PolicySet::new();
    alone.add(policy).ok()?;
    Some(CompiledRule { alone, tree, facts, action: rule.action })
}

/// An entity that a rule names and the pack does not declare: Cedar lets it pass.
fn unknown_entity(pack: &Pack, files: &Files, rule: &Rule, kind: &str, id: &str) -> Option<Diagnostic> {
    let known = known_ids(pack, kind);
    if known.iter().any(|known| known == id) {
        return None;
    }
    let wanted = format!("\"{id}\"");
    let text = files.text(rule.body.file).get(rule.body.start..rule.body.end).unwrap_or_default();
    let typed = text.match_indices(&wanted).find(|(at, _)| {
        let before = text.get(..*at).unwrap_or_default().trim_end();
        before.strip_suffix("::").is_some_and(|before| before.trim_end().ends_with(kind))
    });
    let at = typed.map_or(rule.span, |(at, found)| within(rule, at, found.len()));
    let fault = Diagnostic::error("unknown-entity", at, format!("there is no `{kind}::\"{id}\"`"));
    Some(match nearest(id, known.iter().map(String::as_str)) {
        _ if known.is_empty() => fault.help("this pack declares none"),
        Some(near) => fault.help(format!("did you mean `{kind}::\"{near}\"`?")),
        None if known.len() <= 16 => fault.help(format!("there are {}", known.join(", "))),
        None => fault,
    })
}

/// What Cedar means by an attribute of `context.approved` that it does not find.
fn missing_approval(message: &str) -> Option<String> {
    let name = message.split_once("attribute `approved.")?.1.split_once('`')?.0;
    Some(format!("there is no approval `{}`", name.replace('_', "-")))
}

/// A message of Cedar's without its own mention of the rule.
fn without_id(message: &str) -> &str {
    let rest = message.split_once("policy `").and_then(|(_, rest)| rest.split_once("`, "));
    rest.map_or(message, |(_, rest)| rest)
}

/// The faults that Cedar's strict validation finds.
fn validate(pack: &Pack, schema: Schema, all: &PolicySet) -> Vec<Diagnostic> {
    let result = Validator::new(schema).validate(all, ValidationMode::Strict);
    let rule_of = |id: &PolicyId| {
        let id: &str = id.as_ref();
        pack.rules.get(id)
    };
    let mut faults: Vec<Diagnostic> = Vec::new();
    for error in result.validation_errors() {
        let Some(rule) = rule_of(error.policy_id()) else { continue };
        let (at, label) = place(rule, error);
        let message = error.to_string();
        let message =
            format!("rule `{}`: {}", rule.id, missing_approval(&message).unwrap_or(without_id(&message).to_owned()));
        let fault = Diagnostic::error("not-valid", at, message).label(label);
        faults.push(match error.help() {
            Some(help) => fault.help(help.to_string()),
            None => fault,
        });
    }
    for warning in result.validation_warnings() {
        let Some(rule) = rule_of(warning.policy_id()) else { continue };
        let (at, label) = place(rule, warning);
        faults.push(
            Diagnostic::warning("suspicious", at, format!("rule `{}`: {}", rule.id, without_id(&warning.to_string())))
                .label(label),
        );
    }
    faults.sort_by_key(|fault| fault.at);
    faults
}
