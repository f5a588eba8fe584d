//! The parts of a packed document, unpacked within bounds.

use super::document::{MOST_BYTES, Unreadable};
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// The largest number of parts in a zip file, and of merged cells in a sheet.
pub(super) const MOST_PARTS: usize = 20_000;

/// The number of bytes of a part to pass on at once.
const PIECE: usize = 128 << 10;

pub(super) fn broken(error: &dyn std::fmt::Display) -> Unreadable {
    Unreadable::new(
        format!("this workbook cannot be read: {error}"),
        "open it and save it once more, or save the list as CSV",
    )
}

/// Unpacks every part once and passes on one of them, by its place, piece by piece. Refuses a file
/// that unpacks to more than the limit, or that is encrypted.
pub(super) fn unpack(bytes: &[u8], wanted: Option<usize>, mut hand_on: impl FnMut(Vec<u8>)) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(Unreadable::new(format!("this workbook has more than {MOST_PARTS} parts"), "save the list as CSV"));
    }
    let mut left = MOST_BYTES;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| broken(&error))?;
        let mut part = part.take(left + 1);
        let mut read = 0;
        if wanted == Some(place) {
            loop {
                let mut piece = Vec::with_capacity(PIECE);
                let more = part.by_ref().take(PIECE as u64).read_to_end(&mut piece).map_err(|error| broken(&error))?;
                if more == 0 {
                    break;
                }
                read += more as u64;
                hand_on(piece);
            }
        } else {
            read = io::copy(&mut part, &mut io::sink()).map_err(|error| broken(&error))?;
        }
        left = left.checked_sub(read).ok_or_else(|| {
            let message = format!("this workbook unpacks to more than {} MiB", MOST_BYTES >> 20);
            Unreadable::new(message, "take out sheets and pictures that are not the list, or save it as CSV")
        })?;
    }
    Ok(())
}
