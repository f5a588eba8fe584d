//! Watches the pack's files and the day, and returns when either changes.

use crate::clock::today_in;
use countersign_reader::{Fingerprint, Limits, stamp};
use jiff::civil::Date;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// The interval between checks of the files.
const EVERY: Duration = Duration::from_millis(500);
/// The time without changes before the files are read, because an author needs time to change
/// several files.
const STILL: Duration = Duration::from_millis(100);

/// The files of a pack, or a compiled policy, and the day.
#[derive(PartialEq)]
pub struct Snapshot {
    stamp: Fingerprint,
    compiled: Option<(u64, Option<SystemTime>)>,
    day: Date,
}

impl Snapshot {
    /// Returns the present state, with the day in a time zone.
    pub fn of(pack: &Path, zone: &str) -> Self {
        let known = std::fs::metadata(pack).ok().filter(std::fs::Metadata::is_file);
        let compiled = known.map(|known| (known.len(), known.modified().ok()));
        Self { stamp: stamp(pack, &Limits::default()), compiled, day: today_in(zone) }
    }

    /// Returns the same state on the day of a time zone that is known only now.
    pub fn on(self, zone: &str) -> Self {
        Self { day: today_in(zone), ..self }
    }

    /// Waits until the files or the day change, and until further changes stop.
    pub fn next(&self, pack: &Path, zone: &str) -> Self {
        let mut now = Self::of(pack, zone);
        while now == *self {
            sleep(EVERY);
            now = Self::of(pack, zone);
        }
        loop {
            sleep(STILL);
            let then = Self::of(pack, zone);
            if then == now {
                return now;
            }
            now = then;
        }
    }
}
