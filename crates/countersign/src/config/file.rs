//! Reads the configuration file: TOML with known keys and values of the right types.

use super::settings::{Kind, SETTINGS, by_key};
use super::value::{FileValues, Origin, Value, mismatch};
use countersign_decide::InputError;
use countersign_model::nearest;

use std::path::Path;
use toml_edit::{Document, Item, TableLike};

/// Reads a file.
///
/// # Errors
/// Returns an error with its line for every unknown key and every value of the wrong type.
pub(crate) fn read(path: &Path, text: &str) -> Result<FileValues, Vec<InputError>> {
    let document = Document::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        vec![InputError { message: format!("{}:{line}: {}", path.display(), error.message()), help: None }]
    })?;
    let mut reading = Reading { path, text, values: FileValues::new(), errors: Vec::new() };
    reading.table("", document.as_table());
    if reading.errors.is_empty() { Ok(reading.values) } else { Err(reading.errors) }
}

struct Reading<'a> {
    path: &'a Path,
    text: &'a str,
    values: FileValues,
    errors: Vec<InputError>,
}

impl Reading<'_> {
    fn table(&mut self, prefix: &str, table: &dyn TableLike) {
        for (name, item) in table.iter() {
            let key = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
            let span = table.key(name).and_then(toml_edit::Key::span).or(item.span());
            let line = span.map_or(1, |span| line_of(self.text, span.start));
            match (by_key(&key), item) {
                (Some(setting), item) => match texts(item, &setting.kind) {
                    Some(texts) => {
                        let origin = Origin::File(self.path.to_path_buf(), line);
                        self.errors.extend(texts.iter().filter_map(|text| mismatch(setting, text, &origin)));
                        self.values.insert(setting.key, Value { texts, origin });
                    }
                    None => self
                        .error(line, &format!("`{key}` has a value of another kind; expected {}", kind(&setting.kind))),
                },
                (None, item) if is_section(&key) && item.is_table_like() => {
                    item.as_table_like().into_iter().for_each(|inner| self.table(&key, inner));
                }
                (None, _) => {
                    let near = nearest(&key, SETTINGS.iter().map(|setting| setting.key));
                    let help = near.map_or_else(
                        || "`countersign config show` lists the keys".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.error(line, &format!("unknown key `{key}`; {help}"));
                }
            }
        }
    }

    fn error(&mut self, line: usize, message: &str) {
        self.errors.push(InputError { message: format!("{}:{line}: {message}", self.path.display()), help: None });
    }
}

fn is_section(key: &str) -> bool {
    SETTINGS.iter().any(|setting| setting.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
}

fn texts(item: &Item, wanted: &Kind) -> Option<Vec<String>> {
    let text = |value: &toml_edit::Value| value.as_str().map(str::to_owned);
    match wanted {
        Kind::List => match item.as_array() {
            Some(array) => array.iter().map(text).collect(),
            None => item.as_str().map(|text| vec![text.to_owned()]),
        },
        Kind::Number { .. } => item.as_integer().map(|number| vec![number.to_string()]),
        Kind::Text | Kind::Path | Kind::Choice(_) => item.as_str().map(|text| vec![text.to_owned()]),
    }
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Text => "a text in quotes".to_owned(),
        Kind::Path => "a path in quotes".to_owned(),
        Kind::List => "a list of texts, as in [\"127.0.0.1:8080\"]".to_owned(),
        Kind::Number { least, most } => format!("a number from {least} to {most}"),
        Kind::Choice(known) => format!("one of {}", known.join(", ")),
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
