//! The condition of each rule, by classes of subjects and units.

use countersign_diagram::Node;

/// The condition of each rule and the resulting verdicts. Subjects and units that no rule
/// distinguishes share a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// The class of each subject: the tools, then the unlisted, then that of each kind.
    pub subjects: Vec<u32>,
    /// The class of each unit.
    pub units: Vec<u32>,
    /// The number of classes of units.
    pub unit_classes: usize,
    /// The verdicts, with approvals, for each class of subjects and, within it, each class of
    /// units.
    pub verdicts: Vec<Node>,
    /// The same verdicts with no approval granted, over the facets alone.
    pub plain: Vec<Node>,
    /// The rules that apply to many subjects, by their places in the pack.
    pub shared: Vec<u32>,
    /// For each class of subjects, its projection for each shared rule.
    pub subject_looks: Vec<u32>,
    /// For each class of units, its projection for each shared rule.
    pub unit_looks: Vec<u32>,
    /// For each shared rule, the place of its conditions, and the number of its projections of
    /// units.
    pub starts: Vec<(u32, u32)>,
    /// The condition for each shared rule, projection of a subject and, within it, projection of a
    /// unit.
    pub shared_conditions: Vec<Node>,
    /// For each subject, the place of its own rules; at the end, where the last ones end.
    pub own_starts: Vec<u32>,
    /// The rules that apply to one subject, with their conditions.
    pub own: Vec<(u32, Node)>,
    /// The rules that read a listing, so that an answer cites it.
    pub cites_listing: Vec<u32>,
}

impl Conditions {
    /// Iterates over every function that is referred to.
    pub(crate) fn nodes(&mut self) -> impl Iterator<Item = &mut Node> {
        let plain = self.plain.iter_mut().chain(&mut self.verdicts).chain(&mut self.shared_conditions);
        plain.chain(self.own.iter_mut().map(|(_, node)| node))
    }

    /// Returns the condition of a shared rule, by its number among those, for a subject in a unit.
    pub(crate) fn of_shared(&self, number: usize, subject: usize, unit: usize) -> Node {
        let width = self.shared.len();
        let look = class_at(&self.subject_looks, class_at(&self.subjects, subject) * width + number);
        let unit_look = class_at(&self.unit_looks, class_at(&self.units, unit) * width + number);
        let Some((start, unit_looks)) = self.starts.get(number) else { return Node::FALSE };
        let at = *start as usize + look * *unit_looks as usize + unit_look;
        self.shared_conditions.get(at).copied().unwrap_or(Node::FALSE)
    }

    /// Returns the rules of one subject alone, each with its condition.
    pub(crate) fn of_own(&self, subject: usize) -> &[(u32, Node)] {
        let (start, end) = (class_at(&self.own_starts, subject), class_at(&self.own_starts, subject + 1));
        self.own.get(start..end).unwrap_or_default()
    }
}

fn class_at(classes: &[u32], at: usize) -> usize {
    classes.get(at).map_or(0, |class| *class as usize)
}
