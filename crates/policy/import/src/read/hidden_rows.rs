//! The rows of a workbook that are hidden or filtered out (ECMA-376 part 1, 18.3.1.73).

use super::document::Unreadable;
use super::xml::attribute;
use super::zip_parts::broken;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Returns the hidden rows of each sheet, from 0, by the sheet's name.
pub(super) fn hidden_rows(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u32>>, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut names: Vec<(String, String)> = Vec::new();
    each(&part(&mut archive, "xl/workbook.xml")?, &mut |tag| {
        if tag.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(tag, "name"), attribute(tag, "id"))
        {
            names.push((name, id));
        }
    })?;
    let mut targets: BTreeMap<String, String> = BTreeMap::new();
    each(&part(&mut archive, "xl/_rels/workbook.xml.rels")?, &mut |tag| {
        if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
            targets.insert(id, target);
        }
    })?;
    let mut hidden = BTreeMap::new();
    for (name, id) in names {
        let Some(target) = targets.get(&id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        let text = part(&mut archive, &path)?;
        // Most sheets hide nothing, and do not have to be parsed again.
        if !text.windows(HIDDEN.len()).any(|window| window == HIDDEN) {
            continue;
        }
        let mut rows = Vec::new();
        let mut next = 0;
        each(&text, &mut |tag| {
            if tag.local_name().as_ref() != "row" {
                return;
            }
            let number = attribute(tag, "r").and_then(|text| text.parse::<u32>().ok());
            let row = number.map_or(next, |number| number.saturating_sub(1));
            next = row.saturating_add(1);
            if attribute(tag, "hidden").is_some_and(|flag| matches!(flag.as_str(), "1" | "true")) {
                rows.push(row);
            }
        })?;
        hidden.insert(name, rows);
    }
    Ok(hidden)
}

const HIDDEN: &[u8] = b" hidden=";

/// Returns a part of a zip file. Empty if it does not exist.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    if let Ok(mut part) = archive.by_name(name) {
        part.read_to_end(&mut bytes).map_err(|error| broken(&error))?;
    }
    Ok(bytes)
}

fn each(text: &[u8], visit: &mut dyn FnMut(&BytesStart<'_>)) -> Result<(), Unreadable> {
    let mut xml = Reader::from_reader(text);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|error| broken(&error))? {
            Event::Start(tag) | Event::Empty(tag) => visit(&tag),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
