//! Pointwise operations on functions.

use crate::arena::{Memo, Memos};
use crate::{Arena, BudgetExceeded, Node};
use rustc_hash::FxHashMap;

impl Arena {
    /// Combines two functions point by point. `known` gives the result where it is already known,
    /// and always for two terminals. `memo` keeps the results of one operation.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn apply(
        &mut self,
        memo: &mut Memo,
        one: Node,
        other: Node,
        known: &mut dyn FnMut(Node, Node) -> Option<Node>,
    ) -> Result<Node, BudgetExceeded> {
        if let Some(known) = known(one, other) {
            return Ok(known);
        }
        let Some(variable) = self.first(one, other) else { return Ok(one) };
        if let Some(done) = memo.get(&(one, other)) {
            return Ok(*done);
        }
        self.step()?;
        let base = self.lay(self.shape().size(variable), |arena, value| {
            let (left, right) = (arena.child(one, variable, value), arena.child(other, variable, value));
            arena.apply(memo, left, right, known)
        })?;
        let node = self.reduce(variable, base)?;
        memo.insert((one, other), node);
        Ok(node)
    }

    /// Does the same as [`Arena::apply`], with one of the arena's own memos.
    fn keeping(
        &mut self,
        memo: fn(&mut Memos) -> &mut Memo,
        one: Node,
        other: Node,
        known: &mut dyn FnMut(Node, Node) -> Option<Node>,
    ) -> Result<Node, BudgetExceeded> {
        if let Some(known) = known(one, other) {
            return Ok(known);
        }
        let mut own = std::mem::take(memo(&mut self.memos));
        let done = self.apply(&mut own, one, other, known);
        *memo(&mut self.memos) = own;
        done
    }

    /// Returns the conjunction of two conditions.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn and(&mut self, one: Node, other: Node) -> Result<Node, BudgetExceeded> {
        let (one, other) = (one.min(other), one.max(other));
        self.keeping(|memos| &mut memos.and, one, other, &mut |one, other| match (one, other) {
            (Node::FALSE, _) | (_, Node::FALSE) => Some(Node::FALSE),
            (Node::TRUE, rest) | (rest, Node::TRUE) => Some(rest),
            _ if one == other => Some(one),
            _ => None,
        })
    }

    /// Returns the disjunction of two conditions.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn or(&mut self, one: Node, other: Node) -> Result<Node, BudgetExceeded> {
        let (one, other) = (one.min(other), one.max(other));
        self.keeping(|memos| &mut memos.or, one, other, &mut |one, other| match (one, other) {
            (Node::TRUE, _) | (_, Node::TRUE) => Some(Node::TRUE),
            (Node::FALSE, rest) | (rest, Node::FALSE) => Some(rest),
            _ if one == other => Some(one),
            _ => None,
        })
    }

    /// Returns the condition that `one` is true and `other` is not.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn minus(&mut self, one: Node, other: Node) -> Result<Node, BudgetExceeded> {
        self.keeping(|memos| &mut memos.minus, one, other, &mut |one, other| match (one, other) {
            (Node::FALSE, _) | (_, Node::TRUE) => Some(Node::FALSE),
            (rest, Node::FALSE) => Some(rest),
            _ if one == other => Some(Node::FALSE),
            (Node::TRUE, rest) if rest.number().is_some() => Some(Node::FALSE),
            _ => None,
        })
    }

    /// Returns the condition that exactly one of two conditions is true.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn differing(&mut self, one: Node, other: Node) -> Result<Node, BudgetExceeded> {
        if one == other {
            return Ok(Node::FALSE);
        }
        let (gone, new) = (self.minus(one, other)?, self.minus(other, one)?);
        self.or(gone, new)
    }

    /// Returns the negation of a condition.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn not(&mut self, node: Node) -> Result<Node, BudgetExceeded> {
        self.minus(Node::TRUE, node)
    }

    /// Returns true if `other` is true wherever `one` is.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn implies(&mut self, one: Node, other: Node) -> Result<bool, BudgetExceeded> {
        Ok(self.minus(one, other)? == Node::FALSE)
    }

    /// Returns the function that equals `then` where `condition` is true, and `otherwise`
    /// elsewhere.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn choose(&mut self, condition: Node, then: Node, otherwise: Node) -> Result<Node, BudgetExceeded> {
        self.choosing(condition, then, otherwise, &mut FxHashMap::default())
    }

    fn choosing(
        &mut self,
        condition: Node,
        then: Node,
        otherwise: Node,
        done: &mut FxHashMap<(Node, Node, Node), Node>,
    ) -> Result<Node, BudgetExceeded> {
        match condition {
            Node::TRUE => return Ok(then),
            Node::FALSE => return Ok(otherwise),
            _ if then == otherwise => return Ok(then),
            _ => {}
        }
        if let Some(known) = done.get(&(condition, then, otherwise)) {
            return Ok(*known);
        }
        let later = self.first(then, otherwise);
        let variable = match (condition.variable(), later) {
            (Some(one), Some(other)) if self.shape().level(other) < self.shape().level(one) => other,
            (Some(one), _) => one,
            (None, _) => return Ok(otherwise),
        };
        self.step()?;
        let base = self.lay(self.shape().size(variable), |arena, value| {
            let [condition, then, otherwise] =
                [condition, then, otherwise].map(|part| arena.child(part, variable, value));
            arena.choosing(condition, then, otherwise, done)
        })?;
        let node = self.reduce(variable, base)?;
        done.insert((condition, then, otherwise), node);
        Ok(node)
    }

    /// Returns the function that equals `parts[value]` where `variable` has that value. The parts
    /// may depend on any variable except this one.
    ///
    /// # Errors
    /// Returns [`BudgetExceeded`] if the budget is spent.
    pub fn case(&mut self, variable: usize, parts: &[Node]) -> Result<Node, BudgetExceeded> {
        let base = self.stack.len();
        self.stack.extend_from_slice(parts);
        self.case_of(variable, base)
    }

    /// Does the same as [`Arena::case`], with the parts on the stack from `base` on, and removes
    /// them.
    pub(crate) fn case_of(&mut self, variable: usize, base: usize) -> Result<Node, BudgetExceeded> {
        let level = self.shape().level(variable);
        let parts = self.stack.get(base..).unwrap_or_default();
        let later = |node: &Node| node.variable().is_none_or(|other| self.shape().level(other) > level);
        if parts.iter().all(later) {
            return self.reduce(variable, base);
        }
        let parts = self.stack.split_off(base);
        let mut whole = parts.first().copied().unwrap_or(Node::FALSE);
        for (value, part) in parts.iter().enumerate().skip(1) {
            let here = self.variable(variable, |other| u32::from(other == value))?;
            whole = self.choose(here, *part, whole)?;
        }
        Ok(whole)
    }
}
