use std::fmt;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

/// A change to a TOML document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Sets the value at a path, as TOML text. Creates missing tables on the way.
    Set {
        /// Keys, and positions in lists counted from 0.
        path: Vec<String>,
        /// The value, as TOML text.
        value: String,
    },
    /// Adds a value at the end of the list at a path. Creates the list if it is missing.
    Push {
        /// Keys, and positions in lists counted from 0.
        path: Vec<String>,
        /// The value, as TOML text. A table becomes a `[[section]]`.
        value: String,
    },
    /// Removes the value at a path.
    Remove {
        /// Keys, and positions in lists counted from 0.
        path: Vec<String>,
    },
}

/// Why a change could not be made. The document stays as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadEdit(String);

impl fmt::Display for BadEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadEdit {}

/// Changes a document, and leaves all comments, the order and the rest of the layout as they are.
///
/// # Errors
/// Returns [`BadEdit`] if the text or a value is not TOML, or a path leads nowhere. Then nothing is
/// changed.
pub fn edit(text: &str, edits: &[Edit]) -> Result<String, BadEdit> {
    let mut document: DocumentMut = text.parse().map_err(|error| BadEdit(format!("{error}")))?;
    for edit in edits {
        match edit {
            Edit::Set { path, value } => set(&mut document, path, parse(value)?)?,
            Edit::Push { path, value } => push(&mut document, path, parse(value)?)?,
            Edit::Remove { path } => remove(&mut document, path)?,
        }
    }
    Ok(document.to_string())
}

fn parse(value: &str) -> Result<Value, BadEdit> {
    value.trim().parse().map_err(|error| BadEdit(format!("`{value}` is no TOML value: {error}")))
}

fn nowhere(path: &[String]) -> BadEdit {
    BadEdit(format!("`{}` leads nowhere in this document", path.join(".")))
}

fn set(document: &mut DocumentMut, path: &[String], value: Value) -> Result<(), BadEdit> {
    let (last, way) = path.split_last().ok_or_else(|| nowhere(path))?;
    let parent = walk(document.as_item_mut(), way, true).ok_or_else(|| nowhere(path))?;
    if let Some(array) = parent.as_array_mut() {
        let place: usize = last.parse().map_err(|_| nowhere(path))?;
        let old = array.get_mut(place).ok_or_else(|| nowhere(path))?;
        replace(old, value);
        return Ok(());
    }
    match parent.get_mut(last.as_str()).and_then(Item::as_value_mut) {
        Some(old) => replace(old, value),
        None => {
            let table = parent.as_table_like_mut().ok_or_else(|| nowhere(path))?;
            table.insert(last, Item::Value(value));
        }
    }
    Ok(())
}

/// Replaces a value and keeps the white space and comments around it.
fn replace(old: &mut Value, mut new: Value) {
    *new.decor_mut() = old.decor().clone();
    *old = new;
}

fn push(document: &mut DocumentMut, path: &[String], value: Value) -> Result<(), BadEdit> {
    let (last, way) = path.split_last().ok_or_else(|| nowhere(path))?;
    let parent = walk(document.as_item_mut(), way, true).ok_or_else(|| nowhere(path))?;
    let table = parent.as_table_like_mut().ok_or_else(|| nowhere(path))?;
    match (table.get_mut(last), value) {
        (None, Value::InlineTable(row)) => {
            let mut rows = ArrayOfTables::new();
            rows.push(row.into_table());
            table.insert(last, Item::ArrayOfTables(rows));
        }
        (None, value) => {
            table.insert(last, Item::Value(Value::Array(std::iter::once(value).collect())));
        }
        (Some(Item::ArrayOfTables(rows)), Value::InlineTable(row)) => rows.push(row.into_table()),
        (Some(Item::Value(Value::Array(items))), value) => items.push(value),
        (Some(Item::Value(single)), value) => {
            let list: toml_edit::Array = [single.clone(), value].into_iter().collect();
            *single = Value::Array(list);
        }
        (Some(_), _) => return Err(nowhere(path)),
    }
    Ok(())
}

fn remove(document: &mut DocumentMut, path: &[String]) -> Result<(), BadEdit> {
    let (last, way) = path.split_last().ok_or_else(|| nowhere(path))?;
    let parent = walk(document.as_item_mut(), way, false).ok_or_else(|| nowhere(path))?;
    let place = last.parse::<usize>().ok();
    let removed = match (parent, place) {
        (Item::ArrayOfTables(rows), Some(place)) if place < rows.len() => {
            rows.remove(place);
            true
        }
        (Item::Value(Value::Array(items)), Some(place)) if place < items.len() => {
            items.remove(place);
            true
        }
        (parent, _) => parent.as_table_like_mut().and_then(|table| table.remove(last)).is_some(),
    };
    if removed { Ok(()) } else { Err(nowhere(path)) }
}

fn walk<'a>(item: &'a mut Item, way: &[String], make: bool) -> Option<&'a mut Item> {
    let Some((step, rest)) = way.split_first() else { return Some(item) };
    if let Ok(place) = step.parse::<usize>() {
        let list = item.is_array_of_tables() || item.is_array();
        return if list { walk(item.get_mut(place)?, rest, make) } else { None };
    }
    let table = item.as_table_like_mut()?;
    // Do not create a table for a missing position in a list.
    let into_list = rest.first().is_some_and(|next| next.parse::<usize>().is_ok());
    if make && table.get(step).is_none() && !into_list {
        let mut fresh = Table::new();
        fresh.set_implicit(!rest.is_empty());
        table.insert(step, Item::Table(fresh));
    }
    walk(table.get_mut(step)?, rest, make)
}
