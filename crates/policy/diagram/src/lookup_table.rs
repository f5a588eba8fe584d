use crate::{Frozen, Node};
use rustc_hash::FxHashMap;

/// Diagrams with their variables in groups. Every look-up takes one step for each group, and no
/// step depends on the function.
///
/// A function is a row of the first group. For each combination of the group's values, it has a row
/// of the next group. Rows of the last group contain the numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupTable {
    /// For each variable, its largest value, and the amount that one step in it adds to the places
    /// of all groups, eight bits for each group.
    steps: Vec<(u8, u64)>,
    /// The groups except the last.
    inner: Vec<Rows<u16>>,
    last: Rows<u8>,
}

/// Rows of the same width, one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rows<T> {
    width: usize,
    cells: Vec<T>,
}

impl<T: Copy> Rows<T> {
    fn new(width: usize) -> Self {
        Self { width, cells: Vec::new() }
    }

    fn at(&self, row: usize, place: usize) -> Option<T> {
        self.cells.get(row * self.width + place).copied()
    }

    /// Returns how many rows there are.
    fn len(&self) -> usize {
        self.cells.len() / self.width
    }
}

/// The largest number of groups, because their places are side by side in one word.
const GROUPS: usize = 8;
/// The largest number of combinations in a group, because a place has eight bits.
const PLACES: usize = 256;

impl LookupTable {
    /// Merges the diagrams of some functions, in groups of at most `most` combinations (256 at
    /// most). Also returns the row of each function.
    ///
    /// `None` if there are too many groups or rows, a variable has too many values, or a function
    /// has a number above 255.
    pub fn new(frozen: &Frozen, functions: &[Node], most: usize) -> Option<(Self, Vec<u16>)> {
        let groups = groups(frozen, functions, most.min(PLACES))?;
        let steps = steps(frozen, &groups)?;
        let width = |group: &Vec<usize>| group.iter().map(|variable| frozen.shape().size(*variable)).product::<usize>();
        let (last, inner) = groups.split_last()?;
        let merged = Self {
            steps,
            inner: inner.iter().map(|group| Rows::new(width(group))).collect(),
            last: Rows::new(width(last)),
        };
        let mut making = Making { frozen, done: vec![FxHashMap::default(); groups.len()], groups: &groups, merged };
        let rows = functions.iter().map(|function| making.row(0, *function)).collect::<Option<Vec<u16>>>()?;
        Some((making.merged, rows))
    }

    /// Returns the number of a function, given by its row, at a point, the value of each variable
    /// by its place. `None` if a value is missing or too large.
    pub fn at(&self, row: u16, point: &[u8]) -> Option<u32> {
        let point = point.get(..self.steps.len())?;
        // All groups at once, so that no step waits for its own group's result.
        let (mut places, mut beyond) = (0_u64, false);
        for (value, (last, step)) in point.iter().zip(&self.steps) {
            beyond |= value > last;
            places = places.wrapping_add(u64::from(*value).wrapping_mul(*step));
        }
        if beyond {
            return None;
        }
        let mut row = usize::from(row);
        for rows in &self.inner {
            row = usize::from(rows.at(row, (places & 0xff) as usize)?);
            places >>= 8;
        }
        self.last.at(row, (places & 0xff) as usize).map(u32::from)
    }

    /// Returns the size in bytes.
    pub fn bytes(&self) -> usize {
        2 * self.inner.iter().map(|rows| rows.cells.len()).sum::<usize>() + self.last.cells.len()
    }
}

/// Returns the variables on which the functions depend, in order and in groups. If they depend on
/// none, returns one empty group.
fn groups(frozen: &Frozen, functions: &[Node], most: usize) -> Option<Vec<Vec<usize>>> {
    let shape = frozen.shape();
    let used = frozen.support_of(functions);
    let (mut groups, mut product): (Vec<Vec<usize>>, usize) = (vec![Vec::new()], 1);
    for variable in shape.order().iter().copied().filter(|variable| used.contains(variable)) {
        let size = shape.size(variable);
        if product * size > most && product > 1 {
            groups.push(Vec::new());
            product = 1;
        }
        groups.last_mut()?.push(variable);
        product *= size;
        if product > PLACES {
            return None;
        }
    }
    (groups.len() <= GROUPS).then_some(groups)
}

/// Returns, for each variable up to the last one used, its largest value and its step.
fn steps(frozen: &Frozen, groups: &[Vec<usize>]) -> Option<Vec<(u8, u64)>> {
    let shape = frozen.shape();
    let used = groups.iter().flatten().max().map_or(0, |last| last + 1);
    let mut steps = vec![(u8::MAX, 0_u64); used];
    for (group, members) in groups.iter().enumerate() {
        let mut step = 1_u64;
        for variable in members.iter().rev() {
            let last = u8::try_from(shape.size(*variable) - 1).ok()?;
            *steps.get_mut(*variable)? = (last, step << (8 * group));
            step *= shape.size(*variable) as u64;
        }
    }
    Some(steps)
}

struct Making<'a> {
    frozen: &'a Frozen,
    groups: &'a [Vec<usize>],
    /// For each group, the existing rows by the functions that they represent.
    done: Vec<FxHashMap<Node, u16>>,
    merged: LookupTable,
}

impl Making<'_> {
    /// Returns the row of a function in a group. The function must not depend on variables of
    /// earlier groups.
    fn row(&mut self, group: usize, function: Node) -> Option<u16> {
        if let Some(known) = self.done.get(group)?.get(&function) {
            return Some(*known);
        }
        let members = self.groups.get(group)?;
        let is_last = group + 1 == self.groups.len();
        let width = if is_last { self.merged.last.width } else { self.merged.inner.get(group)?.width };
        let mut left = vec![Node::FALSE; width];
        fill(self.frozen, function, members, &mut left);
        let row = if is_last {
            let numbers = left.into_iter().map(|node| u8::try_from(node.number()?).ok());
            let numbers = numbers.collect::<Option<Vec<u8>>>()?;
            let row = u16::try_from(self.merged.last.len()).ok()?;
            self.merged.last.cells.extend(numbers);
            row
        } else {
            let mut cells = Vec::with_capacity(width);
            let mut before = None;
            for node in left {
                // Neighbours are often equal.
                let cell = match before {
                    Some((known, cell)) if known == node => cell,
                    _ => self.row(group + 1, node)?,
                };
                before = Some((node, cell));
                cells.push(cell);
            }
            let rows = self.merged.inner.get_mut(group)?;
            let row = u16::try_from(rows.len()).ok()?;
            rows.cells.extend(cells);
            row
        };
        self.done.get_mut(group)?.insert(function, row);
        Some(row)
    }
}

/// Fills a row with what remains of a function for each combination of a group's values.
fn fill(frozen: &Frozen, node: Node, members: &[usize], row: &mut [Node]) {
    let (Some(variable), Some((first, rest))) = (node.variable(), members.split_first()) else {
        return row.fill(node);
    };
    if variable != *first {
        if rest.contains(&variable) {
            let size = frozen.shape().size(*first);
            row.chunks_mut(row.len() / size).for_each(|part| fill(frozen, node, rest, part));
        } else {
            row.fill(node);
        }
        return;
    }
    let children = frozen.children(node);
    for (part, child) in row.chunks_mut(row.len() / children.len().max(1)).zip(children) {
        fill(frozen, *child, rest, part);
    }
}
