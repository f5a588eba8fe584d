use countersign_model::Span;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack cannot be used.
    Error,
    /// The pack can be used, and something is likely wrong.
    Warning,
    /// Good to know.
    Note,
}

/// An error, warning or note about a pack, with its place and how to fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its severity.
    pub severity: Severity,
    /// A short stable name for the kind of problem, as in `unknown-key`.
    pub code: &'static str,
    /// What is wrong, in a sentence: lower case, with the author's words in backticks.
    pub message: String,
    /// Its place, if it has one.
    pub at: Option<Span>,
    /// The text beside the underlined words.
    pub label: String,
    /// Further places that belong to it, each with a remark.
    pub also: Vec<(Span, String)>,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates an error: the pack cannot be used.
    pub fn error(code: &'static str, at: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            at: Some(at),
            label: String::new(),
            also: Vec::new(),
            help: None,
        }
    }

    /// Creates a warning.
    pub fn warning(code: &'static str, at: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, at, message) }
    }

    /// Creates a note.
    pub fn note(code: &'static str, at: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, at, message) }
    }

    /// Removes the place.
    pub fn nowhere(mut self) -> Self {
        self.at = None;
        self
    }

    /// Sets the text beside the underlined words.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets the help: how to fix it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the help to "did you mean …", if some known word is near.
    pub fn nearest<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match crate::nearest(word, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Adds a further place.
    pub fn also(mut self, at: Span, word: impl Into<String>) -> Self {
        self.also.push((at, word.into()));
        self
    }

    /// Returns true if it is an error, so that the pack cannot be used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
