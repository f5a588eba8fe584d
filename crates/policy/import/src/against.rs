//! Words of a row against its status.

use crate::column_role::Role;
use crate::entry::Entry;
use crate::remark::{self, Audience, Context, Finding, Meaning};
use crate::status::Words;
use crate::status_words::Effect;
use crate::table::one_line;
use crate::text::Text;

impl Finding {
    /// Returns true if it limits the use of a tool in any way that the user cannot take care of.
    pub(crate) fn limits(&self) -> bool {
        !matches!(self.meaning, Meaning::Nothing | Meaning::Condition)
    }

    /// Returns true if it says that people may not use the tool.
    pub(crate) fn is_no(&self) -> bool {
        self.meaning == Meaning::No
    }
}

impl Entry {
    /// Applies a remark: limits, conditions, and words that withdraw the status. Returns the
    /// clauses that only describe.
    pub(crate) fn remark(&mut self, column: u32, text: &str, context: Context, label: &str) -> Vec<Text> {
        let mut rest = Vec::new();
        for finding in remark::read(text, context).iter() {
            let told = || match label.is_empty() {
                true => finding.text.clone(),
                false => format!("{label}: {}", finding.text).into(),
            };
            match finding.meaning {
                Meaning::Nothing => rest.push(finding.text.clone()),
                Meaning::Condition => self.add_condition(column, finding.strength, &told()),
                Meaning::Limit(information) => {
                    let narrowest = self.information.map_or(information, |(_, known)| known.min(information));
                    self.information = Some((column, narrowest));
                    self.count(column, finding.strength, told(), true);
                }
                Meaning::For(audience) => {
                    self.narrow(column, audience);
                    self.count(column, finding.strength, told(), true);
                }
                Meaning::No => {
                    self.words = Words::TakeBack;
                    self.count(column, finding.strength, told(), true);
                }
                Meaning::Unclear => {
                    self.unclear();
                    self.count(column, finding.strength, told(), false);
                }
            }
        }
        rest
    }

    /// Applies a remark beside the name. Clauses that only describe become notes about the tool.
    pub(crate) fn beside(&mut self, column: u32, text: &str) {
        let rest = self.remark(column, text, Context::Remark, "");
        if !rest.is_empty() {
            let joined = rest.iter().map(Text::as_str).collect::<Vec<_>>().join(", ");
            match &mut self.about {
                Some(about) => about.1.extend(["; ", &joined]),
                None => self.about = Some(Box::new((column, joined))),
            }
        }
    }

    /// Applies a line below the name, which may start with its subject.
    pub(crate) fn detail(&mut self, column: u32, line: &str) {
        let labelled = line.split_once(": ").map(|(label, text)| (Role::of_heading(label), text.trim()));
        match labelled {
            Some((Some(Role::Status), text)) => match Effect::of(text) {
                Some(Effect::Allowed) => {}
                Some(Effect::NotAllowed) => {
                    self.words = Words::TakeBack;
                    self.count(column, "must-not", line.into(), true);
                }
                Some(Effect::AskFirst) | None => {
                    self.unclear();
                    self.count(column, "must", line.into(), false);
                }
            },
            Some((Some(Role::Audience), text)) => self.audience(column, text, line),
            Some((Some(Role::Conditions), text)) => match remark::audience(text) {
                Some(_) => self.audience(column, text, line),
                None => {
                    let rest = self.remark(column, text, Context::Conditions, "");
                    if !rest.is_empty() {
                        self.notes.push((column, line.into(), false));
                    }
                }
            },
            Some((Some(Role::About | Role::Type), text)) => self.beside(column, text),
            _ => {
                let rest = self.remark(column, line, Context::Remark, "");
                if !rest.is_empty() {
                    self.notes.push((column, line.into(), true));
                }
            }
        }
    }

    /// Applies the audience of a tool. An audience that is not understood also limits it.
    pub(crate) fn audience(&mut self, column: u32, text: &str, told: &str) {
        let mut known: Option<Audience> = None;
        for sentence in text.split(['.', '\n', ';']).filter(|sentence| !sentence.trim().is_empty()) {
            let words = crate::plain_words::plain(sentence);
            let other = match known {
                Some(Audience::External) => words.starts_with("for internal"),
                Some(Audience::Internal) => words.starts_with("for external"),
                _ => false,
            };
            match remark::audience(sentence) {
                Some(audience) => {
                    known = Some(audience);
                    self.narrow(column, audience);
                }
                // "External meetings. For internal meetings, use another tool." has two audiences.
                None if other => {}
                None => {
                    self.unclear();
                    return self.count(column, "must", told.into(), false);
                }
            }
        }
        let line = one_line(&text.into());
        if remark::audience(&line).is_none() {
            self.add_condition(column, "must", &told.into());
        }
    }

    /// Applies a sign that the list does not explain. It may limit the use.
    pub(crate) fn unexplained(&mut self, column: u32, sign: &str) {
        self.unclear();
        let told = format!("The list marks it with {sign}, and does not say what that means.");
        self.count(column, "must", told.into(), false);
    }

    fn narrow(&mut self, column: u32, audience: Audience) {
        let narrowest = self.audience.map_or(audience, |(_, known)| known.min(audience));
        self.audience = Some((column, narrowest));
    }

    fn unclear(&mut self) {
        if self.words == Words::Agree {
            self.words = Words::Limit;
        }
    }

    /// Keeps words against the status, and whether they were understood.
    pub(crate) fn count(&mut self, column: u32, strength: &'static str, text: Text, understood: bool) {
        self.add_condition(column, strength, &text);
        self.against.push((text, understood));
    }

    /// Keeps words as a condition, so that they appear in every answer.
    pub(crate) fn add_condition(&mut self, column: u32, strength: &'static str, text: &Text) {
        // A condition must not contain line feeds and control characters.
        let text = one_line(text);
        if self.conditions.iter().all(|(_, _, known)| *known != text) {
            self.conditions.push((column, strength, text));
        }
    }
}
