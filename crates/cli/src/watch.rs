//! `build --watch`: builds, waits for the pack or the day to change, builds again.

use crate::builder::Builder;
use crate::common::PackArgs;
use crate::error::Trouble;
use crate::exit::Exit;
use crate::load::{nearest_pack, today_in};
use crate::place::{Placed, place};
use crate::show::building;
use countersign_source::{Limits, Stamp, stamp};
use jiff::civil::Date;
use std::io::Write;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often the files are looked at.
const EVERY: Duration = Duration::from_millis(500);
/// How long they have to lie still before they are read: whoever changes several
/// files needs some time for it.
const STILL: Duration = Duration::from_millis(100);

/// Builds until it is stopped. A pack at fault is told, and what was built stays.
pub(crate) fn run(pack: &PackArgs, out: &Path, only: &[String], to: &mut dyn Write) -> Result<Exit, Trouble> {
    let dir = match &pack.pack {
        Some(dir) => dir.clone(),
        None => nearest_pack()?,
    };
    let pack = PackArgs { pack: Some(dir.clone()), at: pack.at };
    let (mut builder, mut placed) = (Builder::default(), None::<Placed>);
    let mut seen = Seen::of(&dir, &builder);
    loop {
        let begun = started();
        let former = placed.as_ref().map(|placed| &placed.tree);
        let built = builder.tree(&pack, only, former).and_then(|tree| place(out, tree, placed.as_mut()));
        let took = begun.elapsed();
        match built {
            Ok(now) => {
                match &placed {
                    None => building::whole(to, &now.tree)?,
                    Some(before) => building::changes(to, &before.tree, &now.tree)?,
                }
                building::took(to, took)?;
                placed = Some(now);
            }
            // Nothing was ever built: whoever started this waits for an answer.
            Err(trouble) if placed.is_none() => return Err(trouble),
            Err(trouble) => {
                trouble.report();
                building::kept(to)?;
            }
        }
        to.flush()?;
        // The day is that of the pack's time zone, which is known by now.
        seen.day = today_in(builder.zone());
        seen = seen.next(&dir, &builder);
    }
}

/// When something began, to tell how long it took.
#[expect(clippy::disallowed_methods, reason = "people are told how long a build took; nothing depends on it")]
fn started() -> Instant {
    Instant::now()
}

/// What a build depends on: the files of the pack, and the day.
#[derive(PartialEq)]
struct Seen {
    stamp: Stamp,
    day: Date,
}

impl Seen {
    fn of(dir: &Path, builder: &Builder) -> Self {
        Self { stamp: stamp(dir, &Limits::default()), day: today_in(builder.zone()) }
    }

    /// Waits until something is other than it was, and lies still.
    fn next(&self, dir: &Path, builder: &Builder) -> Self {
        let mut now = Self::of(dir, builder);
        while now == *self {
            sleep(EVERY);
            now = Self::of(dir, builder);
        }
        loop {
            sleep(STILL);
            let then = Self::of(dir, builder);
            if then == now {
                return now;
            }
            now = then;
        }
    }
}
