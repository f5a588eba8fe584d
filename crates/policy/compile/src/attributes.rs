//! What rules read attributes of, and which there are.

use crate::cedar_names::attribute;
use cedar_policy::pst::{Expr, Var};
use countersign_model::Pack;

/// What a rule reads attributes of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    /// The facts of the question.
    Context,
    /// The approvals among them.
    Approved,
    /// The tool.
    Resource,
    /// The limits of its listing.
    Limits,
    /// The asker's unit.
    Principal,
}

impl Owner {
    /// How rules write it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Context => "context",
            Self::Approved => "context.approved",
            Self::Resource => "resource",
            Self::Limits => "resource.limits",
            Self::Principal => "principal",
        }
    }

    /// Every attribute that it has in a pack.
    pub(crate) fn attributes(self, pack: &Pack) -> Vec<String> {
        match self {
            Self::Context => {
                let facets = pack.facets.iter().map(|facet| attribute(&facet.id));
                facets.chain(["approved".to_owned()]).collect()
            }
            Self::Approved => pack.approvals.iter().map(|approval| attribute(&approval.id)).collect(),
            Self::Resource => ["listed", "limits", "routes"].map(str::to_owned).to_vec(),
            Self::Limits => pack.facets.iter().map(|facet| attribute(&facet.id)).collect(),
            Self::Principal => vec!["rules_elsewhere".to_owned()],
        }
    }
}

/// What an attribute is read of, where rules may read attributes.
pub(crate) fn owner(expr: &Expr) -> Option<Owner> {
    match expr {
        Expr::Var(Var::Context) => Some(Owner::Context),
        Expr::Var(Var::Resource) => Some(Owner::Resource),
        Expr::Var(Var::Principal) => Some(Owner::Principal),
        Expr::GetAttr { expr, attr } if matches!(**expr, Expr::Var(Var::Context)) && attr == "approved" => {
            Some(Owner::Approved)
        }
        Expr::GetAttr { expr, attr } if matches!(**expr, Expr::Var(Var::Resource)) && attr == "limits" => {
            Some(Owner::Limits)
        }
        _ => None,
    }
}
