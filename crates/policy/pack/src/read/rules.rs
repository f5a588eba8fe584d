use super::mixed_scripts;
use super::node::tidy;
use super::reader::Reader;
use super::validate::Reference;
use crate::Diagnostic;
use crate::format::RefTarget;
use crate::rule_outline::{Annotation, RuleText, scan};
use countersign_model::{Action, Effect, FileId, Id, Origin, ReasonKind, Rule, Span, Strength, Text, TextByVerdict};
use jiff::civil::Date;
use std::ops::Range;

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

/// Reads the rules of a file of Cedar text.
pub(super) fn rules(reader: &mut Reader<'_>, file: FileId, text: &str) {
    let (found, faults) = scan(text);
    for fault in faults {
        let at = Span::new(file, fault.span.start, fault.span.end);
        reader.faults.push(Diagnostic::error(fault.code, at, fault.message).help(fault.help));
    }
    for found in found {
        reader.faults.extend(mixed_scripts::in_rule(&found, file, text));
        if let Some(rule) = rule(reader, file, text, &found).filter(|_| !found.broken) {
            add(reader, rule);
        }
    }
}

fn add(reader: &mut Reader<'_>, rule: Rule) {
    let rules = &mut reader.pack.rules;
    let Some(first) = rules.get(rule.id.as_str()) else {
        drop(rules.insert(rule));
        return;
    };
    if first.layer < rule.layer && first.overridable {
        rules.replace(rule);
        return;
    }
    let fault = Diagnostic::error("declared-twice", rule.span, format!("the rule `{}` is declared twice", rule.id));
    let help = if first.layer < rule.layer {
        "a parent's rule can be replaced only where it is marked `@overridable(\"yes\")`; choose another id"
    } else {
        "choose another id"
    };
    reader.faults.push(fault.also(first.span, "first declared here").help(help));
}

fn rule(reader: &mut Reader<'_>, file: FileId, text: &str, found: &RuleText) -> Option<Rule> {
    let mut notes = Notes { reader, file, found };
    let action = notes.action()?;
    let effect = notes.effect()?;
    notes.unknown_and_doubled();
    let id = notes.id()?;
    let default = if effect == Effect::Permit { ReasonKind::Permitted } else { ReasonKind::Forbidden };
    let kind = notes.word("kind", ReasonKind::parse, ReasonKind::ALL.map(ReasonKind::as_str)).unwrap_or(default);
    let strength = notes.word("strength", Strength::parse, Strength::ALL.map(Strength::as_str));
    let sources = notes.refs("source", RefTarget::Source);
    let ask = notes.refs("ask", RefTarget::Contact);
    let checklists = notes.refs("checklist", RefTarget::Checklist);
    let duty = notes.refs("duty", RefTarget::Duty).into_iter().next();
    let overridable = notes.word("overridable", |word| (word == "yes").then_some(()), ["yes"]).is_some();
    let (from, until) = notes.days();
    let from = from.or_else(|| notes.reader.pack.first_day_of(&sources));
    let says = notes.get("text").map(|text| Text::new(format!("rule.{id}"), tidy(&text.value)));
    let texts = TextByVerdict {
        allowed: notes.text_of(&id, "allowed"),
        ask: notes.text_of(&id, "ask"),
        not_allowed: notes.text_of(&id, "not_allowed"),
    };
    notes.fitting(action, says.is_some(), strength.is_some(), duty.is_some(), !checklists.is_empty());
    let layer = notes.reader.layer;
    Some(Rule {
        span: notes.span(&head(found)),
        body: notes.span(&found.span),
        id,
        layer,
        effect,
        action,
        kind,
        text: says,
        texts,
        sources,
        strength,
        ask,
        checklists,
        duty,
        overridable,
        from,
        until,
        origin: Origin::Written,
        cedar: text.get(found.span.clone())?.to_owned(),
    })
}

/// Returns the span that represents a rule: its id, or its first word.
fn head(found: &RuleText) -> Range<usize> {
    let id = found.annotations.iter().find(|annotation| annotation.key == "id").map(|id| id.value_span.clone());
    id.or(found.effect.as_ref().map(|(_, span)| span.clone())).unwrap_or(found.span.start..found.span.start + 1)
}

struct Notes<'r, 'a, 'f> {
    reader: &'r mut Reader<'a>,
    file: FileId,
    found: &'f RuleText,
}

impl<'f> Notes<'_, '_, 'f> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    fn fault(&mut self, code: &'static str, at: &Range<usize>, message: String, help: impl Into<String>) {
        let fault = Diagnostic::error(code, self.span(at), message).help(help);
        self.reader.faults.push(fault);
    }

    fn get(&self, key: &str) -> Option<&'f Annotation> {
        self.found.annotations.iter().find(|annotation| annotation.key == key)
    }

    /// Returns the sentence for one verdict, with an id made of the rule's id and the verdict.
    fn text_of(&self, id: &Id, verdict: &str) -> Option<Text> {
        let own = self.get(&format!("text_{verdict}"))?;
        Some(Text::new(format!("rule.{id}.{}", verdict.replace('_', "-")), tidy(&own.value)))
    }

    fn effect(&mut self) -> Option<Effect> {
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

    fn action(&mut self) -> Option<Action> {
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

    fn unknown_and_doubled(&mut self) {
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

    fn id(&mut self) -> Option<Id> {
        let Some(annotation) = self.get("id") else {
            self.fault(
                "missing-id",
                &head(self.found),
                "this rule has no id".into(),
                "begin it with `@id(\"what-it-says\")`",
            );
            return None;
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
                None
            }
        }
    }

    fn word<T, const N: usize>(&mut self, key: &str, parse: impl Fn(&str) -> Option<T>, known: [&str; N]) -> Option<T> {
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
    fn days(&mut self) -> (Option<Date>, Option<Date>) {
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
    fn refs(&mut self, key: &str, to: RefTarget) -> Vec<Id> {
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

    /// Reports a `@kind` that does not fit the rule.
    fn fitting_kind(&mut self, action: Action) {
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
    fn fitting_texts(&mut self, action: Action) {
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
    fn fitting(&mut self, action: Action, text: bool, strength: bool, duty: bool, checklist: bool) {
        let at = head(self.found);
        self.fitting_kind(action);
        self.fitting_texts(action);
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
