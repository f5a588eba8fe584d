use crate::{Period, Symbols, verdict};
use countersign_diagram::{Arena, Frozen, LookupTable, Node};
use countersign_model::Verdict;
use jiff::civil::Date;
use std::sync::OnceLock;

/// What a question is about, as the decisions know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A tool of the register, by its place.
    Tool(usize),
    /// A tool that no list names, of none of the pack's kinds.
    Unlisted,
    /// A tool that no list names, of a kind, by its place.
    Kind(usize),
    /// A tool that no list names, of unknown kind: any of those above but a tool of the
    /// register. It has no verdict itself; [`Decisions::kinds`] has those it may be.
    AnyKind,
}

/// Kinds of tools that no list names between which no rule tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindClass {
    /// One of them, of which the decisions know.
    pub subject: Subject,
    /// The kinds, by their places.
    pub kinds: Vec<usize>,
}

impl KindClass {
    fn new(subject: Subject) -> Self {
        Self { subject, kinds: Vec::new() }
    }
}

/// Every verdict of a policy, and where each rule holds.
///
/// Variables of the diagrams are the facets in the pack's order, then the
/// approvals: 0 absent, 1 granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisions {
    /// The ids by which one asks.
    pub names: Symbols,
    /// The day for which the policy was compiled.
    pub at: Date,
    /// The days for which the same comes out.
    pub period: Period,
    /// The diagrams.
    pub diagrams: Frozen,
    pub(crate) conditions: Conditions,
    fast: MadeOnce,
}

/// The table for fast look-up, made with the first verdict. `None` if it would be too
/// large. It says nothing that the decisions do not say.
#[derive(Clone, Debug, Default)]
struct MadeOnce(OnceLock<Option<FastLookup>>);

impl PartialEq for MadeOnce {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for MadeOnce {}

/// The verdicts without approvals once more, for fast look-up.
#[derive(Clone, Debug)]
struct FastLookup {
    merged: LookupTable,
    /// For each tool and, within, unit the row of its verdicts.
    rows: Vec<u16>,
    units: usize,
}

impl FastLookup {
    /// None where there are too many facets, or too many tools and units.
    fn new(tools: usize, diagrams: &Frozen, conditions: &Conditions) -> Option<Self> {
        let units = conditions.units.len();
        if tools.checked_mul(units)? > MOST_ROOTS {
            return None;
        }
        let (merged, of_classes) = LookupTable::new(diagrams, &conditions.plain, STEP)?;
        let mut rows = Vec::with_capacity(tools * units);
        for class in conditions.subjects.get(..tools)? {
            for unit in &conditions.units {
                let place = *class as usize * conditions.unit_classes + *unit as usize;
                rows.push(*of_classes.get(place)?);
            }
        }
        Some(Self { merged, rows, units })
    }

    fn verdict(&self, tool: usize, unit: usize, values: &[u8]) -> Option<u32> {
        if unit >= self.units {
            return None;
        }
        self.merged.at(*self.rows.get(tool * self.units + unit)?, values)
    }
}

/// The most tools and units that a table of their own is made for.
const MOST_ROOTS: usize = 1 << 20;

/// The most combinations of values that one step of a fast look-up tells apart.
const STEP: usize = 256;

/// Where each rule holds and what comes of it. Subjects and units that no rule
/// tells apart share a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// The class of each subject: the tools, then the unlisted, then that of each kind.
    pub subjects: Vec<u32>,
    /// The class of each unit.
    pub units: Vec<u32>,
    /// How many classes of units there are.
    pub unit_classes: usize,
    /// For each class of subjects and, within, of units: the verdict, approvals
    /// included.
    pub verdicts: Vec<Node>,
    /// The same with no approval granted: the facets alone.
    pub plain: Vec<Node>,
    /// The rules that hold for many subjects, by their places in the pack.
    pub shared: Vec<u32>,
    /// For each class of subjects which look it has to each shared rule.
    pub subject_looks: Vec<u32>,
    /// For each class of units which look it has to each shared rule.
    pub unit_looks: Vec<u32>,
    /// For each shared rule where its conditions begin, and how many looks of
    /// units it tells apart.
    pub starts: Vec<(u32, u32)>,
    /// For each shared rule, look of a subject and, within, look of a unit: where
    /// it holds.
    pub shared_conditions: Vec<Node>,
    /// For each subject where its own rules begin, and at last where they end.
    pub own_starts: Vec<u32>,
    /// The rules that hold for one subject, and where.
    pub own: Vec<(u32, Node)>,
    /// The rules that read what a listing says, so that an answer cites it.
    pub cites_listing: Vec<u32>,
}

/// Decisions whose diagrams are still in the arena where they were made.
#[derive(Clone, Debug)]
pub struct UnfrozenDecisions {
    /// The ids by which one asks.
    pub names: Symbols,
    /// The day for which the policy was compiled.
    pub at: Date,
    /// The days for which the same comes out.
    pub period: Period,
    /// Where each rule holds and what comes of it.
    pub conditions: Conditions,
}

