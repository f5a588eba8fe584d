use super::document::Document;
use super::encoding::decode;
use super::headings::Headings;
use super::soup::tables;

pub(super) fn read(bytes: &[u8]) -> Document {
    let (text, encoding) = decode(bytes);
    let remarks = encoding.map(|encoding| format!("read as {encoding}")).into_iter().collect();
    let (tables, prose) = tables(&text, Headings::default());
    Document { tables, prose, remarks, ..Document::default() }
}
