use crate::compiled::{Compiled, CompiledRule};
use crate::derived_rules::DerivedRule;
use crate::names::undeclared;
use crate::parse::{one_by_one, parse_all};
use crate::rule_references::RuleReferences;
use crate::validate::{inspected, validate};
use crate::{cedar_names, derived_rules, schema};
use cedar_policy::{Policy, PolicySet, Schema, Validator, pst};
use countersign_model::{Id, Pack, Rule, Span};
use countersign_pack::{Diagnostic, SourceMap};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The validation results kept from one version of a pack to the next.
#[derive(Default)]
pub(crate) struct ValidationCache {
    schema: Option<(String, Schema)>,
    /// Rules that were valid under that schema, by their ids and texts.
    sound: HashMap<(Id, String), (Arc<pst::Policy>, Arc<RuleReferences>)>,
}

pub(crate) fn compile(
    mut pack: Pack,
    files: &SourceMap,
    kept: &mut ValidationCache,
) -> Result<Compiled, Vec<Diagnostic>> {
    let mut faults = doubled_names(&pack);
    let text = schema(&pack);
    kept.drop_other_schema(&text);
    let new: Vec<&Rule> = pack.rules.iter().filter(|rule| !kept.knows(rule)).collect();
    let (schema, policies) = parse_schema_and_rules(&text, kept.schema.take(), &new, &mut faults);
    let schema = match schema {
        Ok(schema) => schema,
        Err(error) => {
            let message = format!("Cedar refuses the schema of this pack: {error}");
            faults.push(Diagnostic::error("schema", Span::default(), message).nowhere());
            return Err(faults);
        }
    };
    let mut faulty = inspect_new_rules(&pack, files, new.iter().copied().zip(&policies), kept, &mut faults);
    // A name in an unchanged rule may no longer be declared.
    for rule in &pack.rules {
        if let Some((_, references)) = kept.sound.get(&(rule.id.clone(), rule.cedar.clone())) {
            let before = faults.len();
            faults.extend(undeclared(&pack, files, rule, references));
            if faults.len() > before {
                faulty.insert(rule.id.clone());
            }
        }
    }
    faults.extend(validate_new_rules(&pack, &schema, &new, policies, &faulty));
    kept.schema = Some((text, schema));
    let new: BTreeSet<Id> = new.iter().map(|rule| rule.id.clone()).collect();
    let first_made = pack.rules.len();
    let made = insert_derived_rules(&mut pack, &mut faults);
    if faults.iter().any(Diagnostic::is_error) {
        // A rule that validation rejects is not valid, even if the cache says so.
        kept.sound.clear();
        return Err(faults);
    }
    let rules = kept.rules(&pack, first_made);
    if !faults.is_empty() {
        // Rules with warnings are validated again the next time.
        kept.sound.retain(|(id, _), _| !new.contains(id));
    }
    Ok(Compiled { pack: Arc::new(pack), rules, made, first_made, warnings: faults })
}

/// Parses the schema, unless the cache has it, and the rules at the same time: they are independent
/// until validation.
fn parse_schema_and_rules(
    text: &str,
    cached: Option<(String, Schema)>,
    rules: &[&Rule],
    faults: &mut Vec<Diagnostic>,
) -> (Result<Schema, String>, Vec<Option<Policy>>) {
    if let Some((_, schema)) = cached {
        return (Ok(schema), parse_all(rules, faults));
    }
    std::thread::scope(|scope| {
        let schema = scope.spawn(|| Schema::from_cedarschema_str(text).map_err(|error| error.to_string()));
        let policies = parse_all(rules, faults);
        let schema = schema.join().unwrap_or_else(|_| Err("it cannot be parsed".into()));
        (schema.map(|(schema, _)| schema), policies)
    })
}

/// Reads the syntax trees of new rules into the cache. Returns the rules with an error that Cedar
/// would report again in its own words.
fn inspect_new_rules<'a>(
    pack: &Pack,
    files: &SourceMap,
    rules: impl Iterator<Item = (&'a Rule, &'a Option<Policy>)>,
    kept: &mut ValidationCache,
    faults: &mut Vec<Diagnostic>,
) -> BTreeSet<Id> {
    let mut faulty = BTreeSet::new();
    for (rule, policy) in rules {
        let Some(policy) = policy else { continue };
        match inspected(pack, rule, policy) {
            Some((tree, references, own)) if own.is_empty() => {
                kept.sound.insert((rule.id.clone(), rule.cedar.clone()), (Arc::new(tree), Arc::new(references)));
            }
            Some((_, references, own)) => {
                faults.extend(own);
                faulty.insert(rule.id.clone());
                faults.extend(undeclared(pack, files, rule, &references));
            }
            None => faults.push(Diagnostic::error("rule", rule.span, "Cedar cannot give this rule's syntax tree")),
        }
    }
    faulty
}

/// Validates new rules against the schema, and returns the errors.
fn validate_new_rules(
    pack: &Pack,
    schema: &Schema,
    rules: &[&Rule],
    policies: Vec<Option<Policy>>,
    faulty: &BTreeSet<Id>,
) -> Vec<Diagnostic> {
    let validator = Validator::new(schema.clone());
    let found = validate(pack, &validator, &policy_set(policies), faulty);
    if found.is_empty() {
        return found;
    }
    // Again, with policies that know their places in the text.
    validate(pack, &validator, &policy_set(one_by_one(rules, &mut Vec::new())), faulty)
}

fn policy_set(policies: Vec<Option<Policy>>) -> PolicySet {
    let mut set = PolicySet::new();
    for policy in policies.into_iter().flatten() {
        let _ = set.add(policy);
    }
    set
}

/// Adds the rules that the register stands for to the pack. Reports those whose names authored rules
/// have.
fn insert_derived_rules(pack: &mut Pack, faults: &mut Vec<Diagnostic>) -> Vec<DerivedRule> {
    let derived = derived_rules::rules(pack);
    for derived in &derived {
        if pack.rules.insert(derived.rule.clone()).is_err() {
            let message = format!("the rule made from this would be named `{}`, as another rule is", derived.rule.id);
            let fault = Diagnostic::error("declared-twice", derived.rule.span, message);
            faults.push(fault.help("rename that rule"));
        }
    }
    derived
}

impl ValidationCache {
    /// Drops everything if it was validated under another schema.
    fn drop_other_schema(&mut self, text: &str) {
        if self.schema.as_ref().is_none_or(|(known, _)| known != text) {
            self.sound.clear();
            self.schema = None;
        }
    }

    fn knows(&self, rule: &Rule) -> bool {
        self.sound.contains_key(&(rule.id.clone(), rule.cedar.clone()))
    }

    /// Returns the authored rules of a pack, and drops those that it no longer has.
    fn rules(&mut self, pack: &Pack, written: usize) -> Vec<CompiledRule> {
        let mut former = std::mem::take(&mut self.sound);
        let mut rules = Vec::new();
        for (place, rule) in pack.rules.iter().enumerate().take(written) {
            let key = (rule.id.clone(), rule.cedar.clone());
            if let Some((tree, references)) = former.remove(&key) {
                rules.push(CompiledRule { place, tree: tree.clone(), references: references.clone() });
                self.sound.insert(key, (tree, references));
            }
        }
        rules
    }
}

/// Reports facets, or approvals, that would have the same name in Cedar.
fn doubled_names(pack: &Pack) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut faults = Vec::new();
    for facet in &pack.facets {
        if let Some(first) = seen.insert(cedar_names::entity_type(&facet.id), facet.span) {
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
