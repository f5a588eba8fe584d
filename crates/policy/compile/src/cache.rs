use crate::projection::{Projection, RuleProjection};
use crate::symbolic::{Environment, Lift, NoDiagram, SubjectProfile, UnitProfile, Values};
use cedar_policy::pst;
use countersign_diagram::{Arena, Node, Variables};
use rustc_hash::FxHashMap;

/// The children that the diagrams of one rule may add.
pub(crate) const OF_A_RULE: usize = 1 << 19;
/// The children that combining all rules may add.
pub(crate) const OF_ALL: usize = 1 << 23;
/// Past this many children a workshop is cleared rather than kept.
const KEPT: usize = 1 << 22;

/// Where diagrams are made, and what is kept from one version of a pack to the
/// next: a rule whose text stays says the same of what looks the same.
#[derive(Debug)]
pub(crate) struct CompileCache {
    pub(crate) arena: Arena,
    pub(crate) values: Values,
    pub(crate) world: Environment,
    lifted: FxHashMap<String, FxHashMap<(Projection, Projection), Node>>,
    /// What permits and forbids come to, those on the left of a mark.
    pub(crate) combined: FxHashMap<Vec<Node>, (Node, Node)>,
    /// Where facts can be met together.
    pub(crate) possible: Node,
}

impl CompileCache {
    /// An empty workshop for packs of this shape.
    pub(crate) fn new(shape: Variables, world: Environment, values: Values) -> Self {
        let arena = Arena::new(shape, OF_A_RULE);
        let (lifted, combined) = (FxHashMap::default(), FxHashMap::default());
        Self { arena, values, world, lifted, combined, possible: Node::TRUE }
    }

    /// Whether there is room to go on with it.
    pub(crate) fn has_room(&self) -> bool {
        self.arena.len() < KEPT
    }

    /// Where a rule holds for a subject, with the grade that it has in each case.
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

    /// Where a rule holds for what looks like this.
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
