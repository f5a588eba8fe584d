//! Chooses the value of each setting. The command line comes first, then the environment, the file
//! and the default.

use super::settings::{Kind, SETTINGS, Setting};
use super::value::{FileValues, Origin, Value, mismatch};
use countersign_decide::InputError;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The values of all settings, by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resolved(BTreeMap<&'static str, Value>);

/// The values of the command line, by key.
pub(crate) type Options = BTreeMap<&'static str, Vec<String>>;

impl Resolved {
    /// Chooses the value of each setting. `environment` returns the value of a variable.
    ///
    /// # Errors
    /// Returns an error if a file that a variable names cannot be read, or a value has the wrong
    /// type.
    pub(crate) fn new(
        options: &Options,
        environment: &dyn Fn(&str) -> Option<String>,
        file: &FileValues,
    ) -> Result<Self, Vec<InputError>> {
        let (mut resolved, mut errors) = (Self::default(), Vec::new());
        for setting in SETTINGS {
            let found = match options.get(setting.key) {
                Some(texts) => Ok(Some(Value { texts: texts.clone(), origin: Origin::Option(setting.option) })),
                None => of_environment(setting, environment),
            };
            let value = match found {
                Ok(found) => found.or_else(|| file.get(setting.key).cloned()).or_else(|| of_default(setting)),
                Err(error) => {
                    errors.push(error);
                    continue;
                }
            };
            let Some(value) = value else { continue };
            errors.extend(value.texts.iter().filter_map(|text| mismatch(setting, text, &value.origin)));
            resolved.0.insert(setting.key, value);
        }
        if errors.is_empty() { Ok(resolved) } else { Err(errors) }
    }

    /// Returns the value of a setting.
    pub(crate) fn value(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// Returns the text of a setting, the first one of a list.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.value(key)?.texts.first().map(String::as_str)
    }

    /// Returns the texts of a list.
    pub(crate) fn texts(&self, key: &str) -> &[String] {
        self.value(key).map_or(&[], |value| &value.texts)
    }

    /// Returns a number, or 0 if the setting has none. An invalid number is already reported.
    pub(crate) fn number(&self, key: &str) -> u64 {
        self.text(key).and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// Returns a path. In the file it is relative to the file's folder. `credential:NAME` is a
    /// credential of systemd.
    pub(crate) fn path(&self, key: &str, credentials: Option<&Path>) -> Option<PathBuf> {
        let value = self.value(key)?;
        let text = value.texts.first()?;
        if let Some(name) = text.strip_prefix("credential:") {
            return Some(credentials.unwrap_or(Path::new("/run/credentials")).join(name));
        }
        match &value.origin {
            Origin::File(file, _) => Some(file.parent().unwrap_or(Path::new("")).join(text)),
            _ => Some(text.into()),
        }
    }
}

fn of_environment(
    setting: &Setting,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Value>, InputError> {
    let in_file = format!("{}_FILE", setting.variable);
    let (text, name) = match (environment(setting.variable), environment(&in_file)) {
        (Some(text), _) => (text, setting.variable.to_owned()),
        (None, None) => return Ok(None),
        // The setting itself is a path, so the file is named and not read.
        (None, Some(path)) if matches!(setting.kind, Kind::Path) => (path, in_file),
        (None, Some(path)) => match std::fs::read_to_string(&path) {
            Ok(text) => (text.trim_end().to_owned(), in_file),
            Err(error) => {
                let message = format!("{in_file}: cannot read `{path}`: {error}");
                return Err(InputError { message, help: Some("name a file that holds the value".into()) });
            }
        },
    };
    let texts = match setting.kind {
        Kind::List => text.split([',', ' ', '\n']).filter(|part| !part.is_empty()).map(str::to_owned).collect(),
        _ => vec![text],
    };
    Ok(Some(Value { texts, origin: Origin::Variable(name) }))
}

fn of_default(setting: &Setting) -> Option<Value> {
    let default = setting.default?;
    Some(Value { texts: vec![default.to_owned()], origin: Origin::Default })
}
