use super::why::DecidingRules;
use crate::TooLarge;
use crate::residual::Residual;
use countersign_compiled::{Policy, scope_node, scopes_node};
use countersign_diagram::{BudgetExceeded, Node};
use countersign_model::{Effect, Facts, Pack, ReasonKind, Rule, Scope, Subject, Tool, Verdict};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The status of a tool over some questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    /// No such question can be asked.
    Unasked,
    /// In every case a ban or a rule forbids it.
    Barred,
    /// No case allows its use, and in some case nothing forbids it.
    Unavailable,
    /// Some case allows its use, now or with approval.
    Usable,
}

/// Assesses tools for people without an exemption. Facets that come from records have their
/// defaults, and all others are open.
pub(super) struct BlockingAnalysis<'a> {
    policy: &'a Policy,
    laid: Residual<'a>,
    cases: Vec<Case>,
    known: FxHashMap<Key, usize>,
    /// The case of each tool in each unit, for those already asked for.
    of: FxHashMap<(usize, usize), usize>,
    judged: FxHashMap<(usize, Node), Status>,
    /// The bans in force, by place: those that name a tool, a kind or a developer.
    bans_of: [Naming<'a>; 3],
}

/// Bans by the ids of what they name.
type Naming<'a> = FxHashMap<&'a str, Vec<usize>>;

/// The verdicts of a tool in a unit, and the rules that may apply, with their conditions.
type Key = (Option<Node>, Vec<(usize, Node)>);

/// The outcome for tools and units that the rules do not distinguish.
#[derive(Clone)]
struct Case {
    possible: Node,
    usable: Node,
    /// The cases in which a ban or a rule forbids it, whatever is approved.
    barred: Node,
    /// The rules that forbid it, with their cases.
    rules: Vec<(usize, Node)>,
}

/// Returns the facts of a question in which no record helps and nothing else is known.
pub(super) fn without_records(pack: &Pack, but: &[usize]) -> Facts {
    let fact = |(place, facet): (usize, &countersign_model::Facet)| {
        facet.default.filter(|_| facet.derived && !but.contains(&place))
    };
    pack.facets.iter().enumerate().map(fact).collect()
}

fn naming(policy: &Policy) -> [Naming<'_>; 3] {
    let mut naming = [Naming::default(), Naming::default(), Naming::default()];
    let held = policy.pack.bans.iter().enumerate().filter(|(_, ban)| ban.holds(policy.decisions.at));
    for (place, ban) in held {
        for (known, ids) in naming.iter_mut().zip([&ban.tools, &ban.kinds, &ban.developers]) {
            ids.iter().for_each(|id| known.entry(id.as_str()).or_default().push(place));
        }
    }
    naming
}

