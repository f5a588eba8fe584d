//! Whether the head of a rule matches a subject and a unit.

use super::{Lift, NoDiagram};
use cedar_policy::pst::{EntityOrSlot, EntityUID, PrincipalConstraint, ResourceConstraint};

impl Lift<'_> {
    pub(super) fn admits_resource(&mut self, constraint: &ResourceConstraint) -> Result<bool, NoDiagram> {
        let is_tool = |kind: &cedar_policy::pst::EntityType| kind.0.id.to_string() == "Tool";
        Ok(match constraint {
            ResourceConstraint::Any => true,
            ResourceConstraint::Eq(EntityOrSlot::Entity(uid)) => self.entity(uid) == self.subject.itself,
            ResourceConstraint::In(EntityOrSlot::Entity(uid)) => self.within(uid, false),
            ResourceConstraint::Is(kind) => is_tool(kind),
            ResourceConstraint::IsIn(kind, EntityOrSlot::Entity(uid)) => is_tool(kind) && self.within(uid, false),
            _ => return Err(NoDiagram::Unknown("a template slot")),
        })
    }

    pub(super) fn admits_principal(&mut self, constraint: &PrincipalConstraint) -> Result<bool, NoDiagram> {
        let is_unit = |kind: &cedar_policy::pst::EntityType| kind.0.id.to_string() == "Unit";
        Ok(match constraint {
            PrincipalConstraint::Any => true,
            PrincipalConstraint::Eq(EntityOrSlot::Entity(uid)) => self.entity(uid) == self.unit.itself,
            PrincipalConstraint::In(EntityOrSlot::Entity(uid)) => self.within(uid, true),
            PrincipalConstraint::Is(kind) => is_unit(kind),
            PrincipalConstraint::IsIn(kind, EntityOrSlot::Entity(uid)) => is_unit(kind) && self.within(uid, true),
            _ => return Err(NoDiagram::Unknown("a template slot")),
        })
    }

    fn within(&mut self, uid: &EntityUID, principal: bool) -> bool {
        let wanted = self.entity(uid);
        let own = if principal { self.unit.itself } else { self.subject.itself };
        self.is_in(own, wanted)
    }

    /// Returns true if an entity is another one or below it.
    pub(super) fn is_in(&self, one: u32, other: u32) -> bool {
        one == other
            || (one == self.subject.itself && self.subject.within.binary_search(&other).is_ok())
            || self.world.is_below(one, other)
    }
}