impl Conditions {
    /// Every function that is referred to.
    fn nodes(&mut self) -> impl Iterator<Item = &mut Node> {
        let plain = self.plain.iter_mut().chain(&mut self.verdicts).chain(&mut self.shared_conditions);
        plain.chain(self.own.iter_mut().map(|(_, node)| node))
    }

    /// Returns where a rule that many subjects share, by its number among those, holds for a
    /// subject in a unit.
    fn of_shared(&self, number: usize, subject: usize, unit: usize) -> Node {
        let width = self.shared.len();
        let look = class_at(&self.subject_looks, class_at(&self.subjects, subject) * width + number);
        let unit_look = class_at(&self.unit_looks, class_at(&self.units, unit) * width + number);
        let Some((start, unit_looks)) = self.starts.get(number) else { return Node::FALSE };
        let at = *start as usize + look * *unit_looks as usize + unit_look;
        self.shared_conditions.get(at).copied().unwrap_or(Node::FALSE)
    }

    /// Returns the rules of one subject alone, each with where it holds.
    fn of_own(&self, subject: usize) -> &[(u32, Node)] {
        let (start, end) = (class_at(&self.own_starts, subject), class_at(&self.own_starts, subject + 1));
        self.own.get(start..end).unwrap_or_default()
    }
}

fn class_at(classes: &[u32], at: usize) -> usize {
    classes.get(at).map_or(0, |class| *class as usize)
}

impl Decisions {
    /// Freezes what an arena holds of the decisions.
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
        Self { names, at, period, diagrams, conditions, fast: MadeOnce::default() }
    }

    /// The verdict where every facet has a value, by its place, and no approval is
    /// granted; none where the values cannot be met together. A tool or unit that
    /// there is none of is undecided.
    pub fn verdict(&self, tool: usize, unit: usize, values: &[u8]) -> Option<Verdict> {
        if let Some(number) = self.fast().and_then(|fast| fast.verdict(tool, unit, values)) {
            return verdict(number);
        }
        let Some(root) = self.plain(Subject::Tool(tool), unit) else { return Some(Verdict::Undecided) };
        verdict(self.diagrams.at(root, values))
    }

    fn fast(&self) -> Option<&FastLookup> {
        let make = || FastLookup::new(self.names.tools.len(), &self.diagrams, &self.conditions);
        self.fast.0.get_or_init(make).as_ref()
    }

    /// The verdicts of a subject in a unit over the facets, no approval granted:
    /// numbers as [`verdict`](crate::verdict) reads them.
    pub fn plain(&self, subject: Subject, unit: usize) -> Option<Node> {
        self.conditions.plain.get(self.class(subject, unit)?).copied()
    }

    /// The verdicts of a subject in a unit over the facets and the approvals.
    pub fn verdicts(&self, subject: Subject, unit: usize) -> Option<Node> {
        self.conditions.verdicts.get(self.class(subject, unit)?).copied()
    }

    /// One of those units that no rule tells apart, for each such class, the first ones.
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

    /// Where each rule holds that may hold for a subject in a unit, by the place of
    /// the rule.
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

    /// Returns the condition under which one rule holds for a subject in a unit.
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

    /// The kinds that a tool on no list may be of. Those that no rule tells apart are
    /// together; the first class is that of the tools of no kind, which may hold kinds.
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

    /// Whether some rule tells one kind of tools on no list from another.
    pub fn tells_kinds_apart(&self) -> bool {
        let tools = self.names.tools.len();
        let unlisted = self.conditions.subjects.get(tools..).unwrap_or_default();
        unlisted.iter().any(|class| Some(class) != unlisted.first())
    }

    /// Those of whom the decisions know that a subject may be.
    pub fn may_be(&self, subject: Subject) -> Vec<Subject> {
        match subject {
            Subject::AnyKind => self.kinds().into_iter().map(|class| class.subject).collect(),
            known => vec![known],
        }
    }

    /// Whether a rule reads what a listing says.
    pub fn cites_listing(&self, rule: usize) -> bool {
        u32::try_from(rule).is_ok_and(|rule| self.conditions.cites_listing.binary_search(&rule).is_ok())
    }

    /// The subjects: the tools, the unlisted, the kinds.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> + use<> {
        let (tools, kinds) = (self.names.tools.len(), self.names.kinds.len());
        (0..tools).map(Subject::Tool).chain([Subject::Unlisted]).chain((0..kinds).map(Subject::Kind))
    }

    /// How many bytes the decisions take, names left out.
    pub fn bytes(&self) -> usize {
        let conditions = &self.conditions;
        let words = [&conditions.subjects, &conditions.units, &conditions.shared, &conditions.subject_looks]
            .into_iter()
            .chain([&conditions.unit_looks, &conditions.own_starts, &conditions.cites_listing])
            .map(Vec::len);
        let nodes = [&conditions.verdicts, &conditions.plain, &conditions.shared_conditions].into_iter().map(Vec::len);
        let pairs = 2 * (conditions.own.len() + conditions.starts.len());
        let merged = self.fast().map_or(0, |fast| fast.merged.bytes() + 2 * fast.rows.len());
        4 * (words.chain(nodes).sum::<usize>() + pairs + self.diagrams.words().len()) + merged
    }

    /// How many different functions the verdicts are.
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
