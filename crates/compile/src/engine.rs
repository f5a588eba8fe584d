use crate::entities::{UNLISTED, entities, parents, uid};
use crate::identifiers::{attribute, entity_type};
use crate::{Compiled, CompiledRule, Field};
use cedar_policy::pst::{EntityOrSlot, EntityUID, PrincipalConstraint, ResourceConstraint};
use cedar_policy::{Authorizer, Context, Entities, EntityUid, Request, RestrictedExpression as Expr};
use countersign_decide::{Asked, Axis, Engine, EngineError, RuleTable};
use countersign_model::{Action, Facts, Pack, Scope, Subject, ValueSet};
use jiff::civil::Date;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

/// The largest table of one rule: the product of the values of what it names.
const MOST: usize = 1 << 16;

/// The engine that asks Cedar: each rule alone, in every combination of the open
/// facets and the approvals that it names.
pub struct CedarEngine<'a> {
    compiled: &'a Compiled,
    at: Date,
    authorizer: Authorizer,
    /// The entities for each tool, made when first asked for.
    entities: Vec<OnceCell<Result<Entities, String>>>,
    /// Tables made for the facts last asked about.
    memo: RefCell<Memo>,
}

/// Tables of rules under some facts. A rule says the same of two tools that look
/// the same to it, so that asking about many tools at once is cheap.
#[derive(Default)]
struct Memo {
    unit: usize,
    facts: Facts,
    tables: BTreeMap<(usize, Looks), RuleTable>,
}

/// All that a rule can see of a resource: which of the entities that it names the
/// resource is in, whether it is listed, and the limits and routes where it reads them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Looks {
    within: Vec<bool>,
    listed: bool,
    limits: Vec<(usize, ValueSet)>,
    routes: Option<Vec<Vec<(usize, ValueSet)>>>,
}

impl<'a> CedarEngine<'a> {
    pub(crate) fn new(compiled: &'a Compiled, at: Date) -> Self {
        let entities = compiled.pack.tools.iter().map(|_| OnceCell::new()).collect();
        Self { compiled, at, authorizer: Authorizer::new(), entities, memo: RefCell::default() }
    }

    fn looks(&self, rule: &CompiledRule, subject: &Subject, ask: &Ask) -> Looks {
        let pack = &self.compiled.pack;
        let tool = pack.entry_of(subject);
        let listing = tool.and_then(|tool| pack.standing(tool, self.at).listing);
        let pairs = |scope: &Scope| scope.clauses.iter().map(|clause| (clause.facet, clause.values.clone())).collect();
        let reads = |field| rule.facts.fields.contains(&field);
        let limits = listing.filter(|_| reads(Field::Limits));
        let routes = listing.filter(|_| reads(Field::Routes)).and_then(|listing| listing.routes.as_ref());
        Looks {
            within: rule.facts.entities.iter().map(|named| ask.within.contains(named)).collect(),
            listed: listing.is_some(),
            limits: limits
                .iter()
                .flat_map(|listing| &listing.limits)
                .map(|limit| (limit.facet, limit.values.clone()))
                .collect(),
            routes: routes.map(|routes| routes.iter().map(|route| pairs(&route.scope)).collect()),
        }
    }

    fn table(
        &self,
        place: usize,
        rule: &CompiledRule,
        asked: &Asked<'_>,
        entities: &Entities,
        ask: &Ask,
    ) -> Result<RuleTable, EngineError> {
        let pack = &self.compiled.pack;
        let name = pack.rules.at(place).map(|rule| rule.id.to_string());
        let fault = |message: String| EngineError { rule: name.clone(), message };
        let open = |facet: &&usize| asked.facts.get(**facet).copied().flatten().is_none();
        let facets = rule
            .facts
            .facets
            .iter()
            .filter(open)
            .filter_map(|facet| Some(Axis::Facet(*facet, pack.facets.at(*facet)?.values.len())));
        let axes: Vec<Axis> =
            facets.chain(rule.facts.approvals.iter().map(|approval| Axis::Approval(*approval))).collect();
        let sizes: Vec<usize> =
            axes.iter().map(|axis| if let Axis::Facet(_, size) = axis { *size } else { 2 }).collect();
        let size = sizes.iter().try_fold(1_usize, |size, next| size.checked_mul(*next)).filter(|size| *size <= MOST);
        let size = size.ok_or_else(|| {
            fault(format!("it names facets with more than {MOST} combinations; part it in several rules"))
        })?;
        let mut holds = Vec::with_capacity(size);
        for at in 0..size {
            let mut rest = at;
            let mut values: Vec<(Axis, usize)> = Vec::with_capacity(axes.len());
            for (axis, size) in axes.iter().zip(&sizes).rev() {
                values.push((*axis, rest % size));
                rest /= size;
            }
            holds.push(self.holds(rule, asked, &values, entities, ask).map_err(&fault)?);
        }
        Ok(RuleTable { rule: place, axes, holds, reads_listing: rule.reads_listing() })
    }

    fn holds(
        &self,
        rule: &CompiledRule,
        asked: &Asked<'_>,
        open: &[(Axis, usize)],
        entities: &Entities,
        ask: &Ask,
    ) -> Result<bool, String> {
        let context = self.context(rule, asked, open)?;
        let action = if rule.action == Action::Use { &ask.use_it } else { &ask.advise };
        let request = Request::new(ask.principal.clone(), action.clone(), ask.resource.clone(), context, None)
            .map_err(|error| error.to_string())?;
        let response = self.authorizer.is_authorized(&request, &rule.alone, entities);
        match response.diagnostics().errors().next() {
            Some(error) => Err(format!("it errs: {error}")),
            None => Ok(response.diagnostics().reason().next().is_some()),
        }
    }

