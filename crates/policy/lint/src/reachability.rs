//! Where the rules of a policy matter, for the checks that need this.

use countersign_compile::Compiled;
use countersign_compiled::{IMPOSSIBLE, Policy, Subject, number};
use countersign_diagram::{Arena, Node, TransformMemo, VariableMapping};
use countersign_model::{Action, Effect, Verdict};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Where rules matter, over all subjects and units.
pub(crate) struct Reach {
    /// Rules that apply in some case that can occur.
    pub(crate) met: BTreeSet<usize>,
    /// Rules that apply in some case in which the tool may be used, now or with approval, and all
    /// forbids that apply at all.
    pub(crate) felt: BTreeSet<usize>,
    /// Tools, by place, that some asker may use in some case.
    pub(crate) usable: BTreeSet<usize>,
    /// Facets, by place, on which some verdict or advice depends.
    pub(crate) facets: BTreeSet<usize>,
}

/// The number of children that the diagrams of one subject may have.
const BUDGET: usize = 1 << 22;

impl Reach {
    /// Analyses a policy. `None` if it is too large.
    pub(crate) fn of(compiled: &Compiled, policy: &Policy) -> Option<Self> {
        let (pack, decisions) = (compiled.pack(), &policy.decisions);
        let mut arena = Arena::new(decisions.diagrams.shape().clone(), BUDGET);
        let mut reach =
            Self { met: BTreeSet::new(), felt: BTreeSet::new(), usable: BTreeSet::new(), facets: BTreeSet::new() };
        let facets = pack.facets.len();
        // A rule matters with no approval granted, or with all of them, if it waits for one.
        let mapping = |granted: usize| -> Vec<VariableMapping> {
            let source = |variable: usize| match variable < facets {
                true => VariableMapping::Same,
                false => VariableMapping::Fixed(granted),
            };
            (0..decisions.diagrams.shape().len()).map(source).collect()
        };
        let (absent, granted) = (mapping(0), mapping(1));
        let (mut absent_memo, mut granted_memo) = (TransformMemo::default(), TransformMemo::default());
        let mut seen: HashSet<(Node, usize, Node)> = HashSet::new();
        let mut known: BTreeMap<Node, (Node, Node)> = BTreeMap::new();
        for subject in decisions.subjects() {
            for unit in 0..pack.units.len().max(1) {
                let Some(root) = decisions.plain(subject, unit) else { continue };
                let (possible, may) = match known.get(&root) {
                    Some(known) => *known,
                    None => {
                        let plain = arena.importing(&decisions.diagrams, root, &absent, &mut absent_memo).ok()?;
                        let possible = arena.map(plain, &mut |verdict| u32::from(verdict != IMPOSSIBLE)).ok()?;
                        let denied = arena.is(plain, number(Verdict::NotAllowed)).ok()?;
                        let may = arena.minus(possible, denied).ok()?;
                        reach.facets.extend(arena.support(plain));
                        known.insert(root, (possible, may));
                        (possible, may)
                    }
                };
                if let (Subject::Tool(tool), true) = (subject, may != Node::FALSE) {
                    reach.usable.insert(tool);
                }
                for (rule, node) in decisions.rules(subject, unit) {
                    if !seen.insert((root, rule, node)) {
                        continue;
                    }
                    let before = arena.importing(&decisions.diagrams, node, &absent, &mut absent_memo).ok()?;
                    let after = arena.importing(&decisions.diagrams, node, &granted, &mut granted_memo).ok()?;
                    let holds = arena.or(before, after).ok()?;
                    reach.facets.extend(arena.support(holds));
                    let holds = arena.and(holds, possible).ok()?;
                    if holds != Node::FALSE {
                        reach.met.insert(rule);
                    }
                    let forbids = pack
                        .rules
                        .at(rule)
                        .is_some_and(|rule| rule.action == Action::Use && rule.effect == Effect::Forbid);
                    if holds != Node::FALSE && (forbids || arena.and(holds, may).ok()? != Node::FALSE) {
                        reach.felt.insert(rule);
                    }
                }
            }
        }
        Some(reach)
    }
}
