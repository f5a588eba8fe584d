//! Code that the tests share.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression as Expr, Schema,
};
use countersign_compile::{Compiled, attribute, compile, entities, entity_type, schema};
use countersign_model::{Action, Effect, Id, Pack, Question, Rule, Subject, UnlistedKind, Verdict};
use countersign_pack::{PackFolder, Reading, read};
use countersign_reader::{Limits, chain};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::path::Path;

/// The day of tests that do not depend on it.
pub(crate) const DAY: Date = date(2026, 4, 1);

/// Returns a compiled pack of this repository.
pub(crate) fn own(name: &str) -> Compiled {
    compiled(&folders(name))
}

/// Returns a pack of this repository and those that it extends, as folders.
pub(crate) fn folders(name: &str) -> Vec<PackFolder> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../packs").join(name);
    chain(&dir, &Limits::default()).expect("readable")
}

/// Compiles a pack without errors.
pub(crate) fn compiled(folders: &[PackFolder]) -> Compiled {
    let reading = read(folders);
    let errors: Vec<String> =
        reading.diagnostics.iter().filter(|one| one.is_error()).map(|one| one.message.clone()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    compile(reading.pack, &reading.files).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// Returns all diagnostics of a pack.
pub(crate) fn faults(folders: &[PackFolder]) -> Vec<(String, String)> {
    let Reading { pack, files, diagnostics, .. } = read(folders);
    let mut all = diagnostics;
    if let Err(more) = compile(pack, &files) {
        all.extend(more);
    }
    all.sort_by_key(|one| one.at);
    all.iter()
        .map(|one| {
            let place = one.at.map(|at| {
                let position = files.position(at);
                let text = files.text(at.file).get(at.start..at.end).unwrap_or_default();
                format!("{}:{}:{} `{text}`", files.path(at.file), position.line, position.column)
            });
            let help = one.help.as_ref().map(|help| format!(" | {help}")).unwrap_or_default();
            (place.unwrap_or_default(), format!("{}: {}{help}", one.code, one.message))
        })
        .collect()
}

/// Cedar itself, which shares only the schema and the entities with the code under test. Complete
/// requests are checked against the schema, and put to the complete set.
pub(crate) struct Cedar<'a> {
    pack: &'a Pack,
    set: PolicySet,
    schema: Schema,
    authorizer: Authorizer,
}

/// Returns the schema of a pack.
pub(crate) fn cedar_schema_of(compiled: &Compiled) -> Schema {
    Schema::from_cedarschema_str(&schema(compiled.pack())).expect("a schema").0
}

impl<'a> Cedar<'a> {
    pub(crate) fn new(compiled: &'a Compiled, at: Date) -> Self {
        Self::with_schema(compiled, cedar_schema_of(compiled), at)
    }

    pub(crate) fn with_schema(compiled: &'a Compiled, schema: Schema, at: Date) -> Self {
        let pack = compiled.pack();
        Self { pack, set: compiled.policy_set(at).expect("parsed"), schema, authorizer: Authorizer::new() }
    }

    /// Returns the entities of a question whose facts are all given.
    pub(crate) fn entities(&self, question: &Question) -> Entities {
        entities(self.pack, question).expect("entities")
    }

    /// Returns the entities of every question about a subject that has one grade in all cases.
    pub(crate) fn entities_of(&self, at: Date, subject: &Subject) -> Entities {
        let listing = self.pack.entry_of(subject).and_then(|tool| self.pack.standing(tool, at).listing);
        assert!(listing.is_none_or(|listing| listing.grades.is_empty()), "{subject:?} has several grades");
        let question = Question { subject: subject.clone(), unit: 0, facts: Vec::new(), approved: Vec::new(), at };
        self.entities(&question)
    }

    /// Returns the deciding rules and the decision in a complete context.
    pub(crate) fn ask(
        &self,
        question: &Question,
        action: Action,
        approved: u64,
        entities: &Entities,
    ) -> (Decision, Vec<String>) {
        let uid = |kind: &str, id: &str| -> EntityUid { format!("{kind}::\"{id}\"").parse().expect("an entity") };
        let tool = self.pack.entry_of(&question.subject).map_or("?", |tool| tool.id.as_str());
        let unit = self.pack.units.at(question.unit).expect("a unit").id.as_str();
        let mut pairs: Vec<(String, Expr)> = Vec::new();
        for (facet, value) in self.pack.facets.iter().zip(&question.facts) {
            let value = facet.value_id(value.expect("a whole context"));
            pairs.push((attribute(&facet.id), Expr::new_entity_uid(uid(&entity_type(&facet.id), value))));
        }
        let granted = self
            .pack
            .approvals
            .iter()
            .enumerate()
            .map(|(place, approval)| (attribute(&approval.id), Expr::new_bool(approved & (1 << place) != 0)));
        pairs.push(("approved".into(), Expr::new_record(granted).expect("a record")));
        let action = if action == Action::Use { "use" } else { "advise" };
        let context = Context::from_pairs(pairs).expect("a context");
        let request =
            Request::new(uid("Unit", unit), uid("Action", action), uid("Tool", tool), context, Some(&self.schema))
                .expect("a request");
        let response = self.authorizer.is_authorized(&request, &self.set, entities);
        assert_eq!(response.diagnostics().errors().count(), 0, "no rule errs");
        let mut rules: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
        rules.sort();
        (response.decision(), rules)
    }

    /// Returns the verdict by the definition of verdicts, spelled out over every set of approvals
    /// that people can ask for.
    pub(crate) fn verdict(&self, question: &Question, granted: u64, entities: &Entities) -> Verdict {
        let askable: Vec<u64> = self
            .pack
            .approvals
            .iter()
            .enumerate()
            .filter(|(_, approval)| approval.askable)
            .map(|(place, _)| 1 << place)
            .collect();
        if self.ask(question, Action::Use, granted, entities).0 == Decision::Allow {
            return Verdict::Allowed;
        }
        let sets = (0..1_u64 << askable.len()).map(|chosen| {
            askable
                .iter()
                .enumerate()
                .filter(|(place, _)| chosen & (1 << place) != 0)
                .fold(granted, |bits, (_, bit)| bits | bit)
        });
        let mut last = Vec::new();
        for set in sets {
            let (decision, rules) = self.ask(question, Action::Use, set, entities);
            if decision == Decision::Allow {
                return Verdict::AskFirst;
            }
            last = rules;
        }
        let forbids = last.iter().any(|id| self.pack.rules.get(id).is_some_and(|rule| rule.effect == Effect::Forbid));
        if forbids { Verdict::NotAllowed } else { Verdict::AskFirst }
    }

    /// Returns the verdict with no approval granted. It relies on the check of packs that granting
    /// an approval never makes a verdict stricter.
    pub(crate) fn quick_verdict(&self, question: &Question, entities: &Entities) -> Verdict {
        if self.ask(question, Action::Use, 0, entities).0 == Decision::Allow {
            return Verdict::Allowed;
        }
        let askable = self.pack.approvals.iter().enumerate().filter(|(_, approval)| approval.askable);
        let all = askable.fold(0, |bits, (place, _)| bits | 1 << place);
        match self.ask(question, Action::Use, all, entities) {
            (Decision::Allow, _) => Verdict::AskFirst,
            (Decision::Deny, rules) if rules.is_empty() => Verdict::AskFirst,
            (Decision::Deny, _) => Verdict::NotAllowed,
        }
    }

    /// Returns the smallest sets of approvals that change a question to allowed, by trying every
    /// set. They are ids, in the pack's order.
    pub(crate) fn smallest_sets(&self, question: &Question, entities: &Entities) -> Vec<Vec<String>> {
        let count = self.pack.approvals.len();
        let askable = |set: u64| {
            self.pack.approvals.iter().enumerate().all(|(place, one)| set & (1 << place) == 0 || one.askable)
        };
        let allows = |set: u64| self.ask(question, Action::Use, set, entities).0 == Decision::Allow;
        let mut sets: Vec<u64> = (0..1_u64 << count).filter(|set| askable(*set)).filter(|set| allows(*set)).collect();
        sets.sort_by_key(|set| (set.count_ones(), *set));
        let smallest: Vec<u64> = sets
            .iter()
            .copied()
            .filter(|set| !sets.iter().any(|other| other != set && set & other == *other))
            .filter(|set| *set != 0)
            .collect();
        let ids = |set: &u64| {
            let members = self.pack.approvals.iter().enumerate().filter(|(place, _)| set & (1 << place) != 0);
            members.map(|(_, approval)| approval.id.to_string()).collect()
        };
        smallest.iter().map(ids).collect()
    }

    /// Returns the rules on use that decide, by the definition, each asked alone. Empty if no rule
    /// does.
    pub(crate) fn deciding(&self, question: &Question, entities: &Entities) -> Vec<String> {
        let alone = |rule: &Rule, approved| {
            let policy = self.set.policies().find(|policy| policy.id().to_string() == rule.id.as_str());
            let set = PolicySet::from_policies(policy.cloned()).expect("one");
            let one = Self { pack: self.pack, set, schema: self.schema.clone(), authorizer: Authorizer::new() };
            !one.ask(question, Action::Use, approved, entities).1.is_empty()
        };
        let holding = |effect: Effect, approved: u64| -> Vec<String> {
            let rules = self.pack.rules.iter().filter(|rule| rule.action == Action::Use && rule.effect == effect);
            rules.filter(|rule| alone(rule, approved)).map(|rule| rule.id.to_string()).collect()
        };
        let askable = self.pack.approvals.iter().enumerate().filter(|(_, approval)| approval.askable);
        let all = askable.fold(0, |bits, (place, _)| bits | 1 << place);
        let (permits, forbids) = (holding(Effect::Permit, 0), holding(Effect::Forbid, 0));
        let mut rules = match self.verdict(question, 0, entities) {
            Verdict::Allowed => permits,
            Verdict::NotAllowed => holding(Effect::Forbid, all),
            _ if holding(Effect::Permit, all).is_empty() => {
                forbids.into_iter().chain(["unlisted".to_owned()]).collect()
            }
            _ if !permits.is_empty() => forbids,
            _ => {
                let mut rules = forbids;
                for set in self.smallest_sets(question, entities) {
                    let set =
                        set.iter().fold(0, |bits, id| bits | 1 << self.pack.approvals.position(id).expect("known"));
                    rules.extend(holding(Effect::Permit, set));
                }
                rules
            }
        };
        rules.sort();
        rules.dedup();
        rules
    }
}

/// Returns a question about some tool, some of whose facts are open.
pub(crate) fn question(pack: &Pack, open: u32) -> impl Strategy<Value = Question> + use<> {
    let tools = pack.tools.len();
    let kinds = pack.kinds.len();
    let subject = prop_oneof![
        8 => (0..tools).prop_map(Subject::Tool),
        1 => Just(Subject::Unlisted { name: "Unheard Of".into(), kind: Some(UnlistedKind::NoneOfThese) }),
        1 => (0..kinds).prop_map(|kind| Subject::Unlisted { name: "Unheard Of".into(), kind: Some(UnlistedKind::Kind(kind)) }),
    ];
    let facts: Vec<_> = pack
        .facets
        .iter()
        .map(|facet| prop_oneof![10 => (0..facet.values.len()).prop_map(Some), open => Just(None)])
        .collect();
    let approvals: Vec<Id> = pack.approvals.iter().map(|approval| approval.id.clone()).collect();
    let approved = prop::sample::subsequence(approvals.clone(), 0..=approvals.len());
    (subject, 0..pack.units.len(), facts, approved).prop_map(|(subject, unit, facts, approved)| Question {
        subject,
        unit,
        facts,
        approved,
        at: DAY,
    })
}
