use crate::conditions::Conditions;
use crate::fast_lookup::{FastLookup, LazyLookup};
use crate::{Period, Symbols, verdict};
use countersign_diagram::{Arena, Frozen, Node};
use countersign_model::Verdict;
use jiff::civil::Date;

/// The subject of a question, as the decisions know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A tool of the register, by its place.
    Tool(usize),
    /// A tool that no list names, of none of the pack's kinds.
    Unlisted,
    /// A tool that no list names, of a kind, by its place.
    Kind(usize),
    /// A tool that no list names, of unknown kind: any of the above except a tool of the register.
    /// It has no verdict itself. [`Decisions::kinds`] lists what it may be.
    AnyKind,
}

/// Kinds of unlisted tools that no rule distinguishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindClass {
    /// A representative that the decisions know.
    pub subject: Subject,
    /// The kinds, by their places.
    pub kinds: Vec<usize>,
}

impl KindClass {
    fn new(subject: Subject) -> Self {
        Self { subject, kinds: Vec::new() }
    }
}

/// Every verdict of a policy, and the condition of each rule.
///
/// Variables of the diagrams are the facets in the pack's order, then the
/// approvals: 0 absent, 1 granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisions {
    /// The ids for questions.
    pub names: Symbols,
    /// The day for which the policy was compiled.
    pub at: Date,
    /// The days on which the decisions stay the same.
    pub period: Period,
    /// The diagrams.
    pub diagrams: Frozen,
    pub(crate) conditions: Conditions,
    fast: LazyLookup,
}

/// Decisions whose diagrams are still in their arena.
#[derive(Clone, Debug)]
pub struct UnfrozenDecisions {
    /// The ids for questions.
    pub names: Symbols,
    /// The day for which the policy was compiled.
    pub at: Date,
    /// The days on which the decisions stay the same.
    pub period: Period,
    /// The condition of each rule and the resulting verdicts.
    pub conditions: Conditions,
}

impl Decisions {
    /// Freezes the decisions.
    pub fn new(arena: &Arena, mut drafted: UnfrozenDecisions) -> Self {
        let roots: Vec<Node> = drafted.conditions.nodes().map(|node| *node).collect();
        let (diagrams, moved) = Frozen::new(arena, &roots);
        for (node, moved) in drafted.conditions.nodes().zip(moved) {
            *node = moved;
        }
        let UnfrozenDecisions { names, at, period, conditions } = drafted;
        Self::whole(names, (at, period), diagrams, conditions)
    }

    pub(crate) fn whole(
        names: Symbols,
        (at, period): (Date, Period),
        diagrams: Frozen,
        conditions: Conditions,
    ) -> Self {
        Self { names, at, period, diagrams, conditions, fast: LazyLookup::default() }
    }

    /// Returns the verdict for a value of every facet, by its place, with no approval granted.
    /// `None` if the values cannot occur together. A tool or unit that does not exist is undecided.
    pub fn verdict(&self, tool: usize, unit: usize, values: &[u8]) -> Option<Verdict> {
        if let Some(number) = self.fast().and_then(|fast| fast.verdict(tool, unit, values)) {
            return verdict(number);
        }
        let Some(root) = self.plain(Subject::Tool(tool), unit) else { return Some(Verdict::Undecided) };
        verdict(self.diagrams.at(root, values))
    }

    fn fast(&self) -> Option<&FastLookup> {
        self.fast.get(|| FastLookup::new(self.names.tools.len(), &self.diagrams, &self.conditions))
    }

    /// Returns the verdicts of a subject in a unit over the facets, with no approval granted.
    /// [`verdict`](crate::verdict) reads their numbers.
    pub fn plain(&self, subject: Subject, unit: usize) -> Option<Node> {
        self.conditions.plain.get(self.class(subject, unit)?).copied()
    }

    /// Returns the verdicts of a subject in a unit over the facets and the approvals.
    pub fn verdicts(&self, subject: Subject, unit: usize) -> Option<Node> {
        self.conditions.verdicts.get(self.class(subject, unit)?).copied()
    }

    /// Returns the first unit of each class that no rule distinguishes.
    pub fn unlike(&self, units: &[usize]) -> Vec<usize> {
        let mut classes: Vec<Option<&u32>> = Vec::new();
        let mut first = |unit: &&usize| {
            let class = self.conditions.units.get(**unit);
            let new = !classes.contains(&class);
            classes.push(class);
            new
        };
        units.iter().filter(|unit| first(unit)).copied().collect()
    }

