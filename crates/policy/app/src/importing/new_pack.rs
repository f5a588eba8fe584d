//! Writes an imported pack where there was none.
//!
//! A file system makes the files of one folder one after the other, whoever asks for them. So
//! one thread makes them, another fills them, and neither waits for the folder of the other.

use countersign_command::atomic_file::Replacement;
use countersign_import::Imported;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many files are passed on together.
const BATCH: usize = 32;

/// How many batches may wait to be filled. With those in both hands, fewer than 200 files are open.
const WAITING: usize = 4;

/// Writes every document of a pack, and all of them once more into `base`. Runs `beside` on
/// a thread of its own.
pub(crate) fn write(
    made: &Imported,
    dir: &Path,
    base: &mut Replacement,
    beside: impl FnOnce() -> io::Result<()> + Send,
    progress: &mut impl FnMut(&str, usize),
) -> io::Result<()> {
    let mut start = b"{".to_vec();
    for (place, (path, text)) in made.others().into_iter().enumerate() {
        std::fs::write(dir.join(path), text)?;
        start.extend_from_slice(if place == 0 { b"\n" } else { b",\n" });
        json_line(path, text, &mut start)?;
    }
    base.write_all(&start)?;
    let order = &made.by_path();
    let folder = Folder::open(dir)?;
    let (sender, files) = sync_channel(WAITING);
    let lines = &mut *base;
    std::thread::scope(|scope| {
        let beside = scope.spawn(beside);
        let filling = scope.spawn(move || fill(made, order, &files, lines));
        let created = create(made, order, &folder, &sender, &mut |count| progress("documents written", count));
        // Whoever fills the files ends when no more can come.
        drop(sender);
        let ended = [filling, beside].map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        ended.into_iter().fold(created, Result::and)
    })?;
    progress("documents written", order.len());
    base.write_all(b"\n}\n")
}

/// Makes the files of these tools and passes them on, until there are no more, one cannot be
/// made, or nobody fills them.
fn create(
    made: &Imported,
    tools: &[usize],
    folder: &Folder,
    sender: &SyncSender<Vec<File>>,
    progress: &mut dyn FnMut(usize),
) -> io::Result<()> {
    for (place, batch) in tools.chunks(BATCH).enumerate() {
        let files = batch.iter().map(|tool| folder.create(&made.path(*tool))).collect::<io::Result<Vec<File>>>()?;
        if sender.send(files).is_err() {
            break;
        }
        progress(place * BATCH);
    }
    Ok(())
}

/// Fills the files of these tools as they come, and writes the same into `base`.
fn fill(made: &Imported, tools: &[usize], files: &Receiver<Vec<File>>, base: &mut Replacement) -> io::Result<()> {
    let (mut text, mut json) = (String::new(), Vec::new());
    for batch in tools.chunks(BATCH) {
        let Ok(files) = files.recv() else { break };
        for (tool, mut file) in batch.iter().zip(files) {
            text.clear();
            made.document(*tool, &mut text);
            file.write_all(text.as_bytes())?;
            json.extend_from_slice(b",\n");
            json_line(&made.path(*tool), &text, &mut json)?;
        }
        base.write_all(&json)?;
        json.clear();
    }
    Ok(())
}

/// A folder that is open, so that its path is not looked up for every file in it.
struct Folder {
    #[cfg(target_os = "linux")]
    handle: std::os::fd::OwnedFd,
    #[cfg(not(target_os = "linux"))]
    path: std::path::PathBuf,
}

#[cfg(target_os = "linux")]
impl Folder {
    fn open(path: &Path) -> io::Result<Self> {
        use rustix::fs::{CWD, Mode, OFlags};
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self { handle: rustix::fs::openat(CWD, path, flags, Mode::empty())? })
    }

    /// Makes a file or empties the one that is there, as [`File::create`] does.
    fn create(&self, path: &str) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, openat};
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC | OFlags::CLOEXEC;
        let opened = rustix::io::retry_on_intr(|| openat(&self.handle, path, flags, Mode::from_raw_mode(0o666)));
        Ok(opened?.into())
    }
}

#[cfg(not(target_os = "linux"))]
impl Folder {
    fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned() })
    }

    fn create(&self, path: &str) -> io::Result<File> {
        File::create(self.path.join(path))
    }
}

/// A document and its path as a line of JSON, so that version control shows which changed.
pub(crate) fn json_line(path: &str, text: &str, json: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer(&mut *json, path)?;
    json.push(b':');
    Ok(serde_json::to_writer(json, text)?)
}
