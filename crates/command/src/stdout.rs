use std::io::{self, Write};

/// Output that tolerates a closed pipe, as after `head` and `grep -q`. It then drops the rest, and
/// the exit status stays the same.
pub struct PipeTolerant<W> {
    inner: W,
    left: bool,
}

impl<W: Write> PipeTolerant<W> {
    /// Wraps a writer.
    pub fn new(inner: W) -> Self {
        Self { inner, left: false }
    }

    fn heard<T>(&mut self, done: io::Result<T>, otherwise: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.left = true;
                Ok(otherwise)
            }
            done => done,
        }
    }
}

impl<W: Write> Write for PipeTolerant<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left {
            return Ok(bytes.len());
        }
        let done = self.inner.write(bytes);
        self.heard(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.left {
            return Ok(());
        }
        let done = self.inner.flush();
        self.heard(done, ())
    }
}
