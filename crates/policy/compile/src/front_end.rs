use crate::compiled::{Compiled, CompiledRule};
use crate::names::undeclared;
use crate::parse::{one_by_one, parse_all};
use crate::rule_references::RuleReferences;
use crate::validate::{inspected, validate};
use crate::{cedar_names, derived_rules, schema};
use cedar_policy::{PolicySet, Schema, Validator, pst};
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
    if kept.schema.as_ref().is_none_or(|(known, _)| *known != text) {
        kept.sound.clear();
        kept.schema = None;
    }
    let new: Vec<usize> =
        pack.rules.iter().enumerate().filter(|(_, rule)| !kept.knows(rule)).map(|(place, _)| place).collect();
    let rows: Vec<&Rule> = new.iter().filter_map(|place| pack.rules.at(*place)).collect();
    // The schema and the rules are independent until validation.
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
    // Rules with an error that Cedar would report again in its own words.
    let mut faulty: BTreeSet<Id> = BTreeSet::new();
    for (rule, policy) in rows.iter().zip(&policies) {
        let Some(policy) = policy else { continue };
        let _ = all.add(policy.clone());
        match inspected(&pack, rule, policy) {
            Some((tree, references, own)) if own.is_empty() => {
                kept.sound.insert((rule.id.clone(), rule.cedar.clone()), (Arc::new(tree), Arc::new(references)));
            }
            Some((_, references, own)) => {
                faults.extend(own);
                faulty.insert(rule.id.clone());
                faults.extend(undeclared(&pack, files, rule, &references));
            }
            None => faults.push(Diagnostic::error("rule", rule.span, "Cedar cannot give this rule's syntax tree")),
        }
    }
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
    let validator = Validator::new(schema.clone());
    let mut found = validate(&pack, &validator, &all, &faulty);
    if !found.is_empty() {
        // Again, with policies that know their places in the text.
        let mut placed = PolicySet::new();
        for policy in one_by_one(&rows, &mut Vec::new()).into_iter().flatten() {
            let _ = placed.add(policy);
        }
        found = validate(&pack, &validator, &placed, &faulty);
    }
    kept.schema = Some((text, schema));
    faults.extend(found);
    let rows_of: BTreeSet<Id> = rows.iter().map(|rule| rule.id.clone()).collect();
    let made = derived_rules::rules(&pack);
    let first_made = pack.rules.len();
    for made in &made {
        if pack.rules.insert(made.rule.clone()).is_err() {
            let message = format!("the rule made from this would be named `{}`, as another rule is", made.rule.id);
            let fault = Diagnostic::error("declared-twice", made.rule.span, message);
            faults.push(fault.help("rename that rule"));
        }
    }
    if faults.iter().any(Diagnostic::is_error) {
        // A rule that validation rejects is not valid, even if the cache says so.
        kept.sound.clear();
        return Err(faults);
    }
    let rules = kept.rules(&pack, first_made);
    if !faults.is_empty() {
        // Rules with warnings are validated again the next time.
        kept.sound.retain(|(id, _), _| !rows_of.contains(id));
    }
    Ok(Compiled { pack: Arc::new(pack), rules, made, first_made, warnings: faults })
}

impl ValidationCache {
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
