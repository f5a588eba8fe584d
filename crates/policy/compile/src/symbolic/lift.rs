use super::{Environment, SubjectProfile, UnitProfile, Values};
use countersign_diagram::{Arena, BudgetExceeded};

/// The reason why a rule has no diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoDiagram {
    /// The diagram grows too large.
    BudgetExceeded,
    /// It contains an unknown construct.
    Unknown(&'static str),
}

impl From<BudgetExceeded> for NoDiagram {
    fn from(_: BudgetExceeded) -> Self {
        Self::BudgetExceeded
    }
}

/// Lifts expressions for one subject and one unit.
pub(crate) struct Lift<'a> {
    pub(crate) arena: &'a mut Arena,
    pub(crate) values: &'a mut Values,
    pub(crate) world: &'a Environment,
    pub(crate) subject: &'a SubjectProfile,
    pub(crate) unit: &'a UnitProfile,
}
