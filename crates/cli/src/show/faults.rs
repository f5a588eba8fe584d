use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use countersign_model::Span;
use countersign_pack::{Diagnostic, Files, Severity};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Prints diagnostics, each with its text underlined.
pub(crate) fn text(out: &mut dyn Write, diagnostics: &[Diagnostic], files: &Files) -> io::Result<()> {
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
    files: &'a Files,
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

/// The nearest boundary of a character at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// Diagnostics for machines.
pub(crate) fn json(diagnostics: &[Diagnostic], files: &Files) -> Value {
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

/// How many there are, in a line.
pub(crate) fn summary(diagnostics: &[Diagnostic]) -> String {
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
