//! The owners of attributes in rules, and their attributes.

use crate::cedar_names::attribute;
use cedar_policy::pst::{Expr, Var};
use countersign_model::Pack;

/// What a rule reads an attribute of.
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
    /// Returns the form in which rules write it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Context => "context",
            Self::Approved => "context.approved",
            Self::Resource => "resource",
            Self::Limits => "resource.limits",
            Self::Principal => "principal",
        }
    }

    /// Returns all its attributes in a pack.
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

/// Returns the owner of an attribute, if rules may read attributes of it.
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
