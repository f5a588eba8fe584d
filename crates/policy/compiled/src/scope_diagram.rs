use countersign_diagram::{Arena, BudgetExceeded, Node};
use countersign_model::Scope;

/// Returns the condition that a point is in any of some scopes.
///
/// # Errors
/// Returns [`BudgetExceeded`] if the budget is spent.
pub fn scopes_node(arena: &mut Arena, scopes: &[Scope]) -> Result<Node, BudgetExceeded> {
    let mut any = Node::FALSE;
    for scope in scopes {
        let one = scope_node(arena, scope)?;
        any = arena.or(any, one)?;
    }
    Ok(any)
}

/// Returns the condition that a point is in a scope. The variables are the facets in the pack's
/// order.
///
/// # Errors
/// Returns [`BudgetExceeded`] if the budget is spent.
pub fn scope_node(arena: &mut Arena, scope: &Scope) -> Result<Node, BudgetExceeded> {
    let mut whole = Node::TRUE;
    for clause in &scope.clauses {
        let side = arena.variable(clause.facet, |value| u32::from(clause.values.contains(value)))?;
        whole = arena.and(whole, side)?;
    }
    Ok(whole)
}
