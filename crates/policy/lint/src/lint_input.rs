use crate::reachability::Reach;
use countersign_compile::Compiled;
use countersign_compiled::{IMPOSSIBLE, Policy};
use countersign_diagram::{Arena, BudgetExceeded, Memo, Node, VariableMapping};
use countersign_model::{Pack, Span};
use jiff::civil::Date;
use std::cell::OnceCell;

/// The input of a check.
pub struct LintInput<'a> {
    /// The compiled pack.
    pub compiled: &'a Compiled,
    /// Its policy on the day.
    pub policy: &'a Policy,
    /// The decisions of the packs that it extends, in the words of this one: see
    /// [`countersign_pack::read_parent`].
    pub parent: Option<&'a Policy>,
    /// The ids of translated sentences, with their places.
    pub translated: &'a [(String, Span)],
    /// The day.
    pub at: Date,
    reach: OnceCell<Option<Reach>>,
}

impl<'a> LintInput<'a> {
    /// Creates the input from a compiled pack on a day, the policy of the pack that it extends, and
    /// the ids of its translated sentences.
    pub fn new(
        compiled: &'a Compiled,
        policy: &'a Policy,
        parent: Option<&'a Policy>,
        translated: &'a [(String, Span)],
        at: Date,
    ) -> Self {
        Self { compiled, policy, parent, translated, at, reach: OnceCell::new() }
    }

    /// Returns where the rules matter. `None` if the policy is too large to analyse.
    pub(crate) fn reach(&self) -> Option<&Reach> {
        self.reach.get_or_init(|| Reach::of(self.compiled, self.policy)).as_ref()
    }

    /// Returns true if `one` is more lenient than `other` somewhere where `other` is not just
    /// silent, that is, where one of its `permits` applies, perhaps only with approval.
    pub(crate) fn is_looser(&self, one: Node, other: Node, permits: &[Node]) -> Result<bool, BudgetExceeded> {
        let diagrams = &self.policy.decisions.diagrams;
        let facets = self.compiled.pack().facets.len();
        let mut arena = Arena::new(diagrams.shape().clone(), 1 << 22);
        let (one, other) = (
            arena.import(diagrams, one, &|_| VariableMapping::Same)?,
            arena.import(diagrams, other, &|_| VariableMapping::Same)?,
        );
        let better = arena.apply(&mut Memo::default(), one, other, &mut |one, other| {
            let (one, other) = (one.number()?, other.number()?);
            Some(if one < other && other != IMPOSSIBLE { Node::TRUE } else { Node::FALSE })
        })?;
        let mut spoken = Node::FALSE;
        for permit in permits {
            let granted =
                |variable: usize| if variable < facets { VariableMapping::Same } else { VariableMapping::Fixed(1) };
            let permit = arena.import(diagrams, *permit, &granted)?;
            spoken = arena.or(spoken, permit)?;
        }
        Ok(arena.and(better, spoken)? != Node::FALSE)
    }
}

/// Returns the name of a subject in a message.
pub(crate) fn subject_name(pack: &Pack, subject: countersign_compiled::Subject) -> String {
    use countersign_compiled::Subject;
    match subject {
        Subject::Tool(place) => pack.tools.at(place).map_or("", |tool| &tool.name).to_owned(),
        Subject::Unlisted | Subject::AnyKind => "a tool that no list names".to_owned(),
        Subject::Kind(place) => {
            let kind = pack.kinds.at(place).map_or("", |kind| &kind.name.text);
            format!("an unlisted tool of the kind “{kind}”")
        }
    }
}
