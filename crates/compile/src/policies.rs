use crate::from_register::Made;
use crate::inspect::{Facts, Field, known_ids};
use crate::{from_register, identifiers, schema};
use cedar_policy::{Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator, pst};
use countersign_model::{Effect, Id, Origin, Pack, Rule, Span, nearest};
use countersign_pack::{Diagnostic, Files};
use miette::Diagnostic as _;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A pack whose rules Cedar has parsed and validated.
pub struct Compiled {
    /// The pack, with the rules made from its register.
    pub(crate) pack: Arc<Pack>,
    /// What is known of each rule that somebody wrote.
    pub(crate) rules: Vec<CompiledRule>,
    /// What is known of each rule made from the register, in the pack's order.
    pub(crate) made: Vec<Made>,
    /// The place of the first of those in the pack.
    pub(crate) first_made: usize,
}

/// A rule as Cedar has it.
pub(crate) struct CompiledRule {
    /// Its place in the pack.
    pub(crate) place: usize,
    /// Its syntax tree.
    pub(crate) tree: Arc<pst::Policy>,
    /// What it names.
    pub(crate) facts: Arc<Facts>,
}

impl Compiled {
    /// The pack, with the rules made from its register.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The approvals that some rule names, by place.
    pub fn named_approvals(&self) -> BTreeSet<usize> {
        let written = self.rules.iter().flat_map(|rule| rule.facts.approvals.iter().copied());
        written.chain(self.made.iter().filter_map(|made| made.unless_approved)).collect()
    }

    /// The policy as Cedar's own set, rules made from the register included, for
    /// whoever wants to ask Cedar itself.
    ///
    /// # Errors
    /// What Cedar says of a rule that it cannot parse, which no compiled pack holds.
    pub fn policy_set(&self) -> Result<PolicySet, Vec<Diagnostic>> {
        let mut set = PolicySet::new();
        let made = self.made.iter().map(|made| (&made.rule.id, made.cedar(&self.pack)));
        let written = self.pack.rules.iter().take(self.first_made).map(|rule| (&rule.id, rule.cedar.clone()));
        for (id, cedar) in written.chain(made) {
            let rule = self.pack.rules.get(id.as_str()).map(|rule| Rule { cedar, ..rule.clone() });
            // Ids are unique: they are those of the rules.
            let _ = rule.map(|rule| parse(&rule).map(|policy| drop(set.add(policy)))).transpose()?;
        }
        Ok(set)
    }
}

impl CompiledRule {
    /// Whether the rule reads what a listing of the register says.
    pub(crate) fn reads_listing(&self) -> bool {
        let of_listing = [Field::Listing, Field::Limits, Field::Routes];
        of_listing.iter().any(|field| self.facts.fields.contains(field))
    }
}

/// What is kept from one version of a pack to the next.
#[derive(Default)]
pub(crate) struct Kept {
    schema: Option<(String, Schema)>,
    /// Rules that were sound under that schema, by their ids and texts.
    sound: HashMap<(Id, String), (Arc<pst::Policy>, Arc<Facts>)>,
}

pub(crate) fn compile(mut pack: Pack, files: &Files, kept: &mut Kept) -> Result<Compiled, Vec<Diagnostic>> {
    let mut faults = doubled_names(&pack);
    let text = schema(&pack);
    if kept.schema.as_ref().is_none_or(|(known, _)| *known != text) {
        kept.sound.clear();
        kept.schema = None;
    }
    let new: Vec<usize> =
        pack.rules.iter().enumerate().filter(|(_, rule)| !kept.knows(rule)).map(|(place, _)| place).collect();
    let rows: Vec<&Rule> = new.iter().filter_map(|place| pack.rules.at(*place)).collect();
    // The schema and the rules have nothing to do with one another until validation.
    let (schema, policies) = std::thread::scope(|scope| {
        let known = kept.schema.take().map(|(_, schema)| schema);
        let schema = known
            .is_none()
            .then(|| scope.spawn(|| Schema::from_cedarschema_str(&text).map_err(|error| error.to_string())));
        let policies = parse_all(&rows, &mut faults);
        let schema = match (known, schema) {
            (Some(known), _) => Ok(known),
            (None, Some(made)) => {
                made.join().unwrap_or_else(|_| Err("it cannot be parsed".into())).map(|(schema, _)| schema)
            }
            (None, None) => Err("there is none".into()),
        };
        (schema, policies)
    });
    let schema = match schema {
        Ok(schema) => schema,
        Err(error) => {
            let message = format!("Cedar refuses the schema of this pack: {error}");
            faults.push(Diagnostic::error("schema", Span::default(), message).nowhere());
            return Err(faults);
        }
    };
    let mut all = PolicySet::new();
    for (rule, policy) in rows.iter().zip(&policies) {
        let Some(policy) = policy else { continue };
        let _ = all.add(policy.clone());
        match inspected(&pack, rule, policy) {
            Some((tree, facts, own)) if own.is_empty() => {
                kept.sound.insert((rule.id.clone(), rule.cedar.clone()), (Arc::new(tree), Arc::new(facts)));
            }
            Some((_, facts, own)) => {
                faults.extend(own);
                faults.extend(unknown_entities(&pack, files, rule, &facts));
            }
            None => faults.push(Diagnostic::error("rule", rule.span, "Cedar cannot give this rule's syntax tree")),
        }
    }
    // What a rule names may be gone though the rule itself is as it was.
    for rule in &pack.rules {
        if let Some((_, facts)) = kept.sound.get(&(rule.id.clone(), rule.cedar.clone())) {
            faults.extend(unknown_entities(&pack, files, rule, facts));
        }
    }
    let validator = Validator::new(schema.clone());
    let mut found = validate(&pack, &validator, &all);
    if !found.is_empty() {
        // Once more, from policies that know their places.
        let mut placed = PolicySet::new();
        for policy in one_by_one(&rows, &mut faults).into_iter().flatten() {
            let _ = placed.add(policy);
        }
        found = validate(&pack, &validator, &placed);
    }
    kept.schema = Some((text, schema));
    faults.extend(found);
    let made = from_register::rules(&pack);
    let first_made = pack.rules.len();
    for made in &made {
        if pack.rules.insert(made.rule.clone()).is_err() {
            let message = format!("the rule made from this would be named `{}`, as another rule is", made.rule.id);
            let fault = Diagnostic::error("declared-twice", made.rule.span, message);
            faults.push(fault.help("rename that rule"));
        }
    }
    if faults.iter().any(Diagnostic::is_error) {
        // A rule that validation refuses is not sound, whatever was kept of it.
        kept.sound.clear();
        return Err(faults);
    }
    let rules = kept.rules(&pack, first_made);
    Ok(Compiled { pack: Arc::new(pack), rules, made, first_made })
}

