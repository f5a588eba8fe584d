use crate::served_policy::CompileFor;
use jiff::civil::Date;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// The maximum number of other days in memory.
const MOST_DAYS: usize = 8;

/// The versions `V` of one pack on other days.
pub(crate) struct OtherDays<V> {
    /// Compiles the pack for a day. `None` if the policy was compiled before.
    pub(crate) compile_for: Option<Arc<CompileFor>>,
    known: Mutex<Vec<(Date, Arc<V>)>>,
    /// One day is compiled at a time.
    turn: Semaphore,
}

impl<V> OtherDays<V> {
    pub(crate) fn new(compile_for: Option<Arc<CompileFor>>) -> Self {
        Self { compile_for, known: Mutex::default(), turn: Semaphore::new(1) }
    }

    /// Returns the version on a day, if it is in memory.
    pub(crate) fn find(&self, at: Date) -> Option<Arc<V>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|(day, _)| *day == at).map(|(_, version)| Arc::clone(version))
    }

    /// Keeps a version. The oldest one goes if there are too many.
    pub(crate) fn insert(&self, at: Date, version: Arc<V>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_DAYS {
            known.remove(0);
        }
        known.push((at, version));
    }

    /// Waits until no other day is compiled.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.turn.acquire().await.ok()
    }
}

impl<V> fmt::Debug for OtherDays<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtherDays").finish_non_exhaustive()
    }
}
