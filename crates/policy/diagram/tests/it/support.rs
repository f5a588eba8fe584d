use countersign_diagram::{Arena, Node, Variables};
use proptest::prelude::*;

/// A function as a table. The last variable runs fastest.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    pub(crate) sizes: Vec<usize>,
    pub(crate) order: Vec<usize>,
    pub(crate) tables: Vec<Vec<u32>>,
}

impl Tables {
    pub(crate) fn arena(&self) -> Arena {
        Arena::new(Variables::new(self.sizes.clone(), self.order.clone()).expect("a shape"), usize::MAX)
    }

    pub(crate) fn points(&self) -> Vec<Vec<usize>> {
        self.sizes.iter().fold(vec![Vec::new()], |points, size| {
            points.iter().flat_map(|point| (0..*size).map(|value| [point.as_slice(), &[value]].concat())).collect()
        })
    }

    /// Builds the function of a table from the definition alone.
    pub(crate) fn make(&self, arena: &mut Arena, table: usize) -> Node {
        let points = self.points();
        self.under(arena, table, &points, 0, &mut vec![0; self.sizes.len()])
    }

    fn under(
        &self,
        arena: &mut Arena,
        table: usize,
        points: &[Vec<usize>],
        level: usize,
        point: &mut Vec<usize>,
    ) -> Node {
        let Some(variable) = self.order.get(level).copied() else {
            let at = points.iter().position(|known| known == point).expect("a point");
            return Node::terminal(self.tables[table][at]);
        };
        let mut children = Vec::new();
        for value in 0..self.sizes[variable] {
            point[variable] = value;
            children.push(self.under(arena, table, points, level + 1, point));
        }
        arena.node(variable, &children).expect("room")
    }
}

/// Returns some functions of the same few variables, with numbers below `numbers`.
pub(crate) fn tables(count: usize, numbers: u32, largest: usize) -> impl Strategy<Value = Tables> {
    prop::collection::vec(2..=largest, 2..=3).prop_flat_map(move |sizes| {
        let points = sizes.iter().product::<usize>();
        let table = prop::collection::vec(0..numbers, points);
        let order = Just((0..sizes.len()).collect::<Vec<_>>()).prop_shuffle();
        (Just(sizes), order, prop::collection::vec(table, count)).prop_map(|(sizes, order, tables)| Tables {
            sizes,
            order,
            tables,
        })
    })
}

/// Returns the number of a table at a point, by the definition.
pub(crate) fn at(tables: &Tables, table: usize, point: &[usize]) -> u32 {
    let place = point.iter().zip(&tables.sizes).fold(0, |place, (value, size)| place * size + value);
    tables.tables[table][place]
}
