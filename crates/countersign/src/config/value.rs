use super::settings::{Kind, Setting};
use countersign_decide::InputError;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// The origin of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Option(&'static str),
    Variable(String),
    File(PathBuf, usize),
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(option) => f.write_str(option),
            Self::Variable(name) => f.write_str(name),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// An unchecked value as text: one text, or those of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) texts: Vec<String>,
    pub(crate) origin: Origin,
}

/// Returns why a text is not a valid value of a setting. `None` if it is valid.
pub(super) fn mismatch(setting: &Setting, text: &str, origin: &Origin) -> Option<InputError> {
    let expected = match &setting.kind {
        Kind::Number { least, most } if !text.parse().is_ok_and(|number: u64| (*least..=*most).contains(&number)) => {
            format!("a number from {least} to {most}")
        }
        Kind::Choice(known) if !known.contains(&text) => format!("one of {}", known.join(", ")),
        Kind::Text | Kind::Path | Kind::List if text.trim().is_empty() => "a value that is not empty".to_owned(),
        _ => return None,
    };
    let message =
        format!("{origin}: invalid value for `{}`: `{}`; expected {expected}", setting.key, text.escape_debug());
    Some(InputError { message, help: Some(setting.doc.to_owned()) })
}

/// The values of a file, by key.
pub(crate) type FileValues = BTreeMap<&'static str, Value>;
