/// How large a generated pack is.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Tools.
    pub tools: usize,
    /// Written rules.
    pub rules: usize,
    /// Units.
    pub units: usize,
}
