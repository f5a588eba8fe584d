use crate::check::Check;
use countersign_model::{Disagreement, Pack};
use countersign_pack::Diagnostic;
use jiff::civil::Date;

/// Places where sources disagree, with which one wins and why.
pub(crate) const CHECK: Check = Check {
    name: "disagreement",
    doc: "Two sources say different things of a tool; the pack says which holds.",
    run: |subject| {
        found(subject.compiled.pack(), subject.at)
            .into_iter()
            .filter_map(|found| {
                let held = found.precedence?;
                let message = format!(
                    "{}: `{}` ({}) holds against `{}` ({})",
                    found.tool.name, found.winner.source, found.winner.grade, found.loser.source, found.loser.grade
                );
                let note = Diagnostic::note("disagreement", found.winner.span, message).label("this holds");
                Some(note.also(found.loser.span, "this gives way").help(held.why.text.clone()))
            })
            .collect()
    },
};

/// Places where sources disagree and the pack does not say which one wins.
pub(crate) const UNDECIDED: Check = Check {
    name: "undecided-disagreement",
    doc: "Two sources say different things of a tool, and the pack does not say which holds.",
    run: |subject| undecided(subject.compiled.pack(), subject.at),
};

/// Returns disagreements for which the pack has no precedence.
pub(crate) fn undecided(pack: &Pack, at: Date) -> Vec<Diagnostic> {
    let open = found(pack, at).into_iter().filter(|found| found.precedence.is_none());
    open.map(|found| {
        let (one, other) = (&found.winner.source, &found.loser.source);
        let message =
            format!("`{one}` and `{other}` disagree about {}, and the pack does not say which holds", found.tool.name);
        Diagnostic::error("undecided-disagreement", found.loser.span, message)
            .also(found.winner.span, "the other listing")
            .help(format!("say in `pack.toml` which holds: `[[precedence]]` with `winner`, `loser` (`{one}` and `{other}`, as you decide) and `why`"))
    })
    .collect()
}

fn found(pack: &Pack, at: Date) -> Vec<Disagreement<'_>> {
    pack.tools.iter().flat_map(|tool| pack.disagreements(tool, at)).collect()
}
