//! Functions derived from others: numbers changed, variables fixed or dropped.

use crate::{Arena, BudgetExceeded, Frozen, Node};
use rustc_hash::FxHashMap;

/// Results of one change to functions, kept between calls.
pub type TransformMemo = FxHashMap<Node, Node>;

/// What a variable becomes when a function is imported into an arena.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariableMapping {
    /// It has this value.
    Fixed(usize),
    /// It becomes a variable of the arena. The list gives its former value for each new value.
    Variable(usize, Vec<usize>),
    /// It becomes the same variable with the same values.
    Same,
}

impl Arena {
    /// Returns the function with other numbers.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn map(&mut self, node: Node, number: &mut dyn FnMut(u32) -> u32) -> Result<Node, BudgetExceeded> {
        self.mapping(node, number, &mut TransformMemo::default())
    }

    fn mapping(
        &mut self,
        node: Node,
        number: &mut dyn FnMut(u32) -> u32,
        done: &mut TransformMemo,
    ) -> Result<Node, BudgetExceeded> {
        let Some(variable) = node.variable() else {
            return Ok(Node::terminal(number(node.number().unwrap_or(0))));
        };
        if let Some(known) = done.get(&node) {
            return Ok(*known);
        }
        let base = self.lay(self.shape().size(variable), |arena, value| {
            arena.mapping(arena.child(node, variable, value), number, done)
        })?;
        let made = self.reduce(variable, base)?;
        done.insert(node, made);
        Ok(made)
    }

    /// Returns the condition that the function has this number.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn is(&mut self, node: Node, wanted: u32) -> Result<Node, BudgetExceeded> {
        self.map(node, &mut |number| u32::from(number == wanted))
    }

    /// Returns the function with some variables fixed.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn restrict(&mut self, node: Node, fixed: &dyn Fn(usize) -> Option<usize>) -> Result<Node, BudgetExceeded> {
        self.restricting(node, fixed, &mut TransformMemo::default())
    }

    /// Does the same as [`Arena::restrict`], and reuses the results of earlier calls for the same
    /// values.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn restricting(
        &mut self,
        node: Node,
        fixed: &dyn Fn(usize) -> Option<usize>,
        done: &mut TransformMemo,
    ) -> Result<Node, BudgetExceeded> {
        let Some(variable) = node.variable() else { return Ok(node) };
        if let Some(known) = done.get(&node) {
            return Ok(*known);
        }
        let made = match fixed(variable) {
            Some(value) => self.restricting(self.child(node, variable, value), fixed, done)?,
            None => {
                let base = self.lay(self.shape().size(variable), |arena, value| {
                    arena.restricting(arena.child(node, variable, value), fixed, done)
                })?;
                self.reduce(variable, base)?
            }
        };
        done.insert(node, made);
        Ok(made)
    }

    /// Returns the condition that another condition is true for some values of the variables to
    /// `drop`.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn exists(&mut self, node: Node, drop: &dyn Fn(usize) -> bool) -> Result<Node, BudgetExceeded> {
        self.quantify(node, drop, &mut TransformMemo::default())
    }

    fn quantify(
        &mut self,
        node: Node,
        drop: &dyn Fn(usize) -> bool,
        done: &mut TransformMemo,
    ) -> Result<Node, BudgetExceeded> {
        let Some(variable) = node.variable() else { return Ok(node) };
        if let Some(known) = done.get(&node) {
            return Ok(*known);
        }
        let base = self.lay(self.shape().size(variable), |arena, value| {
            arena.quantify(arena.child(node, variable, value), drop, done)
        })?;
        let made = if drop(variable) {
            let parts = self.stack.split_off(base);
            parts.into_iter().try_fold(Node::FALSE, |any, part| self.or(any, part))?
        } else {
            self.reduce(variable, base)?
        };
        done.insert(node, made);
        Ok(made)
    }

    /// Imports a frozen function into the arena. `source` says what each of its variables becomes.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn import(
        &mut self,
        from: &Frozen,
        node: Node,
        source: &dyn Fn(usize) -> VariableMapping,
    ) -> Result<Node, BudgetExceeded> {
        let sources: Vec<VariableMapping> = (0..from.shape().len()).map(source).collect();
        self.importing(from, node, &sources, &mut TransformMemo::default())
    }

    /// Does the same as [`Arena::import`], and reuses the results of earlier imports from the same
    /// diagrams with the same sources.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn importing(
        &mut self,
        from: &Frozen,
        node: Node,
        sources: &[VariableMapping],
        done: &mut TransformMemo,
    ) -> Result<Node, BudgetExceeded> {
        let Some(variable) = node.variable() else { return Ok(node) };
        if let Some(known) = done.get(&node) {
            return Ok(*known);
        }
        let children = from.children(node);
        let child = |value: usize| children.get(value).copied().unwrap_or(Node::FALSE);
        let made = match sources.get(variable).unwrap_or(&VariableMapping::Same) {
            VariableMapping::Fixed(value) => self.importing(from, child(*value), sources, done)?,
            VariableMapping::Variable(target, values) => {
                let place = |place: usize| values.get(place).copied().unwrap_or(place);
                let base =
                    self.lay(values.len(), |arena, at| arena.importing(from, child(place(at)), sources, done))?;
                self.case_of(*target, base)?
            }
            VariableMapping::Same => {
                let base = self.lay(children.len(), |arena, at| arena.importing(from, child(at), sources, done))?;
                self.case_of(variable, base)?
            }
        };
        done.insert(node, made);
        Ok(made)
    }
}
