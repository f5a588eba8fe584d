//! The annotations of rules, and the checks that a rule has those that fit it.

use super::rule_reader::{RuleReader, head};
use crate::Diagnostic;
use countersign_model::Action;

/// The annotations of a rule, with their descriptions.
pub const ANNOTATIONS: &[(&str, &str)] = &[
    ("id", "The rule's id, unique in the pack."),
    ("kind", "The kind of reason it gives: `permitted` or `forbidden` unless given; on `use` only."),
    ("text", "The sentence that people read."),
    ("text_allowed", "What people read instead where the tool is allowed; on `use` only."),
    ("text_ask", "What people read instead where they have to ask first; on `use` only."),
    ("text_not_allowed", "What people read instead where the tool is not allowed; on `use` only."),
    ("source", "The sources it rests on, parted by commas."),
    ("strength", "How a condition binds: `must`, `must-not`, `should` or `avoid`; on `advise` only."),
    ("ask", "Whom to ask about it: contacts, parted by commas."),
    ("checklist", "Checklists to work through: their ids, parted by commas."),
    ("duty", "The duty it lays on; on `advise` only."),
    ("from", "The first day on which it holds, as in `2026-03-31`: that of its earliest source unless given."),
    ("until", "The last day on which it holds."),
    ("overridable", "`yes` where a pack that extends this one may replace the rule."),
];

impl RuleReader<'_, '_, '_> {
    /// Reports annotations that are unknown or stand twice.
    pub(super) fn check_annotations(&mut self) {
        let found = self.found;
        for (place, annotation) in found.annotations.iter().enumerate() {
            if !ANNOTATIONS.iter().any(|(key, _)| *key == annotation.key) {
                let at = self.span(&annotation.key_span);
                let fault =
                    Diagnostic::error("unknown-annotation", at, format!("unknown annotation `@{}`", annotation.key));
                let known = ANNOTATIONS.iter().map(|(key, _)| *key);
                let fault = match crate::nearest(&annotation.key, known.clone()) {
                    Some(near) => fault.help(format!("did you mean `@{near}`?")),
                    None => fault,
                };
                let list: Vec<String> = known.map(|key| format!("`@{key}`")).collect();
                let fault =
                    if fault.help.is_some() { fault } else { fault.help(format!("known are {}", list.join(", "))) };
                self.reader.faults.push(fault);
            }
            if found.annotations.iter().take(place).any(|earlier| earlier.key == annotation.key) {
                self.fault(
                    "declared-twice",
                    &annotation.key_span,
                    format!("`@{}` stands twice", annotation.key),
                    "keep one",
                );
            }
        }
    }

    /// Reports a `@kind` that does not fit the rule.
    fn check_kind(&mut self, action: Action) {
        let Some(annotation) = self.get("kind") else { return };
        let permits = self.found.effect.as_ref().is_some_and(|(word, _)| word == "permit");
        let fits = match annotation.value.as_str() {
            "permitted" | "out-of-scope" => permits,
            "banned" | "forbidden" | "unavailable" => !permits,
            _ => true,
        };
        if action == Action::Advise {
            let help = "leave it out; `@strength` says how advice binds";
            self.fault("misplaced-annotation", &annotation.key_span, "`@kind` belongs to rules on `use`".into(), help);
        } else if !fits {
            let effect = if permits { "permit" } else { "forbid" };
            let message = format!("a {effect} gives no reason of the kind `{}`", annotation.value);
            let help = "permits give `permitted`, `out-of-scope`, `needs-approval` or `unlisted`; forbids `forbidden`, `banned`, `unavailable` or `needs-approval`";
            self.fault("misplaced-annotation", &annotation.value_span, message, help);
        }
    }

    /// Reports sentences for one verdict that do not fit. Advice has no verdict, and no permit
    /// leads to *not allowed*.
    fn check_texts(&mut self, action: Action) {
        let permits = self.found.effect.as_ref().is_some_and(|(word, _)| word == "permit");
        for key in ["text_allowed", "text_ask", "text_not_allowed"] {
            let Some(annotation) = self.get(key) else { continue };
            let (message, help) = match (action, permits, key) {
                (Action::Advise, ..) => (format!("`@{key}` belongs to rules on `use`"), "leave it out"),
                (_, true, "text_not_allowed") => ("a permit never leads to not allowed".to_owned(), "leave it out"),
                (_, false, "text_allowed") => ("a forbid never leads to allowed".to_owned(), "leave it out"),
                _ => continue,
            };
            self.fault("misplaced-annotation", &annotation.key_span, message, help);
        }
    }

    /// Reports annotations that do not fit the rule's action.
    pub(super) fn check_fit(&mut self, action: Action, text: bool, strength: bool, duty: bool, checklist: bool) {
        let at = head(self.found);
        self.check_kind(action);
        self.check_texts(action);
        match action {
            Action::Use if strength || duty => {
                self.fault(
                    "misplaced-annotation",
                    &at,
                    "`@strength` and `@duty` belong to rules on `advise`".into(),
                    "remove it, or state the advice in a rule of its own",
                );
            }
            Action::Use if !text => self.fault(
                "missing-text",
                &at,
                "this rule does not say why".into(),
                "add `@text(\"…\")`: people read it as the reason",
            ),
            Action::Advise if text && !strength => {
                self.fault(
                    "missing-strength",
                    &at,
                    "this condition does not say how it binds".into(),
                    "add `@strength(\"must\")`, `must-not`, `should` or `avoid`",
                );
            }
            Action::Advise if !text && !duty && !checklist => {
                self.fault(
                    "missing-text",
                    &at,
                    "this rule advises nothing".into(),
                    "add `@text` and `@strength`, a `@duty` or a `@checklist`",
                );
            }
            _ => {}
        }
        if action == Action::Advise && self.found.effect.as_ref().is_some_and(|(word, _)| word == "forbid") {
            self.fault(
                "forbid-on-advise",
                &at,
                "a rule on `advise` is a permit".into(),
                "advice is given by permits; what it advises against is a condition of strength `must-not` or `avoid`",
            );
        }
    }
}