impl Kept {
    fn knows(&self, rule: &Rule) -> bool {
        self.sound.contains_key(&(rule.id.clone(), rule.cedar.clone()))
    }

    /// The written rules of a pack; what it has no more is forgotten.
    fn rules(&mut self, pack: &Pack, written: usize) -> Vec<CompiledRule> {
        let mut former = std::mem::take(&mut self.sound);
        let mut rules = Vec::new();
        for (place, rule) in pack.rules.iter().enumerate().take(written) {
            let key = (rule.id.clone(), rule.cedar.clone());
            if let Some((tree, facts)) = former.remove(&key) {
                rules.push(CompiledRule { place, tree: tree.clone(), facts: facts.clone() });
                self.sound.insert(key, (tree, facts));
            }
        }
        rules
    }
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
fn parse_all(rules: &[&Rule], faults: &mut Vec<Diagnostic>) -> Vec<Option<Policy>> {
    if let Some(policies) = together(rules) {
        return policies.into_iter().map(Some).collect();
    }
    one_by_one(rules, faults)
}

/// Every rule parsed in one go, where all are sound. Policies made from syntax
/// trees carry no places, so that whoever finds a fault parses again one by one.
fn together(rules: &[&Rule]) -> Option<Vec<Policy>> {
    let text: String = rules.iter().flat_map(|rule| [rule.cedar.as_str(), "\n"]).collect();
    let parsed = cedar_policy_core::parser::parse_policyset(&text).ok()?;
    let mut set =
        pst::PolicySet { templates: Default::default(), policies: Default::default(), template_links: Vec::new() };
    for (place, rule) in rules.iter().enumerate() {
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
        rules.iter().map(|rule| set.policy(&PolicyId::new(rule.id.as_str())).cloned()).collect();
    policies.filter(|policies| policies.len() == set.num_of_policies() && parsed.policies().count() == policies.len())
}

fn one_by_one(rules: &[&Rule], faults: &mut Vec<Diagnostic>) -> Vec<Option<Policy>> {
    let one = |rule: &&Rule| parse(rule).map_err(|errors| faults.extend(errors)).ok();
    rules.iter().map(one).collect()
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

/// The syntax tree of a rule, what it names, and what packs do not take of it.
fn inspected(pack: &Pack, rule: &Rule, policy: &Policy) -> Option<(pst::Policy, Facts, Vec<Diagnostic>)> {
    let tree = policy.to_pst().ok()?;
    let facts = Facts::of(pack, &tree, rule.effect == Effect::Permit);
    let mut faults = Vec::new();
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
    Some((tree, facts, faults))
}

/// Every entity that a rule names and the pack does not declare.
fn unknown_entities<'a>(
    pack: &'a Pack,
    files: &'a Files,
    rule: &'a Rule,
    facts: &'a Facts,
) -> impl Iterator<Item = Diagnostic> + 'a {
    facts.entities.iter().filter_map(move |(kind, id)| unknown_entity(pack, files, rule, kind, id))
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
    let of_facet = pack.facets.iter().find(|facet| identifiers::entity_type(&facet.id) == kind);
    if let Some(facet) = of_facet.filter(|facet| facet.group(id).is_some()) {
        let message =
            format!("the group `{id}` leaves out lower values, and `in` reads \"up to\" where values are ordered");
        let members = facet.group(id).map(|group| facet.value_ids(&group.members)).unwrap_or_default();
        let members: Vec<String> = members.iter().map(|member| format!("{kind}::\"{member}\"")).collect();
        let name = identifiers::attribute(&facet.id);
        let help = format!("write `[{}].contains(context.{name})`", members.join(", "));
        return Some(Diagnostic::error("unknown-entity", at, message).help(help));
    }
    let fault = Diagnostic::error("unknown-entity", at, format!("there is no `{kind}::\"{id}\"`"));
    Some(match nearest(id, known.iter().map(AsRef::as_ref)) {
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
fn validate(pack: &Pack, validator: &Validator, all: &PolicySet) -> Vec<Diagnostic> {
    let result = validator.validate(all, ValidationMode::Strict);
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