impl<'a> BlockingAnalysis<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        let laid = Residual::new(policy, &without_records(&policy.pack, &[]), 0);
        let (known, of, judged) = Default::default();
        Self { policy, laid, cases: Vec::new(), known, of, judged, bans_of: naming(policy) }
    }

    pub(super) fn scope(&mut self, scope: &Scope) -> Result<Node, BudgetExceeded> {
        scope_node(&mut self.laid.arena, scope)
    }

    pub(super) fn both(&mut self, one: Node, other: Node) -> Result<Node, BudgetExceeded> {
        self.laid.arena.and(one, other)
    }

    pub(super) fn either(&mut self, one: Node, other: Node) -> Result<Node, BudgetExceeded> {
        self.laid.arena.or(one, other)
    }

    /// Returns the status of a tool over some questions in some units, the most lenient one.
    pub(super) fn tool(&mut self, tool: usize, units: &[usize], serves: Node) -> Result<Status, TooLarge> {
        let mut all = Status::Unasked;
        for unit in units {
            let case = self.case(tool, *unit)?;
            let judged = match self.judged.get(&(case, serves)) {
                Some(known) => *known,
                None => {
                    let judged = self.judged(case, serves)?;
                    self.judged.insert((case, serves), judged);
                    judged
                }
            };
            all = all.max(judged);
            if all == Status::Usable {
                break;
            }
        }
        Ok(all)
    }

    fn judged(&mut self, case: usize, serves: Node) -> Result<Status, TooLarge> {
        let Some(Case { possible, usable, barred, .. }) = self.cases.get(case).cloned() else {
            return Ok(Status::Unasked);
        };
        let arena = &mut self.laid.arena;
        let asked = arena.and(possible, serves)?;
        Ok(if asked == Node::FALSE {
            Status::Unasked
        } else if arena.and(asked, usable)? != Node::FALSE {
            Status::Usable
        } else if arena.implies(asked, barred)? {
            Status::Barred
        } else {
            Status::Unavailable
        })
    }

    /// Returns the rules that forbid a tool somewhere: bans first, and among these the ones that
    /// apply in every case.
    pub(super) fn deciding(
        &mut self,
        tool: usize,
        units: &[usize],
        serves: Node,
    ) -> Result<Vec<DecidingRules<'a>>, TooLarge> {
        // The number of units in which each rule applies in every case.
        let mut rules: BTreeMap<usize, usize> = BTreeMap::new();
        let mut units_asked = 0;
        for unit in units {
            let case = self.case(tool, *unit)?;
            let Some(Case { possible, rules: own, .. }) = self.cases.get(case).cloned() else { continue };
            let arena = &mut self.laid.arena;
            let asked = arena.and(possible, serves)?;
            if asked == Node::FALSE {
                continue;
            }
            units_asked += 1;
            for (rule, node) in own {
                if arena.and(asked, node)? != Node::FALSE {
                    *rules.entry(rule).or_default() += usize::from(arena.implies(asked, node)?);
                }
            }
        }
        let rules = rules.into_iter().filter_map(|(place, whole)| Some((self.policy.pack.rules.at(place)?, whole)));
        let mut all: Vec<DecidingRules<'a>> =
            rules.map(|(rule, whole)| DecidingRules { rule, always: whole == units_asked }).collect();
        all.sort_by_key(|one| (one.rule.kind, !one.always));
        Ok(all)
    }

    /// Returns the bans that take a tool away somewhere, by place.
    pub(super) fn bans(
        &mut self,
        tool: &Tool,
        place: usize,
        units: &[usize],
        serves: Node,
    ) -> Result<Vec<usize>, TooLarge> {
        let pack = &self.policy.pack;
        let [of_tools, of_kinds, of_developers] = &self.bans_of;
        let kinds = pack.kinds_of(&Subject::Tool(place)).into_iter().filter_map(|kind| of_kinds.get(kind.id.as_str()));
        let developers = pack.developers_of(Some(tool)).into_iter();
        let developers = developers.filter_map(|developer| of_developers.get(developer.id.as_str()));
        let own = of_tools.get(tool.id.as_str()).into_iter();
        let covering: BTreeSet<usize> = own.chain(kinds).chain(developers).flatten().copied().collect();
        let mut asked = Node::FALSE;
        for unit in units {
            let case = self.case(place, *unit)?;
            if let Some(possible) = self.cases.get(case).map(|case| case.possible) {
                asked = self.laid.arena.or(asked, possible)?;
            }
        }
        asked = self.laid.arena.and(asked, serves)?;
        let mut bans = Vec::new();
        for (place, ban) in covering.into_iter().filter_map(|place| Some((place, pack.bans.at(place)?))) {
            let scope = scopes_node(&mut self.laid.arena, &ban.scopes)?;
            if self.laid.arena.and(asked, scope)? != Node::FALSE {
                bans.push(place);
            }
        }
        Ok(bans)
    }

    fn case(&mut self, tool: usize, unit: usize) -> Result<usize, TooLarge> {
        if let Some(known) = self.of.get(&(tool, unit)) {
            return Ok(*known);
        }
        let decisions = &self.policy.decisions;
        let subject = countersign_compiled::Subject::Tool(tool);
        let key = (decisions.verdicts(subject, unit), decisions.rules(subject, unit));
        let case = match self.known.get(&key) {
            Some(known) => *known,
            None => {
                let case = self.worked_out(&Subject::Tool(tool), unit)?;
                self.cases.push(case);
                self.known.insert(key, self.cases.len() - 1);
                self.cases.len() - 1
            }
        };
        self.of.insert((tool, unit), case);
        Ok(case)
    }

    fn worked_out(&mut self, subject: &Subject, unit: usize) -> Result<Case, TooLarge> {
        let laid = &mut self.laid;
        // Each case has its own budget.
        laid.allow();
        let verdicts = laid.verdicts(subject, unit)?;
        let plain = laid.plain(verdicts)?;
        let possible = laid.possible(plain)?;
        let denied = laid.is(plain, Verdict::NotAllowed)?;
        let usable = laid.arena.minus(possible, denied)?;
        let (mut barred, mut rules) = (Node::FALSE, Vec::new());
        for (rule, node) in laid.rules(countersign_model::Action::Use, subject, unit)? {
            let forbids = |rule: &Rule| {
                rule.effect == Effect::Forbid && matches!(rule.kind, ReasonKind::Banned | ReasonKind::Forbidden)
            };
            if !self.policy.pack.rules.at(rule).is_some_and(forbids) {
                continue;
            }
            let always = laid.granted(node)?;
            let here = laid.arena.and(denied, always)?;
            if here != Node::FALSE {
                barred = laid.arena.or(barred, here)?;
                rules.push((rule, here));
            }
        }
        Ok(Case { possible, usable, barred, rules })
    }
}
