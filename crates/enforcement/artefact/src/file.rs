use std::sync::Arc;

/// A file of an artefact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path inside the artefact's folder, with `/`.
    pub path: String,
    /// The device group that it is for. `None` if it is for all devices.
    pub group: Option<String>,
    /// Its contents.
    pub bytes: Arc<Vec<u8>>,
}

impl File {
    /// Creates a file for all devices.
    pub fn new(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self::of(path, Arc::new(text.into()))
    }

    /// Creates a file for all devices, from bytes that other files may share.
    pub(crate) fn of(path: impl Into<String>, bytes: Arc<Vec<u8>>) -> Self {
        Self { path: path.into(), group: None, bytes }
    }
}

/// Why a consumer cannot get any files for a plan. If it can express some of the plan, it gets
/// files, and the rest is left out by name, see [`LeftOut`](crate::LeftOut).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The reason, in a sentence.
    pub why: String,
}

impl Refused {
    /// Creates a refusal with a reason.
    pub fn new(why: impl Into<String>) -> Self {
        Self { why: why.into() }
    }
}
