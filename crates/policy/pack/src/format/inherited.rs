//! What a pack completes: facets that its parent leaves open, uses that no rule is
//! about, and notes of lint that somebody confirms.

use super::value_type::ValueType::{Choice, Line, OneOrMany, Prose, Ref, Word};
use super::value_type::{RefTarget, TableType, may, must};

/// What to do about a use of a listed tool that no rule covers.
pub(super) static UNCOVERED: TableType = TableType {
    doc: "The same for a use of a listed tool that no rule is about. What is left out is as in `unlisted`.",
    fields: &[
        must("text", Prose, "What to do."),
        may("ask", OneOrMany(&Ref(RefTarget::Contact)), "Whom to ask."),
        may("checklist", OneOrMany(&Ref(RefTarget::Checklist)), "What to bring."),
        may("source", OneOrMany(&Ref(RefTarget::Source)), "What it rests on."),
    ],
};

/// A facet of the parent that a pack settles.
pub(super) static SETTLED: TableType = TableType {
    doc: "The value of a facet for everybody who asks this pack: nobody is asked for it, and no other value can be given.",
    fields: &[
        must("value", Word, "The value, one of those that the parent gives."),
        must("text", Prose, "Why, in a sentence: people read it if they give another value."),
        may("source", OneOrMany(&Ref(RefTarget::Source)), "What it rests on."),
    ],
};

/// A note of lint that is confirmed.
pub(super) static REVIEWED: TableType = TableType {
    doc: "A note of `countersign lint` that is confirmed: `highest-allowed` or `always-allowed`. A tool or a value that is not named here is noted again.",
    fields: &[
        must("check", Choice(&["highest-allowed", "always-allowed"]), "The check whose note it is."),
        may("facet", Ref(RefTarget::Facet), "The facet of the note, for `highest-allowed`."),
        may("value", OneOrMany(&Word), "The value of that facet that the note names."),
        must(
            "tools",
            OneOrMany(&Line),
            "The tools that the note names, by id; `?` is tools that no list names, `?KIND` those of a kind.",
        ),
        must("why", Prose, "Why it is meant."),
    ],
};
