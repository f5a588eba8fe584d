use crate::check::Check;
use countersign_decide::messages;
use countersign_pack::{Diagnostic, sentences};
use std::collections::BTreeSet;

/// Translations of sentences that the pack does not have.
pub(crate) const CHECK: Check = Check {
    name: "unknown-text",
    doc: "A translation is for a sentence that the pack does not have.",
    run: |subject| {
        let known: BTreeSet<&str> = sentences(subject.compiled.pack())
            .into_iter()
            .map(|text| text.id.as_str())
            .chain(messages().map(|(id, _)| id))
            .collect();
        let strays = subject.translated.iter().filter(|(id, _)| !known.contains(id.as_str()));
        strays
            .map(|(id, span)| {
                let warning = Diagnostic::warning("unknown-text", *span, format!("no sentence has the id `{id}`"));
                let warning = warning.nearest(id, known.iter().copied());
                if warning.help.is_some() { warning } else { warning.help("`countersign texts` lists the ids") }
            })
            .collect()
    },
};
