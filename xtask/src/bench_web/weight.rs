//! The number of bytes that a first visit to a page transfers.

use super::process::Process;
use std::collections::BTreeSet;

/// Returns the bytes of a page, its styles and its scripts, compressed as browsers request them.
/// `None` if there is no such page.
pub(super) fn of(service: &Process, path: &str) -> Result<Option<f64>, String> {
    let page = service.get(path, "")?;
    if page.status != 200 {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&page.body);
    let mut parts: BTreeSet<&str> = BTreeSet::from([path]);
    for start in ["<link ", "<script "] {
        for tag in text.split(start).skip(1).filter_map(|rest| rest.split('>').next()) {
            if start == "<link " && !tag.contains("stylesheet") {
                continue;
            }
            let named = tag.split(['"', '\'']).find(|value| value.starts_with('/'));
            parts.extend(named);
        }
    }
    if parts.len() < 2 {
        return Err(format!("{path} names neither a style nor a script"));
    }
    let mut bytes = 0;
    for part in parts {
        let reply = service.get(part, "accept-encoding: br\r\n")?;
        if reply.status != 200 {
            return Err(format!("{part} is answered with {}", reply.status));
        }
        bytes += reply.body.len();
    }
    #[expect(clippy::cast_precision_loss, reason = "the size of a page")]
    Ok(Some(bytes as f64))
}
