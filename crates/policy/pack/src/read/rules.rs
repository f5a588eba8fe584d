//! Reads the rules of a pack.

use super::mixed_scripts;
use super::node::tidy;
use super::reader::Reader;
use super::rule_reader::{RuleReader, head};
use crate::Diagnostic;
use crate::format::RefTarget;
use crate::rule_outline::{RuleText, scan};
use countersign_model::{Effect, FileId, Origin, ReasonKind, Rule, Span, Strength, Text, TextByVerdict};

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
    let mut rule = RuleReader { reader, file, found };
    let action = rule.action()?;
    let effect = rule.effect()?;
    rule.check_annotations();
    let id = rule.id()?;
    let default = if effect == Effect::Permit { ReasonKind::Permitted } else { ReasonKind::Forbidden };
    let kind = rule.word("kind", ReasonKind::parse, ReasonKind::ALL.map(ReasonKind::as_str)).unwrap_or(default);
    let strength = rule.word("strength", Strength::parse, Strength::ALL.map(Strength::as_str));
    let sources = rule.refs("source", RefTarget::Source);
    let ask = rule.refs("ask", RefTarget::Contact);
    let checklists = rule.refs("checklist", RefTarget::Checklist);
    let duty = rule.refs("duty", RefTarget::Duty).into_iter().next();
    let overridable = rule.word("overridable", |word| (word == "yes").then_some(()), ["yes"]).is_some();
    let (from, until) = rule.days();
    let from = from.or_else(|| rule.reader.pack.first_day_of(&sources));
    let says = rule.get("text").map(|text| Text::new(format!("rule.{id}"), tidy(&text.value)));
    let texts = TextByVerdict {
        allowed: rule.text_of(&id, "allowed"),
        ask: rule.text_of(&id, "ask"),
        not_allowed: rule.text_of(&id, "not_allowed"),
    };
    rule.check_fit(action, says.is_some(), strength.is_some(), duty.is_some(), !checklists.is_empty());
    let layer = rule.reader.layer;
    Some(Rule {
        span: rule.span(&head(found)),
        body: rule.span(&found.span),
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
