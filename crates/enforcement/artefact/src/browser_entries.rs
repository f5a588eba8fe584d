use std::collections::BTreeSet;

/// The blocked domains in the browser list of each variant, and those that some variant leaves out,
/// by their places among all domains of a plan.
#[derive(Debug)]
pub(crate) struct BrowserEntries {
    pub(crate) blocked: Vec<Vec<usize>>,
    pub(crate) beyond: BTreeSet<usize>,
}
