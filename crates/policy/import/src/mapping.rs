use crate::column_role::Role;
use crate::plain_words::key;
use crate::status_words::Effect;
use crate::toml_string::quoted;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Roles of columns and effects of statuses, as a person stated them. They override what headings
/// and statuses say themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The organisation.
    pub organisation: Option<String>,
    /// The title of the list.
    pub title: Option<String>,
    /// Columns, by their headings in plain words.
    columns: BTreeMap<String, (String, Role)>,
    /// Statuses, in plain words.
    statuses: BTreeMap<String, (String, Effect)>,
    /// Columns and statuses without an explanation so far.
    open: (Vec<String>, Vec<String>),
}

/// An error in a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadMapping {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

impl Mapping {
    /// Sets the role of a column.
    pub fn column(&mut self, heading: &str, role: Role) {
        self.columns.insert(key(heading), (heading.to_owned(), role));
    }

    /// Sets the effect of a status.
    pub fn status(&mut self, status: &str, effect: Effect) {
        self.statuses.insert(key(status), (status.to_owned(), effect));
    }

    /// Notes the columns and statuses without an explanation so far.
    pub(crate) fn leave_open(&mut self, columns: Vec<String>, statuses: Vec<String>) {
        self.open = (columns, statuses);
    }

    /// Returns the stated role of a column.
    pub fn of_column(&self, heading: &str) -> Option<Role> {
        self.columns.get(&key(heading)).map(|(_, role)| *role)
    }

    /// Returns the stated effect of a status.
    pub fn of_status(&self, status: &str) -> Option<Effect> {
        let key = key(status);
        self.statuses.get(&key).filter(|_| !key.is_empty()).map(|(_, effect)| *effect)
    }

    /// Reads a mapping, a TOML document.
    ///
    /// # Errors
    /// Returns all errors in it.
    pub fn parse(text: &str) -> Result<Self, Vec<BadMapping>> {
        let (document, errors) = DeTable::parse_recoverable(text);
        let line = |at: usize| text.get(..at).unwrap_or(text).matches('\n').count() + 1;
        let mut bad: Vec<BadMapping> = Vec::new();
        for error in &errors {
            let at = error.span().map_or(1, |span| line(span.start));
            bad.push(BadMapping {
                line: at,
                message: error.message().replace('\n', ", "),
                help: "see to its TOML".into(),
            });
        }
        let mut mapping = Self::default();
        for (key, value) in document.get_ref() {
            let at = line(key.span().start);
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("organisation", DeValue::String(name)) => mapping.organisation = Some(name.to_string()),
                ("title", DeValue::String(title)) => mapping.title = Some(title.to_string()),
                ("columns", DeValue::Table(rows)) => {
                    for (heading, role) in rows {
                        let said = role.get_ref().as_str().unwrap_or_default();
                        match Role::parse(said) {
                            Some(role) => mapping.column(heading.get_ref(), role),
                            None => bad.push(BadMapping {
                                line: line(role.span().start),
                                message: format!("unknown column role `{said}`"),
                                help: format!("columns are {}", roles()),
                            }),
                        }
                    }
                }
                ("statuses", DeValue::Table(rows)) => {
                    for (status, effect) in rows {
                        let said = effect.get_ref().as_str().unwrap_or_default();
                        match Effect::parse(said) {
                            Some(effect) => mapping.status(status.get_ref(), effect),
                            None => bad.push(BadMapping {
                                line: line(effect.span().start),
                                message: format!("a status does not come to `{said}`"),
                                help: "write `allowed`, `ask-first` or `not-allowed`".into(),
                            }),
                        }
                    }
                }
                (other, _) => bad.push(BadMapping {
                    line: at,
                    message: format!("`{other}` is not known here, or has another form"),
                    help: "a mapping has `organisation`, `title`, `[columns]` and `[statuses]`".into(),
                }),
            }
        }
        if bad.is_empty() { Ok(mapping) } else { Err(bad) }
    }

    /// Returns the mapping as a document that [`parse`](Self::parse) reads.
    pub fn write(&self) -> String {
        let mut text = String::from("# How the list was understood: change it, and import the list again.\n");
        for (key, value) in [("organisation", &self.organisation), ("title", &self.title)] {
            if let Some(value) = value {
                text.extend([key, " = ", &quoted(value), "\n"]);
            }
        }
        text.push_str(&format!("\n# What each column is: {}.\n[columns]\n", roles()));
        for (heading, role) in self.columns.values() {
            text.extend([&quoted(heading), " = ", &quoted(role.as_str()), "\n"]);
        }
        for heading in &self.open.0 {
            text.extend(["# ", &quoted(heading), " = \"note\"\n"]);
        }
        text.push_str("\n# What each status comes to: allowed, ask-first or not-allowed.\n[statuses]\n");
        for (status, effect) in self.statuses.values() {
            text.extend([&quoted(status), " = ", &quoted(effect.as_str()), "\n"]);
        }
        for status in &self.open.1 {
            text.extend(["# ", &quoted(status), " = \"ask-first\"\n"]);
        }
        text
    }
}

/// Returns the names of roles, in a sentence.
pub fn roles() -> String {
    Role::ALL.iter().map(|(_, name, _)| *name).collect::<Vec<_>>().join(", ")
}
