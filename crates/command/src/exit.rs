use countersign_model::Verdict;
use std::process::ExitCode;

/// The exit status of a command, a contract with scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Success. For `check`: allowed.
    Success,
    /// `test`: a test failed. `lint --strict`: there are warnings. `diff`: something changes.
    Failed,
    /// The command was used wrongly.
    InputError,
    /// The pack has errors.
    Fault,
    /// The output could not be written. A closed pipe does not count.
    OutputError,
    /// `check`: ask first.
    AskFirst,
    /// `check`: not allowed.
    NotAllowed,
    /// `check`: the missing facts decide.
    Undecided,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::Failed => 1,
            Exit::InputError => 2,
            Exit::Fault => 3,
            Exit::OutputError => 4,
            Exit::AskFirst => 10,
            Exit::NotAllowed => 20,
            Exit::Undecided => 30,
        })
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Allowed => Self::Success,
            Verdict::AskFirst => Self::AskFirst,
            Verdict::NotAllowed => Self::NotAllowed,
            Verdict::Undecided => Self::Undecided,
        }
    }
}