    /// Returns the rules that can apply to a subject in a unit, by their places, with their
    /// conditions.
    pub fn rules(&self, subject: Subject, unit: usize) -> Vec<(usize, Node)> {
        let conditions = &self.conditions;
        let Some(place) = self.place(subject) else { return Vec::new() };
        let mut found: Vec<(usize, Node)> = Vec::with_capacity(conditions.shared.len());
        for (number, rule) in conditions.shared.iter().enumerate() {
            match conditions.of_shared(number, place, unit) {
                Node::FALSE => {}
                node => found.push((*rule as usize, node)),
            }
        }
        found.extend(conditions.of_own(place).iter().map(|(rule, node)| (*rule as usize, *node)));
        found.sort_unstable();
        found
    }

    /// Returns the condition under which one rule applies to a subject in a unit.
    pub fn condition(&self, rule: usize, subject: Subject, unit: usize) -> Node {
        let conditions = &self.conditions;
        let Some(place) = self.place(subject) else { return Node::FALSE };
        match conditions.shared.iter().position(|shared| *shared as usize == rule) {
            Some(number) => conditions.of_shared(number, place, unit),
            None => {
                let mut own = conditions.of_own(place).iter();
                own.find(|(own, _)| *own as usize == rule).map_or(Node::FALSE, |(_, node)| *node)
            }
        }
    }

    /// Returns the kinds that an unlisted tool may be of, grouped by what rules distinguish. The
    /// first class is that of tools of no kind, and may contain kinds.
    pub fn kinds(&self) -> Vec<KindClass> {
        let of_subject = |subject| self.place(subject).and_then(|place| self.conditions.subjects.get(place));
        let mut classes = vec![(of_subject(Subject::Unlisted), KindClass::new(Subject::Unlisted))];
        for kind in 0..self.names.kinds.len() {
            let class = of_subject(Subject::Kind(kind));
            match classes.iter_mut().find(|(known, _)| *known == class) {
                Some((_, known)) => known.kinds.push(kind),
                None => classes.push((class, KindClass { kinds: vec![kind], ..KindClass::new(Subject::Kind(kind)) })),
            }
        }
        classes.into_iter().map(|(_, class)| class).collect()
    }

    /// Returns true if some rule distinguishes one kind of unlisted tool from another.
    pub fn tells_kinds_apart(&self) -> bool {
        let tools = self.names.tools.len();
        let unlisted = self.conditions.subjects.get(tools..).unwrap_or_default();
        unlisted.iter().any(|class| Some(class) != unlisted.first())
    }

    /// Returns the known subjects that a subject may be.
    pub fn may_be(&self, subject: Subject) -> Vec<Subject> {
        match subject {
            Subject::AnyKind => self.kinds().into_iter().map(|class| class.subject).collect(),
            known => vec![known],
        }
    }

    /// Returns true if a rule reads a listing.
    pub fn cites_listing(&self, rule: usize) -> bool {
        u32::try_from(rule).is_ok_and(|rule| self.conditions.cites_listing.binary_search(&rule).is_ok())
    }

    /// Iterates over the subjects: the tools, the unlisted, the kinds.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> + use<> {
        let (tools, kinds) = (self.names.tools.len(), self.names.kinds.len());
        (0..tools).map(Subject::Tool).chain([Subject::Unlisted]).chain((0..kinds).map(Subject::Kind))
    }

    /// Returns the size of the decisions in bytes, without names.
    pub fn bytes(&self) -> usize {
        let conditions = &self.conditions;
        let words = [&conditions.subjects, &conditions.units, &conditions.shared, &conditions.subject_looks]
            .into_iter()
            .chain([&conditions.unit_looks, &conditions.own_starts, &conditions.cites_listing])
            .map(Vec::len);
        let nodes = [&conditions.verdicts, &conditions.plain, &conditions.shared_conditions].into_iter().map(Vec::len);
        let pairs = 2 * (conditions.own.len() + conditions.starts.len());
        let merged = self.fast().map_or(0, FastLookup::bytes);
        4 * (words.chain(nodes).sum::<usize>() + pairs + self.diagrams.words().len()) + merged
    }

    /// Returns the number of different functions among the verdicts.
    pub fn distinct(&self) -> usize {
        let mut plain = self.conditions.plain.clone();
        plain.sort_unstable();
        plain.dedup();
        plain.len()
    }

    fn place(&self, subject: Subject) -> Option<usize> {
        let tools = self.names.tools.len();
        let place = match subject {
            Subject::Tool(tool) if tool < tools => tool,
            Subject::Tool(_) => return None,
            Subject::Unlisted => tools,
            Subject::Kind(kind) => tools + 1 + kind,
            Subject::AnyKind => return None,
        };
        (place < self.conditions.subjects.len()).then_some(place)
    }

    fn class(&self, subject: Subject, unit: usize) -> Option<usize> {
        let class = *self.conditions.subjects.get(self.place(subject)?)? as usize;
        let unit = *self.conditions.units.get(unit)? as usize;
        Some(class * self.conditions.unit_classes + unit)
    }
}
