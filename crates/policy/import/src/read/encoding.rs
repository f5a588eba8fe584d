use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Returns the text of some bytes, and the encoding if it is not UTF-8.
///
/// A byte order mark gives the encoding. Without one, it is UTF-8 if the bytes are valid, or else
/// UTF-16 if its zeros show. Otherwise it is Windows-1252, in which every sequence of bytes is a
/// text (WHATWG Encoding Standard, section 4.2).
pub(super) fn decode(bytes: &[u8]) -> (String, Option<&'static str>) {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) => UTF_8,
        None => guessed(bytes),
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    (text.into_owned(), (encoding != UTF_8).then(|| encoding.name()))
}

/// Guesses the encoding. UTF-16 of mostly Western text has a zero in every other place.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.get(..4_000).unwrap_or(bytes);
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let most = start.len() / 4;
    match (zeros(0) > most, zeros(1) > most) {
        (true, false) => UTF_16BE,
        (false, true) => UTF_16LE,
        _ => WINDOWS_1252,
    }
}
