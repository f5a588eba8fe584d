//! One event, one line, also if its message has line feeds.

use std::io::{self, Write};

/// Writes what it gets at once as one line: line feeds inside become `\\n`.
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
