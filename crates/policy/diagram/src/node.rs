/// A function: a terminal, or a node of the arena or the frozen diagram it came from.
///
/// One word: for a terminal the top bit and its number; for a node the variable
/// in seven bits and the place of its children in twenty-four.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(u32);

const TERMINAL: u32 = 1 << 31;
const PLACE: u32 = (1 << 24) - 1;

impl Node {
    /// The terminal 0; false, where a function is a condition.
    pub const FALSE: Self = Self(TERMINAL);
    /// The terminal 1; true, where a function is a condition.
    pub const TRUE: Self = Self(TERMINAL | 1);
    /// The largest number that a terminal carries.
    pub const MOST: u32 = TERMINAL - 1;
    /// The most children that all nodes together can have.
    pub(crate) const PLACES: usize = PLACE as usize + 1;

    /// The function that is the same number everywhere; numbers above
    /// [`Node::MOST`] are cut to it.
    pub const fn terminal(number: u32) -> Self {
        Self(TERMINAL | if number > Self::MOST { Self::MOST } else { number })
    }

    /// The number, where the function is the same everywhere.
    pub const fn number(self) -> Option<u32> {
        if self.0 & TERMINAL != 0 { Some(self.0 & !TERMINAL) } else { None }
    }

    /// The variable that is asked first, where the function depends on any.
    pub const fn variable(self) -> Option<usize> {
        if self.0 & TERMINAL != 0 { None } else { Some((self.0 >> 24) as usize) }
    }

    pub(crate) const fn inner(variable: usize, place: usize) -> Self {
        Self((((variable as u32) << 24) & !TERMINAL) | (place as u32 & PLACE))
    }

    /// Where the children begin; of no meaning for a terminal.
    pub(crate) const fn place(self) -> usize {
        (self.0 & PLACE) as usize
    }

    /// The word that stands for it in a file.
    pub const fn word(self) -> u32 {
        self.0
    }

    pub(crate) const fn from_word(word: u32) -> Self {
        Self(word)
    }
}
