use super::Check;
use countersign_pack::Diagnostic;

/// Tools that nobody may ever use.
pub(super) const CHECK: Check = Check {
    name: "never-usable",
    doc: "Nobody may ever use a tool, whatever the facts, not even with every approval.",
    run: |subject| {
        let Some(reach) = subject.reach() else { return Vec::new() };
        let tools = subject.compiled.pack.register();
        let closed = tools.filter(|(place, _)| !reach.usable.contains(place));
        closed
            .map(|(_, tool)| {
                let message = format!("nobody may ever use {}, whatever the facts", tool.name);
                Diagnostic::warning("never-usable", tool.span, message)
                    .help("that may be meant; `countersign explain` shows the rules that forbid it")
            })
            .collect()
    },
};
