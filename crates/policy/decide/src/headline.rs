//! What views show of an answer first, so that all of them show the same.

use crate::answer::{Answer, ContactEntry, QuestionChoices, Reason};
use countersign_model::{ReasonKind, Verdict};

/// The headline of an answer: its verdict, or more exactly why there is no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headline {
    /// The verdict says it all.
    Verdict(Verdict),
    /// The tool is not allowed for one reason alone: it is not available there.
    Unavailable,
    /// The tool is allowed since the policy does not reach this use.
    OutOfScope,
}

impl Headline {
    /// Returns the end of the id of its verdict among the messages `ui.verdict.*`.
    pub fn verdict(self) -> &'static str {
        match self {
            Self::Verdict(verdict) => verdict.as_str(),
            Self::Unavailable => ReasonKind::Unavailable.as_str(),
            Self::OutOfScope => Verdict::Allowed.as_str(),
        }
    }

    /// Returns the end of the id of its summary among the messages `ui.page.says.*`.
    pub fn summary(self) -> &'static str {
        match self {
            Self::OutOfScope => ReasonKind::OutOfScope.as_str(),
            other => other.verdict(),
        }
    }
}

impl Answer {
    /// Returns the headline.
    pub fn headline(&self) -> Headline {
        let all = |kind: ReasonKind| {
            !self.reasons.is_empty() && self.reasons.iter().all(|reason| reason.kind == kind.as_str())
        };
        if all(ReasonKind::Unavailable) {
            Headline::Unavailable
        } else if all(ReasonKind::OutOfScope) {
            Headline::OutOfScope
        } else {
            Headline::Verdict(self.verdict)
        }
    }

    /// Returns the question to ask next, if the verdict depends on one that people can answer.
    pub fn next_question(&self) -> Option<&QuestionChoices> {
        let open = self.verdict == Verdict::Undecided;
        self.questions.iter().find(|choices| open && !choices.values.is_empty())
    }

    /// Returns the contacts to tell when something goes wrong who are not among those to ask.
    pub fn report_only(&self) -> impl Iterator<Item = &ContactEntry> {
        self.report.iter().filter(|contact| self.ask.iter().all(|asked| asked.id != contact.id))
    }

    /// Returns the kind of a reason for people: that no rule covers a listed tool is another thing
    /// than that no list names it.
    pub fn reason_kind<'a>(&self, reason: &'a Reason) -> &'a str {
        let unlisted = reason.kind == ReasonKind::Unlisted.as_str();
        if unlisted && !self.listings.is_empty() { "uncovered" } else { &reason.kind }
    }
}
