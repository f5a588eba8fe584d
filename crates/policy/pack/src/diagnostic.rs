use countersign_model::Span;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack cannot be used.
    Error,
    /// The pack can be used, and something is likely wrong.
    Warning,
    /// Something to know.
    Note,
}

/// Something to say about a pack: what, where, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// A short stable name of what it is about, as in `unknown-key`.
    pub code: &'static str,
    /// What is wrong, in a sentence: lower case, what was written in backticks.
    pub message: String,
    /// Where.
    pub at: Option<Span>,
    /// What to read beside the underlined text.
    pub label: String,
    /// Further places that belong to it, each with a word on it.
    pub also: Vec<(Span, String)>,
    /// The way out.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A fault: the pack cannot be used.
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

    /// A warning.
    pub fn warning(code: &'static str, at: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, at, message) }
    }

    /// A note.
    pub fn note(code: &'static str, at: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, at, message) }
    }

    /// The same without a place.
    pub fn nowhere(mut self) -> Self {
        self.at = None;
        self
    }

    /// The same with a word beside the underlined text.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with the way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with "did you mean …", where some known word is near.
    pub fn nearest<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match crate::nearest(word, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// The same with a further place.
    pub fn also(mut self, at: Span, word: impl Into<String>) -> Self {
        self.also.push((at, word.into()));
        self
    }

    /// Whether it keeps the pack from being used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
