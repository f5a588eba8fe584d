//! Prints diagnostics for people, with the lines that they concern, and for machines.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use countersign_model::Span;
use countersign_pack::{Diagnostic, Severity, SourceMap};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The maximum number of warnings or notes of one kind that are shown in full.
const SHOWN: usize = 3;

/// Diagnostics of one kind: those to show in full, and the number of others.
pub struct KindOfDiagnostic<'a> {
    shown: Vec<&'a Diagnostic>,
    more: usize,
}

/// Returns each diagnostic as a separate group.
pub fn one_by_one(diagnostics: &[Diagnostic]) -> Vec<KindOfDiagnostic<'_>> {
    diagnostics.iter().map(|one| KindOfDiagnostic { shown: vec![one], more: 0 }).collect()
}

/// Groups diagnostics by kind, in the order of the first of each. Shows all errors, but only the
/// first few warnings or notes of one kind.
pub fn groups(diagnostics: &[Diagnostic]) -> Vec<KindOfDiagnostic<'_>> {
    let mut groups: Vec<KindOfDiagnostic<'_>> = Vec::new();
    let mut index: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for one in diagnostics {
        let known = index.get(&(one.severity, one.code)).and_then(|at| groups.get_mut(*at));
        match known.filter(|_| !one.is_error()) {
            Some(group) if group.shown.len() < SHOWN => group.shown.push(one),
            Some(group) => group.more += 1,
            None => {
                index.insert((one.severity, one.code), groups.len());
                groups.push(KindOfDiagnostic { shown: vec![one], more: 0 });
            }
        }
    }
    groups
}

/// Prints diagnostics by kind, with a line about those that are not shown.
pub fn grouped(out: &mut dyn Write, groups: &[KindOfDiagnostic<'_>], files: &SourceMap) -> io::Result<()> {
    for group in groups {
        text(out, group.shown.iter().copied(), files)?;
        if let (more @ 1.., Some(first)) = (group.more, group.shown.first()) {
            let word = severity(first.severity);
            let plural = if more == 1 { "" } else { "s" };
            writeln!(
                out,
                "… and {} more {word}{plural} of the kind `{}`: `--all` shows each\n",
                countersign_decide::thousands(&more.to_string()),
                first.code
            )?;
        }
    }
    Ok(())
}

/// Prints diagnostics, each with its text underlined.
pub fn text<'a>(
    out: &mut dyn Write,
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    files: &SourceMap,
) -> io::Result<()> {
    let renderer = Renderer::styled();
    for diagnostic in diagnostics {
        let level = level(diagnostic.severity);
        let title = level.primary_title(&diagnostic.message).id(diagnostic.code);
        let mut elements: Vec<Element<'_>> = Vec::new();
        if let Some(at) = diagnostic.at {
            elements.push(snippet(files, at, AnnotationKind::Primary, &diagnostic.label).into());
        }
        for (span, label) in &diagnostic.also {
            elements.push(snippet(files, *span, AnnotationKind::Context, label).into());
        }
        if let Some(help) = &diagnostic.help {
            elements.push(Level::HELP.message(help).into());
        }
        let group = if elements.is_empty() { Group::with_title(title) } else { title.elements(elements) };
        writeln!(out, "{}\n", renderer.render(&[group]))?;
    }
    Ok(())
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn snippet<'a>(
    files: &'a SourceMap,
    at: Span,
    kind: AnnotationKind,
    label: &'a str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = files.text(at.file);
    let start = floor(text, at.start);
    let end = floor(text, at.end).max(start);
    let annotation = kind.span(start..end);
    let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
    Snippet::source(text).path(files.path(at.file)).annotation(annotation)
}

/// Returns the nearest character boundary at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// Returns diagnostics as JSON.
pub fn json(diagnostics: &[Diagnostic], files: &SourceMap) -> Value {
    let place = |span: Span| {
        let position = files.position(span);
        json!({ "file": files.path(span.file), "line": position.line, "column": position.column, "start": span.start, "end": span.end })
    };
    let one = |diagnostic: &Diagnostic| {
        json!({
            "severity": severity(diagnostic.severity),
            "code": diagnostic.code,
            "message": diagnostic.message,
            "at": diagnostic.at.map(place),
            "also": diagnostic.also.iter().map(|(span, label)| json!({ "at": place(*span), "label": label })).collect::<Vec<_>>(),
            "help": diagnostic.help,
        })
    };
    diagnostics.iter().map(one).collect()
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Returns the number of diagnostics, in one line.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let told = |count: usize, word: &str| match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    };
    let parts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .into_iter()
        .filter(|(severity, _)| count(*severity) > 0)
        .map(|(severity, word)| told(count(severity), word))
        .collect();
    if parts.is_empty() { "no faults".to_owned() } else { parts.join(", ") }
}
