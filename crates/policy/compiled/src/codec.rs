//! Encodes words and texts as bytes and decodes them. Every length is checked before use.

use crate::Unreadable;

pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    pub(crate) fn word(&mut self, word: u32) {
        self.0.extend_from_slice(&word.to_le_bytes());
    }

    pub(crate) fn count(&mut self, count: usize) {
        self.word(u32::try_from(count).unwrap_or(u32::MAX));
    }

    pub(crate) fn words(&mut self, words: impl ExactSizeIterator<Item = u32>) {
        self.count(words.len());
        words.for_each(|word| self.word(word));
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn texts(&mut self, texts: &[String]) {
        self.count(texts.len());
        texts.iter().for_each(|text| self.bytes(text.as_bytes()));
    }
}

pub(crate) struct Reader<'a> {
    pub(crate) rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn word(&mut self) -> Result<u32, Unreadable> {
        let (word, rest) = self.rest.split_first_chunk::<4>().ok_or(Unreadable::Cut)?;
        self.rest = rest;
        Ok(u32::from_le_bytes(*word))
    }

    pub(crate) fn count(&mut self) -> Result<usize, Unreadable> {
        Ok(self.word()? as usize)
    }

    /// Reads a word, and then as many bytes.
    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Unreadable> {
        let count = self.count()?;
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or(Unreadable::Cut)?;
        self.rest = rest;
        Ok(bytes)
    }

    /// Reads a word, and then as many words.
    pub(crate) fn words(&mut self) -> Result<impl Iterator<Item = u32> + use<'a>, Unreadable> {
        let count = self.count()?;
        let bytes = count.checked_mul(4).and_then(|size| self.rest.split_at_checked(size));
        let (bytes, rest) = bytes.ok_or(Unreadable::Cut)?;
        self.rest = rest;
        let word = |chunk: &[u8]| u32::from_le_bytes(chunk.try_into().unwrap_or_default());
        Ok(bytes.chunks_exact(4).map(word))
    }

    pub(crate) fn text(&mut self) -> Result<String, Unreadable> {
        let bytes = self.bytes()?;
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Unreadable::Garbled("a name"))
    }

    pub(crate) fn texts(&mut self) -> Result<Vec<String>, Unreadable> {
        let count = self.count()?;
        // Each text takes at least a word, so a false count cannot reserve more than the file
        // holds.
        let mut texts = Vec::with_capacity(count.min(self.rest.len() / 4));
        for _ in 0..count {
            texts.push(self.text()?);
        }
        Ok(texts)
    }
}
