use crate::domain_index::Mark;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Files by what they were made from, for reuse in the next build.
#[derive(Debug, Default)]
pub(crate) struct FileCache {
    made: Mutex<FxHashMap<Mark, Arc<Vec<u8>>>>,
}

impl FileCache {
    /// Returns the file with this mark.
    pub(crate) fn get(&self, mark: &Mark) -> Option<Arc<Vec<u8>>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).get(mark).cloned()
    }

    /// Keeps a file.
    pub(crate) fn keep(&self, mark: Mark, bytes: &Arc<Vec<u8>>) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(mark, bytes.clone());
    }
}
