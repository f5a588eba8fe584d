use crate::check::Check;

/// Warnings of Cedar's own validation.
pub(crate) const CHECK: Check = Check {
    name: "suspicious",
    doc: "A rule has letters that look like others, mixed scripts, or characters that turn the direction of writing.",
    run: |subject| subject.compiled.warnings().to_vec(),
};
