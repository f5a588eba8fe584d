use countersign_diagram::{Arena, BudgetExceeded, Node};
use countersign_model::Scope;

/// Where any of some scopes lies.
///
/// # Errors
/// Where the budget is spent.
pub fn scopes_node(arena: &mut Arena, scopes: &[Scope]) -> Result<Node, BudgetExceeded> {
    let mut any = Node::FALSE;
    for scope in scopes {
        let one = scope_node(arena, scope)?;
        any = arena.or(any, one)?;
    }
    Ok(any)
}

/// Where a scope lies, over variables that are the facets in the pack's order.
///
/// # Errors
/// Where the budget is spent.
pub fn scope_node(arena: &mut Arena, scope: &Scope) -> Result<Node, BudgetExceeded> {
    let mut whole = Node::TRUE;
    for clause in &scope.clauses {
        let side = arena.variable(clause.facet, |value| u32::from(clause.values.contains(value)))?;
        whole = arena.and(whole, side)?;
    }
    Ok(whole)
}
