//! The parts of one rule: its head, its id and the values of its annotations.

use super::node::tidy;
use super::reader::Reader;
use super::validate::Reference;
use crate::Diagnostic;
use crate::format::RefTarget;
use crate::rule_outline::{Annotation, RuleText};
use countersign_model::{Action, Effect, FileId, Id, Span, Text};
use jiff::civil::Date;
use std::ops::Range;

/// Returns the span that represents a rule: its id, or its first word.
pub(super) fn head(found: &RuleText) -> Range<usize> {
    let id = found.annotations.iter().find(|annotation| annotation.key == "id").map(|id| id.value_span.clone());
    id.or(found.effect.as_ref().map(|(_, span)| span.clone())).unwrap_or(found.span.start..found.span.start + 1)
}

/// Reads the parts of one rule, and reports what is wrong with them.
pub(super) struct RuleReader<'r, 'a, 'f> {
    pub(super) reader: &'r mut Reader<'a>,
    pub(super) file: FileId,
    pub(super) found: &'f RuleText,
}

impl<'f> RuleReader<'_, '_, 'f> {
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    pub(super) fn fault(&mut self, code: &'static str, at: &Range<usize>, message: String, help: impl Into<String>) {
        let fault = Diagnostic::error(code, self.span(at), message).help(help);
        self.reader.faults.push(fault);
    }

    pub(super) fn get(&self, key: &str) -> Option<&'f Annotation> {
        self.found.annotations.iter().find(|annotation| annotation.key == key)
    }

    /// Returns the sentence for one verdict, with an id made of the rule's id and the verdict.
    pub(super) fn text_of(&self, id: &Id, verdict: &str) -> Option<Text> {
        let own = self.get(&format!("text_{verdict}"))?;
        Some(Text::new(format!("rule.{id}.{}", verdict.replace('_', "-")), tidy(&own.value)))
    }

    pub(super) fn effect(&mut self) -> Option<Effect> {
        match &self.found.effect {
            Some((word, _)) if word == "permit" => Some(Effect::Permit),
            Some((word, _)) if word == "forbid" => Some(Effect::Forbid),
            // A reported mistake hides the rest of the rule.
            _ if self.found.broken => None,
            other => {
                let at = other.as_ref().map_or(head(self.found), |(_, span)| span.clone());
                let help = "a rule is `@id(\"…\") @text(\"…\") permit (principal, action == Action::\"use\", resource) when { … };`";
                self.fault("not-a-rule", &at, "expected `permit` or `forbid` here".into(), help);
                None
            }
        }
    }

    pub(super) fn action(&mut self) -> Option<Action> {
        match &self.found.action {
            Some((name, _)) if name == "use" => Some(Action::Use),
            Some((name, _)) if name == "advise" => Some(Action::Advise),
            Some((name, span)) => {
                self.fault(
                    "unknown-action",
                    span,
                    format!("`{name}` is no action"),
                    "the actions are `use` and `advise`",
                );
                None
            }
            None if self.found.broken => None,
            None => {
                let help = "write `action == Action::\"use\"` (may it be used?) or `action == Action::\"advise\"` (on what conditions) in its head";
                self.fault(
                    "no-action",
                    &head(self.found),
                    "this rule does not say which action it is about".into(),
                    help,
                );
                None
            }
        }
    }

    /// Returns the id. Without a valid one, reports that and returns a stand-in, so that the other
    /// errors of the rule are reported at once.
    pub(super) fn id(&mut self) -> Option<Id> {
        let Some(annotation) = self.get("id") else {
            self.fault(
                "missing-id",
                &head(self.found),
                "this rule has no id".into(),
                "begin it with `@id(\"what-it-says\")`",
            );
            return self.stand_in();
        };
        match Id::parse(&annotation.value) {
            Ok(id) => Some(id),
            Err(bad) => {
                self.fault(
                    "bad-id",
                    &annotation.value_span,
                    format!("`{}` is no id", annotation.value),
                    bad.to_string(),
                );
                self.stand_in()
            }
        }
    }

    /// Returns an id that no author gives, from the place of the rule.
    fn stand_in(&self) -> Option<Id> {
        let at = self.span(&self.found.span);
        Id::slug(&format!("rule at byte {} of file {}", at.start, at.file.0))
    }

    pub(super) fn word<T, const N: usize>(
        &mut self,
        key: &str,
        parse: impl Fn(&str) -> Option<T>,
        known: [&str; N],
    ) -> Option<T> {
        let annotation = self.get(key)?;
        let word = parse(&annotation.value);
        if word.is_none() {
            let list = known.map(|word| format!("`{word}`")).join(", ");
            let message = format!("`{}` is not known here", annotation.value);
            self.fault("unknown-word", &annotation.value_span, message, format!("`@{key}` takes one of {list}"));
        }
        word
    }

    /// Returns the first and the last day, as far as the rule states them.
    pub(super) fn days(&mut self) -> (Option<Date>, Option<Date>) {
        let [from, until] = ["from", "until"].map(|key| {
            let annotation = self.get(key)?;
            let day = Some(&annotation.value).filter(|text| text.len() == 10).and_then(|text| text.parse().ok());
            if day.is_none() {
                let message = format!("`{}` is not a day", annotation.value.escape_debug());
                self.fault(
                    "wrong-form",
                    &annotation.value_span,
                    message,
                    format!("write it as in `@{key}(\"2026-03-31\")`"),
                );
            }
            day
        });
        if let (Some(first), Some(last), Some(annotation)) = (from, until, self.get("until"))
            && last < first
        {
            let message = "the last day is before the first".to_owned();
            self.fault("backwards", &annotation.value_span, message, "both days are inclusive");
        }
        (from, until)
    }

    /// Returns the ids of an annotation, and records them as references to look up.
    pub(super) fn refs(&mut self, key: &str, to: RefTarget) -> Vec<Id> {
        let Some(annotation) = self.get(key) else { return Vec::new() };
        let mut ids = Vec::new();
        for word in annotation.value.split(',').map(str::trim) {
            match Id::parse(word) {
                Ok(id) => {
                    let span = self.span(&annotation.value_span);
                    self.reader.references.push(Reference { to, id: id.clone(), span });
                    ids.push(id);
                }
                Err(bad) => self.fault("bad-id", &annotation.value_span, format!("`{word}` is no id"), bad.to_string()),
            }
        }
        ids
    }
}