    /// The facts that a rule names, given or open, and the approvals.
    fn context(&self, rule: &CompiledRule, asked: &Asked<'_>, open: &[(Axis, usize)]) -> Result<Context, String> {
        let pack = &self.compiled.pack;
        let set = |axis: Axis| open.iter().find(|(known, _)| *known == axis).map(|(_, value)| *value);
        let fact = |place: &usize| {
            let facet = pack.facets.at(*place)?;
            let value = asked.facts.get(*place).copied().flatten().or(set(Axis::Facet(*place, facet.values.len())))?;
            let value = uid(&entity_type(&facet.id), facet.value_id(value))?;
            Some((attribute(&facet.id), Expr::new_entity_uid(value)))
        };
        let mut pairs: Vec<(String, Expr)> = rule.facts.facets.iter().filter_map(fact).collect();
        if !rule.facts.approvals.is_empty() {
            let approval = |place: &usize| {
                let id = &pack.approvals.at(*place)?.id;
                Some((attribute(id), Expr::new_bool(set(Axis::Approval(*place)) == Some(1))))
            };
            let record = Expr::new_record(rule.facts.approvals.iter().filter_map(approval));
            pairs.push(("approved".into(), record.map_err(|error| error.to_string())?));
        }
        Context::from_pairs(pairs).map_err(|error| error.to_string())
    }
}

/// The parts of a request that do not change from rule to rule.
struct Ask {
    principal: EntityUid,
    resource: EntityUid,
    use_it: EntityUid,
    advise: EntityUid,
    /// What the resource is in, itself included, as type and id.
    within: Vec<(String, String)>,
    /// What the unit is in, itself included, as ids.
    units: Vec<String>,
}

impl Ask {
    fn new(pack: &Pack, at: Date, asked: &Asked<'_>) -> Option<Self> {
        let id = pack.entry_of(asked.subject).map_or(UNLISTED, |tool| tool.id.as_str());
        let unit = pack.units.at(asked.unit);
        let mut within: Vec<(String, String)> = parents(pack, at, asked.subject)
            .iter()
            .map(|uid| (uid.type_name().to_string(), uid.id().unescaped().to_owned()))
            .collect();
        within.push(("Tool".into(), id.to_owned()));
        let mut units = Vec::new();
        let mut next = unit;
        while let Some(unit) = next {
            units.push(unit.id.to_string());
            next = unit.parent.as_ref().and_then(|parent| pack.units.get(parent.as_str()));
        }
        Some(Self {
            principal: uid("Unit", unit.map_or("", |unit| unit.id.as_str()))?,
            resource: uid("Tool", id)?,
            use_it: uid("Action", "use")?,
            advise: uid("Action", "advise")?,
            within,
            units,
        })
    }

    /// Whether a rule's scope admits what is asked. It only spares Cedar the
    /// question: a rule out of scope holds nowhere.
    fn admits(&self, rule: &CompiledRule) -> bool {
        let body = rule.tree.body();
        let within =
            |uid: &EntityUID| self.within.iter().any(|(kind, id)| *kind == uid.ty.0.id.to_string() && *id == uid.eid);
        let is_in = |uid: &EntityUID| self.units.iter().any(|id| *id == uid.eid);
        let resource = match &body.resource {
            ResourceConstraint::In(EntityOrSlot::Entity(uid))
            | ResourceConstraint::IsIn(_, EntityOrSlot::Entity(uid)) => within(uid),
            ResourceConstraint::Eq(EntityOrSlot::Entity(uid)) => within(uid) && uid.ty.0.id.to_string() == "Tool",
            _ => true,
        };
        let principal = match &body.principal {
            PrincipalConstraint::In(EntityOrSlot::Entity(uid))
            | PrincipalConstraint::IsIn(_, EntityOrSlot::Entity(uid)) => is_in(uid),
            PrincipalConstraint::Eq(EntityOrSlot::Entity(uid)) => self.units.first().is_some_and(|id| *id == uid.eid),
            _ => true,
        };
        resource && principal
    }
}

impl Engine for CedarEngine<'_> {
    fn pack(&self) -> &Pack {
        &self.compiled.pack
    }

    fn day(&self) -> Date {
        self.at
    }

    fn tables(&self, action: Action, asked: &Asked<'_>) -> Result<Vec<RuleTable>, EngineError> {
        let pack = &self.compiled.pack;
        // Entities are made when a rule has to be asked that no tool has been asked
        // about that looks the same to it.
        let own = OnceCell::new();
        let cell = if let Subject::Tool(place) = asked.subject { self.entities.get(*place) } else { None };
        let cell = cell.unwrap_or(&own);
        let fault = |message: &String| EngineError { rule: None, message: message.clone() };
        let ask = Ask::new(pack, self.at, asked)
            .ok_or_else(|| EngineError { rule: None, message: "an id cannot be said in Cedar".into() })?;
        let mut memo = self.memo.borrow_mut();
        if memo.unit != asked.unit || memo.facts != *asked.facts {
            *memo = Memo { unit: asked.unit, facts: asked.facts.clone(), tables: BTreeMap::new() };
        }
        let mut tables = Vec::new();
        for (place, rule) in self.compiled.rules.iter().enumerate() {
            if rule.action != action || !ask.admits(rule) {
                continue;
            }
            let key = (place, self.looks(rule, asked.subject, &ask));
            let table = match memo.tables.get(&key) {
                Some(table) => table,
                None => {
                    let entities =
                        cell.get_or_init(|| entities(pack, self.at, asked.subject)).as_ref().map_err(fault)?;
                    let table = self.table(place, rule, asked, entities, &ask)?;
                    memo.tables.entry(key).or_insert(table)
                }
            };
            if table.holds.contains(&true) {
                tables.push(table.clone());
            }
        }
        Ok(tables)
    }
}
