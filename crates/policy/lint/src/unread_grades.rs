use crate::check::Check;
use countersign_compile::RegisterField;
use countersign_model::Id;
use countersign_pack::Diagnostic;
use std::collections::BTreeSet;

/// Grades of tools that no rule reads.
pub(crate) const CHECK: Check = Check {
    name: "unread-grade",
    doc: "A listing gives a grade, and no rule names the grade or one of its groups: the grade decides nothing.",
    run: |subject| {
        let pack = subject.compiled.pack();
        let rules = subject.compiled.rules().iter();
        let named: BTreeSet<&str> = rules
            .flat_map(|rule| &rule.references.entities)
            .filter(|(kind, _)| kind == "Grade")
            .map(|(_, id)| id.as_str())
            .collect();
        // A rule for all listed tools, or for one listing, reads all grades.
        let of_any = |rule: &countersign_compile::CompiledRule| {
            rule.references.fields.contains(&RegisterField::Listing)
                && !rule.references.entities.iter().any(|(kind, _)| kind == "Grade")
        };
        if subject.compiled.rules().iter().any(of_any) {
            return Vec::new();
        }
        let given: BTreeSet<&Id> =
            pack.tools.iter().flat_map(|tool| &tool.listings).flat_map(|listing| listing.all_grades()).collect();
        let is_read = |id: &Id, groups: &[Id]| std::iter::once(id).chain(groups).any(|id| named.contains(id.as_str()));
        let unread = pack.grades.iter().filter(|grade| given.contains(&grade.id) && !is_read(&grade.id, &grade.groups));
        unread
            .map(|grade| {
                let message = format!("no rule looks at the grade `{}`, so that it decides nothing", grade.id);
                Diagnostic::warning("unread-grade", grade.span, message).help(format!(
                    "write a rule with `resource in Grade::\"{}\"`, or put the grade into a group that a rule names",
                    grade.id
                ))
            })
            .collect()
    },
};
