//! Writes an imported pack where there was none, by as many threads as there are processors.

use countersign_command::atomic_file::Replacement;
use countersign_import::Imported;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many documents a thread takes at once.
const CHUNK: usize = 128;

/// Most threads: what they wait for is the file system.
const MOST_THREADS: usize = 8;

/// Writes every document of a pack, and all of them once more into `base`. Runs `beside` on
/// one of the threads before it takes its share.
pub(crate) fn write(
    made: &Imported,
    dir: &Path,
    base: &mut Replacement,
    beside: impl FnOnce() -> io::Result<()> + Send,
    progress: &mut impl FnMut(&str, usize),
) -> io::Result<()> {
    let mut start = b"{".to_vec();
    for (place, (path, text)) in made.others().into_iter().enumerate() {
        fs::write(dir.join(path), text)?;
        start.extend_from_slice(if place == 0 { b"\n" } else { b",\n" });
        json_line(path, text, &mut start)?;
    }
    base.write_all(&start)?;
    let order = made.by_path();
    let work = Work {
        made,
        dir,
        chunks: order.chunks(CHUNK).collect(),
        next: AtomicUsize::new(0),
        base: Mutex::new(InOrder { next: 0, waiting: BTreeMap::new(), out: base }),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).clamp(2, MOST_THREADS);
    std::thread::scope(|scope| {
        let mut others = vec![scope.spawn(|| beside().and_then(|()| work.run(&mut |_| {})))];
        others.extend((2..threads).map(|_| scope.spawn(|| work.run(&mut |_| {}))));
        let own = work.run(&mut |count| progress("documents written", count));
        let ended = others.into_iter().map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        ended.fold(own, Result::and)
    })?;
    progress("documents written", order.len());
    base.write_all(b"\n}\n")
}

/// The documents that are still to be written.
struct Work<'a> {
    made: &'a Imported,
    dir: &'a Path,
    chunks: Vec<&'a [usize]>,
    next: AtomicUsize,
    base: Mutex<InOrder<'a>>,
}

impl Work<'_> {
    /// Takes chunks until there are none, or one cannot be written.
    fn run(&self, progress: &mut dyn FnMut(usize)) -> io::Result<()> {
        let mut text = String::new();
        loop {
            let place = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(chunk) = self.chunks.get(place) else { return Ok(()) };
            let written = self
                .chunk(chunk, &mut text)
                .and_then(|json| self.base.lock().unwrap_or_else(PoisonError::into_inner).add(place, json));
            if written.is_err() {
                self.next.store(self.chunks.len(), Ordering::Relaxed);
                return written;
            }
            progress(place * CHUNK);
        }
    }

    fn chunk(&self, tools: &[usize], text: &mut String) -> io::Result<Vec<u8>> {
        let mut json = Vec::with_capacity(tools.len() * 512);
        for tool in tools {
            let path = self.made.path(*tool);
            text.clear();
            self.made.document(*tool, text);
            fs::write(self.dir.join(&path), &*text)?;
            json.extend_from_slice(b",\n");
            json_line(&path, text, &mut json)?;
        }
        Ok(json)
    }
}

/// Pieces that come in any order and are written in theirs.
struct InOrder<'a> {
    next: usize,
    waiting: BTreeMap<usize, Vec<u8>>,
    out: &'a mut Replacement,
}

impl InOrder<'_> {
    fn add(&mut self, place: usize, piece: Vec<u8>) -> io::Result<()> {
        self.waiting.insert(place, piece);
        while let Some(piece) = self.waiting.remove(&self.next) {
            self.out.write_all(&piece)?;
            self.next += 1;
        }
        Ok(())
    }
}

/// A document and its path as a line of JSON, so that version control shows which changed.
pub(crate) fn json_line(path: &str, text: &str, json: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer(&mut *json, path)?;
    json.push(b':');
    Ok(serde_json::to_writer(json, text)?)
}
