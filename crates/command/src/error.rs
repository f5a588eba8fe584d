use crate::exit::Exit;
use crate::output::diagnostics;
use countersign_decide::{InputError, NoAnswer, TooLarge};
use countersign_pack::{Diagnostic, SourceMap};
use countersign_reader::SourceError;
use std::io::Write;

/// The reason why a command failed.
pub enum CliError {
    /// The command was used wrongly.
    InputError(Vec<InputError>),
    /// A pack could not be read.
    Unreadable(Vec<SourceError>),
    /// A pack has errors.
    Fault(Vec<Diagnostic>, Box<SourceMap>),
    /// A compiled policy cannot be used.
    Unusable(InputError),
    /// The question has too many different cases.
    TooLarge(TooLarge),
    /// The output could not be written.
    Output(std::io::Error),
}

impl CliError {
    /// Creates the error of a command that was used wrongly.
    pub fn misuse(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::InputError(vec![InputError { message: message.into(), help: Some(help.into()) }])
    }

    /// Reports the error on standard error, and returns the exit status.
    pub fn report(self) -> Exit {
        let mut err = anstream::stderr().lock();
        match self {
            Self::InputError(faults) => {
                for fault in faults {
                    say(&mut err, &fault.message, fault.help.as_deref());
                }
                Exit::InputError
            }
            Self::Unreadable(errors) => {
                for error in &errors {
                    say(&mut err, &format!("{}: {}", error.path.display(), error.message), Some(&error.help));
                }
                if errors.iter().all(|error| error.misnamed) { Exit::InputError } else { Exit::Fault }
            }
            Self::Fault(diagnostics, files) => {
                let _ = diagnostics::text(&mut err, &diagnostics, &files);
                let _ = writeln!(err, "{}", diagnostics::summary(&diagnostics));
                Exit::Fault
            }
            Self::Unusable(fault) => {
                say(&mut err, &fault.message, fault.help.as_deref());
                Exit::Fault
            }
            Self::TooLarge(error) => {
                say(&mut err, &error.to_string(), None);
                Exit::Fault
            }
            Self::Output(error) => {
                say(&mut err, &format!("could not write: {error}"), Some("see where the output goes"));
                Exit::OutputError
            }
        }
    }
}

fn say(err: &mut impl Write, message: &str, help: Option<&str>) {
    let bad = anstyle::AnsiColor::Red.on_default().bold();
    let _ = writeln!(err, "{bad}error{bad:#}: {message}");
    if let Some(help) = help {
        let _ = writeln!(err, "  help: {help}");
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}

impl From<csv::Error> for CliError {
    fn from(error: csv::Error) -> Self {
        Self::Output(error.into())
    }
}

impl From<TooLarge> for CliError {
    fn from(error: TooLarge) -> Self {
        Self::TooLarge(error)
    }
}

impl From<NoAnswer> for CliError {
    fn from(none: NoAnswer) -> Self {
        match none {
            NoAnswer::InputError(misuse) => Self::InputError(vec![misuse]),
            NoAnswer::TooLarge(error) => Self::TooLarge(error),
        }
    }
}

impl From<Vec<InputError>> for CliError {
    fn from(faults: Vec<InputError>) -> Self {
        Self::InputError(faults)
    }
}

impl From<SourceError> for CliError {
    fn from(error: SourceError) -> Self {
        Self::Unreadable(vec![error])
    }
}

impl From<Vec<SourceError>> for CliError {
    fn from(errors: Vec<SourceError>) -> Self {
        Self::Unreadable(errors)
    }
}
