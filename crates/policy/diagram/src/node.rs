/// A function: a terminal, or a node of the arena or frozen diagram that it comes from.
///
/// It takes one word. A terminal has the top bit and its number. A node has the variable in seven
/// bits and the place of its children in twenty-four.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(u32);

const TERMINAL: u32 = 1 << 31;
const PLACE: u32 = (1 << 24) - 1;

impl Node {
    /// The terminal 0. As a condition: false.
    pub const FALSE: Self = Self(TERMINAL);
    /// The terminal 1. As a condition: true.
    pub const TRUE: Self = Self(TERMINAL | 1);
    /// The largest number of a terminal.
    pub const MOST: u32 = TERMINAL - 1;
    /// The largest number of children of all nodes together.
    pub(crate) const PLACES: usize = PLACE as usize + 1;

    /// Returns the function that has the same number everywhere. Numbers above [`Node::MOST`]
    /// become [`Node::MOST`].
    pub const fn terminal(number: u32) -> Self {
        Self(TERMINAL | if number > Self::MOST { Self::MOST } else { number })
    }

    /// Returns the number, if the function is the same everywhere.
    pub const fn number(self) -> Option<u32> {
        if self.0 & TERMINAL != 0 { Some(self.0 & !TERMINAL) } else { None }
    }

    /// Returns the variable that is asked first, if the function depends on any.
    pub const fn variable(self) -> Option<usize> {
        if self.0 & TERMINAL != 0 { None } else { Some((self.0 >> 24) as usize) }
    }

    pub(crate) const fn inner(variable: usize, place: usize) -> Self {
        Self((((variable as u32) << 24) & !TERMINAL) | (place as u32 & PLACE))
    }

    /// Returns the place of the first child. It has no meaning for a terminal.
    pub(crate) const fn place(self) -> usize {
        (self.0 & PLACE) as usize
    }

    /// Returns the word that encodes it in a file.
    pub const fn word(self) -> u32 {
        self.0
    }

    pub(crate) const fn from_word(word: u32) -> Self {
        Self(word)
    }
}
