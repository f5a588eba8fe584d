/// The size of a generated pack.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// The number of tools.
    pub tools: usize,
    /// The number of authored rules.
    pub rules: usize,
    /// The number of units.
    pub units: usize,
}
