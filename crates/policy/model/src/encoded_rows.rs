use crate::{HasId, Id};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::OnceLock;

/// Rows as bytes (`postcard`), each decoded when it is first asked for.
///
/// The file that holds them has a checksum: a row that cannot be decoded was written by another
/// program, and is treated as absent.
#[derive(Clone, Debug)]
pub(crate) struct EncodedRows<T> {
    bytes: Box<[u8]>,
    /// For each row the position in `bytes` after its last byte.
    ends: Vec<u32>,
    decoded: Box<[OnceLock<Option<Box<T>>>]>,
}

impl<T: HasId> EncodedRows<T> {
    /// Encodes rows.
    ///
    /// # Errors
    /// Returns an error if a row cannot be encoded, or all are larger than 4 GiB.
    pub(crate) fn encode(rows: &[T]) -> Result<Self, String> {
        let (mut bytes, mut ends) = (Vec::new(), Vec::with_capacity(rows.len()));
        for row in rows {
            bytes = postcard::to_extend(row, bytes).map_err(|error| error.to_string())?;
            ends.push(u32::try_from(bytes.len()).map_err(|error| error.to_string())?);
        }
        Ok(Self::new(bytes.into(), ends))
    }

    /// Returns the row at this position.
    pub(crate) fn get(&self, position: usize) -> Option<&T> {
        let decode = || Some(Box::new(postcard::from_bytes(self.row(position)?).ok()?));
        self.decoded.get(position)?.get_or_init(decode).as_deref()
    }

    /// Returns the id of the row at this position, without the rest.
    pub(crate) fn id(&self, position: usize) -> Option<&str> {
        postcard::take_from_bytes::<&str>(self.row(position)?).ok().map(|(id, _)| id)
    }

    /// Decodes all rows.
    pub(crate) fn decode_all(&self) -> Vec<T> {
        (0..self.len()).filter_map(|position| postcard::from_bytes(self.row(position)?).ok()).collect()
    }

    fn row(&self, position: usize) -> Option<&[u8]> {
        let start = position.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.bytes.get(start as usize..*self.ends.get(position)? as usize)
    }
}

impl<T> EncodedRows<T> {
    fn new(bytes: Box<[u8]>, ends: Vec<u32>) -> Self {
        let decoded = ends.iter().map(|_| OnceLock::new()).collect();
        Self { bytes, ends, decoded }
    }

    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// What is stored: the length of each row, and the rows.
#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    lengths: Vec<u32>,
    #[serde(borrow)]
    rows: &'a [u8],
}

impl<T> Serialize for EncodedRows<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let lengths = self.ends.iter().zip(starts).map(|(end, start)| end - start).collect();
        Stored { lengths, rows: &self.bytes }.serialize(serializer)
    }
}

impl<'de, T: HasId> Deserialize<'de> for EncodedRows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        let mut ends = stored.lengths;
        let mut end = 0_u32;
        for length in &mut ends {
            end = end.checked_add(*length).ok_or_else(|| D::Error::custom("too many bytes"))?;
            *length = end;
        }
        if end as usize != stored.rows.len() {
            return Err(D::Error::custom("rows of other lengths"));
        }
        let rows = Self::new(stored.rows.into(), ends);
        let is_id = |position| rows.id(position).is_some_and(|id| Id::parse(id).is_ok());
        if (0..rows.len()).all(is_id) { Ok(rows) } else { Err(D::Error::custom("a row without an id")) }
    }
}
