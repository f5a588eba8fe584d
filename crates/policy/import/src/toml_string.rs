/// Returns a text as a basic string of TOML (TOML 1.0, "String").
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quote(text, &mut quoted);
    quoted
}

/// Writes a text as a basic TOML string at the end of another text.
pub(crate) fn quote(text: &str, quoted: &mut String) {
    quoted.push('"');
    let mut rest = text;
    // Few texts contain anything to escape.
    while let Some(place) = rest.find(|c: char| matches!(c, '"' | '\\') || c.is_control()) {
        let (plain, after) = rest.split_at(place);
        quoted.push_str(plain);
        let mut chars = after.chars();
        match chars.next() {
            Some('"') => quoted.push_str("\\\""),
            Some('\\') => quoted.push_str("\\\\"),
            Some('\n') => quoted.push_str("\\n"),
            Some('\t') => quoted.push_str("\\t"),
            Some(c) => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            None => {}
        }
        rest = chars.as_str();
    }
    quoted.push_str(rest);
    quoted.push('"');
}
