//! Names and values of XML, which all formats of offices are written in.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart};

/// Returns the text of an XML entity.
pub(super) fn entity(name: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return c.to_string();
    }
    match name.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_owned()
}

/// Returns an attribute with any prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut all = attributes.with_checks(false).filter_map(Result::ok);
    let own = all.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(own.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned())
}
