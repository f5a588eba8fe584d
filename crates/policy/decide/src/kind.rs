//! The unknown kind of an unlisted tool, as one more variable of a question. It has a value for
//! each class of kinds that rules distinguish.

use crate::answer::QuestionChoices;
use crate::{Localizer, TooLarge};
use countersign_compiled::{KindClass, Policy};
use countersign_diagram::{Arena, Node, Variables};
use countersign_model::{Pack, UnlistedKind};

/// The name of the kind among the facets of answers. No facet has this name.
pub(crate) const KIND: &str = "kind";

/// The largest number of classes of kinds in a question.
const MOST_CLASSES: usize = 256;

/// The kinds that a tool may be of.
pub(crate) struct Kinds {
    variable: usize,
    classes: Vec<KindClass>,
}

impl Kinds {
    /// Returns the kinds of a policy, as a variable with this number.
    pub(crate) fn new(policy: &Policy, variable: usize) -> Self {
        Self { variable, classes: policy.decisions.kinds() }
    }

    /// Returns no kinds, for tools whose kind is known.
    pub(crate) fn none() -> Self {
        Self { variable: 0, classes: Vec::new() }
    }

    /// Returns the variable. `None` if rules do not distinguish kinds.
    pub(crate) fn variable(&self) -> Option<usize> {
        (2..=MOST_CLASSES).contains(&self.classes.len()).then_some(self.variable)
    }

    /// Returns the shape of a policy with this variable at its end, asked before facets and
    /// approvals. Another variable may come before it, in number and in order. `before` is its
    /// number of values.
    pub(crate) fn shape(&self, of_policy: &Variables, before: Option<usize>) -> Variables {
        let own = self.variable().map(|_| self.classes.len());
        let sizes: Vec<usize> = of_policy.sizes().iter().copied().chain(before).chain(own).collect();
        let order = (of_policy.len()..sizes.len()).chain(of_policy.order().iter().copied()).collect();
        Variables::new(sizes, order).unwrap_or_else(|_| of_policy.clone())
    }

    /// Returns the function that equals the part of each class of kinds. A single part is for all
    /// of them.
    ///
    /// # Errors
    /// Returns an error if there are too many classes, or the budget is spent.
    pub(crate) fn case(&self, arena: &mut Arena, parts: &[Node]) -> Result<Node, TooLarge> {
        match (parts, self.variable().filter(|variable| *variable < arena.shape().len())) {
            ([one], _) => Ok(*one),
            (_, Some(variable)) => Ok(arena.case(variable, parts)?),
            (_, None) => Err(TooLarge),
        }
    }

    /// Returns how often each class occurs, relative to the others.
    pub(crate) fn weights(&self) -> Vec<f64> {
        vec![1.0; self.classes.len()]
    }

    /// Returns the ids of the kinds in some classes, `none` last. `None` if these are all classes.
    pub(crate) fn ids(&self, pack: &Pack, classes: &[usize]) -> Option<Vec<String>> {
        if classes.len() >= self.classes.len() {
            return None;
        }
        let own = classes.iter().filter_map(|class| self.classes.get(*class));
        let kinds = own.flat_map(|class| &class.kinds).filter_map(|kind| pack.kinds.at(*kind));
        let mut ids: Vec<String> = kinds.map(|kind| kind.id.to_string()).collect();
        ids.extend(classes.contains(&0).then(|| UnlistedKind::NONE.to_owned()));
        Some(ids)
    }

    /// Returns the question for the kind: the kinds that change the verdicts, and "none of these".
    pub(crate) fn choices(
        &self,
        pack: &Pack,
        arena: &mut Arena,
        plain: Node,
        speaker: Localizer<'_>,
    ) -> Result<QuestionChoices, TooLarge> {
        let mut of_class = |class: usize| {
            arena.restrict(plain, &|variable| (variable == self.variable).then_some(class)).map_err(TooLarge::from)
        };
        let none = of_class(0)?;
        let mut kinds = Vec::new();
        for (place, class) in self.classes.iter().enumerate() {
            if of_class(place)? != none {
                kinds.extend(class.kinds.iter().copied());
            }
        }
        kinds.sort_unstable();
        Ok(choices(pack, kinds, speaker))
    }
}

/// Returns the question for the kind, with these choices.
fn choices(pack: &Pack, kinds: Vec<usize>, speaker: Localizer<'_>) -> QuestionChoices {
    let kinds: Vec<_> = kinds.into_iter().filter_map(|kind| pack.kinds.at(kind)).collect();
    let named = kinds.iter().map(|kind| (kind.id.to_string(), speaker.say(&kind.name).to_owned()));
    let none = (UnlistedKind::NONE.to_owned(), speaker.word("ui.no-kind").to_owned());
    QuestionChoices {
        facet: KIND.to_owned(),
        text: speaker.word("ui.which-kind").to_owned(),
        help: None,
        derived: false,
        labels: named.chain([none]).collect(),
        values: kinds.iter().map(|kind| kind.id.to_string()).chain([UnlistedKind::NONE.to_owned()]).collect(),
    }
}

/// Returns the question for the kind of a tool that no list names, with every kind of the pack.
pub fn kind_choices(pack: &Pack, language: Option<&str>) -> QuestionChoices {
    choices(pack, (0..pack.kinds.len()).collect(), Localizer::new(pack, language))
}
