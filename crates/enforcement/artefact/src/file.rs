use std::sync::Arc;

/// A file of an artefact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path inside the artefact's folder, with `/`.
    pub path: String,
    /// The device group for whose devices it is, where it is not for all.
    pub group: Option<String>,
    /// What it holds.
    pub bytes: Arc<Vec<u8>>,
}

impl File {
    /// A file for all devices.
    pub fn new(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self::of(path, Arc::new(text.into()))
    }

    /// A file for all devices, of bytes that others may share.
    pub(crate) fn of(path: impl Into<String>, bytes: Arc<Vec<u8>>) -> Self {
        Self { path: path.into(), group: None, bytes }
    }
}

/// Why a consumer cannot be given any files for a plan. Whatever can be written is:
/// what a consumer cannot carry is left out by name, see [`LeftOut`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The reason, in a sentence.
    pub why: String,
}

impl Refused {
    /// With a reason.
    pub fn new(why: impl Into<String>) -> Self {
        Self { why: why.into() }
    }
}
