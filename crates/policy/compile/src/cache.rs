use crate::projection::{Projection, RuleProjection};
use crate::symbolic::{Environment, Lift, NoDiagram, SubjectProfile, UnitProfile, Values};
use cedar_policy::pst;
use countersign_diagram::{Arena, Node, Variables};
use rustc_hash::FxHashMap;

/// The number of children that the diagrams of one rule may add.
pub(crate) const OF_A_RULE: usize = 1 << 19;
/// The number of children that the combination of all rules may add.
pub(crate) const OF_ALL: usize = 1 << 23;
/// The number of children beyond which a cache is cleared and not kept.
const KEPT: usize = 1 << 22;

/// The arena of diagrams, and the results kept from one version of a pack to the next. A rule with
/// the same text has the same condition for equal projections.
#[derive(Debug)]
pub(crate) struct CompileCache {
    pub(crate) arena: Arena,
    pub(crate) values: Values,
    pub(crate) world: Environment,
    lifted: FxHashMap<String, FxHashMap<(Projection, Projection), Node>>,
    /// The results of combined permits and forbids. The permits are to the left of a mark.
    pub(crate) combined: FxHashMap<Vec<Node>, (Node, Node)>,
    /// The condition that facts can occur together.
    pub(crate) possible: Node,
}

impl CompileCache {
    /// Creates an empty cache for packs of this shape.
    pub(crate) fn new(shape: Variables, world: Environment, values: Values) -> Self {
        let arena = Arena::new(shape, OF_A_RULE);
        let (lifted, combined) = (FxHashMap::default(), FxHashMap::default());
        Self { arena, values, world, lifted, combined, possible: Node::TRUE }
    }

    /// Returns true if there is room to continue with it.
    pub(crate) fn has_room(&self) -> bool {
        self.arena.len() < KEPT
    }

    /// Returns the condition of a rule for a subject, with the grade of each case.
    pub(crate) fn lift_in_all_cases(
        &mut self,
        text: &str,
        tree: &pst::Policy,
        sight: &RuleProjection,
        subject: &SubjectProfile,
        (unit_look, unit): (&Projection, &UnitProfile),
    ) -> Result<Node, NoDiagram> {
        let (mut look, mut there) = (Projection::new(), Projection::new());
        sight.subject(subject, &mut look);
        let mut node = self.lift(text, tree, (&look, unit_look), subject, unit)?;
        for (cases, graded) in &subject.cases {
            sight.subject(graded, &mut there);
            if there != look {
                let own = self.lift(text, tree, (&there, unit_look), graded, unit)?;
                node = self.arena.choose(*cases, own, node)?;
            }
        }
        Ok(node)
    }

    /// Returns the condition of a rule for this profile.
    fn lift(
        &mut self,
        text: &str,
        tree: &pst::Policy,
        looks: (&Projection, &Projection),
        subject: &SubjectProfile,
        unit: &UnitProfile,
    ) -> Result<Node, NoDiagram> {
        let key = (looks.0.clone(), looks.1.clone());
        if let Some(known) = self.lifted.get(text).and_then(|known| known.get(&key)) {
            return Ok(*known);
        }
        let (arena, values) = (&mut self.arena, &mut self.values);
        let node = Lift { arena, values, world: &self.world, subject, unit }.rule(tree)?;
        self.lifted.entry(text.to_owned()).or_default().insert(key, node);
        Ok(node)
    }
}
