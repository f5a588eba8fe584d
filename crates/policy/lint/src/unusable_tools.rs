use crate::check::Check;
use crate::lint_input::LintInput;
use countersign_model::{Action, Effect, Tool};
use countersign_pack::Diagnostic;

/// Tools that nobody can ever use, although no ban and no single rule says so.
pub(crate) const CHECK: Check = Check {
    name: "never-usable",
    doc: "Nobody may ever use a tool, whatever the facts, not even with every approval, and neither a ban nor one rule for its grade, its kind or itself says so.",
    run: |subject| {
        let Some(reach) = subject.reach() else { return Vec::new() };
        let tools = subject.compiled.pack().register();
        let closed = tools.filter(|(index, tool)| !reach.usable.contains(index) && !is_meant(subject, *index, tool));
        closed
            .map(|(_, tool)| {
                let message = format!("nobody may ever use {}, whatever the facts", tool.name);
                Diagnostic::warning("never-usable", tool.span, message)
                    .help("`countersign explain` shows the rules that forbid it together; if that is meant, forbid the tool in one rule")
            })
            .collect()
    },
};

/// Returns true if the policy forbids a tool on purpose: a ban names it, or a forbid without
/// conditions is about its grade, its kind or the tool itself.
fn is_meant(subject: &LintInput<'_>, index: usize, tool: &Tool) -> bool {
    let compiled = subject.compiled;
    let banned = compiled.pack().bans.iter().any(|ban| ban.tools.contains(&tool.id));
    let decisions = &subject.policy.decisions;
    let holding = || decisions.rules(countersign_compiled::Subject::Tool(index), 0);
    let forbids = |rule: usize| {
        let on_use = compiled
            .pack()
            .rules
            .at(rule)
            .is_some_and(|rule| rule.effect == Effect::Forbid && rule.action == Action::Use);
        on_use && compiled.rules().iter().any(|authored| authored.place == rule && authored.is_unconditional())
    };
    banned || holding().into_iter().any(|(rule, _)| forbids(rule))
}
