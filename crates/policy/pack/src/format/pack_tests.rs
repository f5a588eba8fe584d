//! The tests of a pack: questions with their answers, and what the register says.

use super::value_type::ValueType::{Choice, Day, Facts, Flag, Line, List, OneOrMany, Ref, Scope, Table, Word};
use super::value_type::{RefTarget, TableType, may, must};

/// `tests/NAME.toml`
pub static TESTS: TableType = TableType {
    doc: "Questions with the answers they must get, and what the register must say of tools.",
    fields: &[
        may("test", List(&Table(&TEST)), "The questions."),
        may("register", List(&Table(&REGISTER_TEST)), "What the register must say of tools."),
    ],
};

static REGISTER_TEST: TableType = TableType {
    doc: "What the register says of a tool, without a question. What is left out is not looked at.",
    fields: &[
        may("name", Line, "What the test shows."),
        must("tool", Line, "The tool, as a user would type it."),
        may("at", Day, "The day."),
        may("grade", Ref(RefTarget::Grade), "The grade of the listing that holds."),
        may("facts", Facts, "The case in which that is its grade, where it depends on the case."),
        may("source", Ref(RefTarget::Source), "The source of the listing that holds."),
        may("limits", Scope, "For each facet named here exactly the values that it admits."),
        may("conditions", OneOrMany(&Line), "Words that one of its conditions has."),
        may("without-conditions", OneOrMany(&Line), "Words that none of its conditions has."),
        may("routes", OneOrMany(&Line), "Words that one of the ways to get the tool has."),
        may(
            "ask",
            OneOrMany(&Ref(RefTarget::Contact)),
            "People that its bans and its ways of access send the asker to.",
        ),
        may("bans", OneOrMany(&Ref(RefTarget::Ban)), "Exactly the bans in force on it."),
    ],
};

static TEST: TableType = TableType {
    doc: "A question and what its answer must hold. What is left out is not looked at.",
    fields: &[
        may("name", Line, "What the test shows."),
        must("tool", Line, "The tool, as a user would type it."),
        may("kind", Word, "The kind of a tool that no list names; `none` if it is of none of the pack's kinds."),
        may("unit", Ref(RefTarget::Unit), "The asker's unit."),
        may("facts", Facts, "The facts."),
        may("approved", OneOrMany(&Ref(RefTarget::Approval)), "Approvals supposed to be granted."),
        may(
            "exemption",
            Ref(RefTarget::Exemption),
            "An exemption whose record is looked at: its facts and approvals hold if it gives the tool back on the day of the question.",
        ),
        may("at", Day, "The day of the question."),
        must("verdict", Choice(&["allowed", "ask-first", "not-allowed", "undecided"]), "The verdict."),
        may("reasons", OneOrMany(&Choice(KINDS)), "Exactly these kinds of reason."),
        may("rules", OneOrMany(&Line), "Rules that are among the reasons."),
        may("sources", OneOrMany(&Ref(RefTarget::Source)), "Sources that the reasons cite."),
        may("conditions", OneOrMany(&Line), "Rules that are among the conditions."),
        may("without-conditions", OneOrMany(&Line), "Rules that are not among the conditions."),
        may("duties", OneOrMany(&Ref(RefTarget::Duty)), "Duties that it lays on."),
        may("ask", OneOrMany(&Ref(RefTarget::Contact)), "People it sends the asker to."),
        may(
            "approvals",
            OneOrMany(&Ref(RefTarget::Approval)),
            "Exactly the approvals that are missing, in one of the sets.",
        ),
        may("checklist", OneOrMany(&Ref(RefTarget::Checklist)), "Checklists it gives."),
        may("alternatives", OneOrMany(&Ref(RefTarget::Tool)), "Alternatives, in this order among themselves."),
        may("without-alternatives", OneOrMany(&Ref(RefTarget::Tool)), "Tools that are not among the alternatives."),
        may(
            "questions",
            List(&Word),
            "Exactly the facets that still matter, in any order; `kind` for the kind of a tool that no list names.",
        ),
        may("disagreement", Flag, "Whether the answer reports that sources disagree."),
    ],
};

static KINDS: &[&str] =
    &["permitted", "forbidden", "banned", "needs-approval", "unlisted", "unavailable", "out-of-scope", "expired"];
