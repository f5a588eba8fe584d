//! Writes an imported pack into a new folder.
//!
//! A file system creates the files of one folder one after the other, even for several threads. So
//! one thread creates them and another fills them, and neither waits for the other's folder.

use countersign_command::atomic_file::Replacement;
use countersign_import::Imported;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// The number of files in a batch.
const BATCH: usize = 32;

/// The maximum number of batches that wait to be filled. With the two in work, fewer than 200 files
/// are open.
const WAITING: usize = 4;

/// Writes every document of a pack, and all of them again into `base`. Runs `beside` on a separate
/// thread.
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
        // The filling thread ends when no more files can arrive.
        drop(sender);
        let ended = [filling, beside].map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        ended.into_iter().fold(created, Result::and)
    })?;
    progress("documents written", order.len());
    base.write_all(b"\n}\n")
}

/// Creates the files of these tools and sends them. Stops after the last one, at an error, or if
/// the filling thread has ended.
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

/// Fills the files of these tools as they arrive, and writes the same text into `base`.
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

/// An open folder, so that the system does not resolve its path for every file in it.
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

    /// Creates or truncates a file, as [`File::create`] does.
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

/// Writes a document and its path as a line of JSON, so that version control shows which documents
/// changed.
pub(crate) fn json_line(path: &str, text: &str, json: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer(&mut *json, path)?;
    json.push(b':');
    Ok(serde_json::to_writer(json, text)?)
}
