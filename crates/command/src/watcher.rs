//! What a policy depends on, looked at until it is other than it was.

use crate::clock::today_in;
use countersign_reader::{Fingerprint, Limits, stamp};
use jiff::civil::Date;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// How often the files are looked at.
const EVERY: Duration = Duration::from_millis(500);
/// How long they have to lie still before they are read: whoever changes several
/// files needs some time for it.
const STILL: Duration = Duration::from_millis(100);

/// The files of a pack, or a compiled policy, and the day.
#[derive(PartialEq)]
pub struct Snapshot {
    stamp: Fingerprint,
    compiled: Option<(u64, Option<SystemTime>)>,
    day: Date,
}

impl Snapshot {
    /// How they lie now; the day is that of a time zone.
    pub fn of(pack: &Path, zone: &str) -> Self {
        let known = std::fs::metadata(pack).ok().filter(std::fs::Metadata::is_file);
        let compiled = known.map(|known| (known.len(), known.modified().ok()));
        Self { stamp: stamp(pack, &Limits::default()), compiled, day: today_in(zone) }
    }

    /// The same on the day of a time zone that is known only now.
    pub fn on(self, zone: &str) -> Self {
        Self { day: today_in(zone), ..self }
    }

    /// Waits until something is other than it was, and lies still.
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
