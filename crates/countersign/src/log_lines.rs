//! A log with one line for each event, also for messages with line feeds.

use std::io::{self, Write};

/// A writer that puts each write on one line. It writes `\n` and `\r` as text for line feeds and
/// carriage returns.
pub(crate) struct OneLineEach<W>(pub(crate) W);

impl<W: Write> Write for OneLineEach<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let inner = event.strip_suffix(b"\n").unwrap_or(event);
        let mut line = Vec::with_capacity(event.len() + 8);
        for byte in inner {
            match byte {
                b'\n' => line.extend_from_slice(b"\\n"),
                b'\r' => line.extend_from_slice(b"\\r"),
                byte => line.push(*byte),
            }
        }
        line.extend_from_slice(event.get(inner.len()..).unwrap_or_default());
        self.0.write_all(&line)?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
