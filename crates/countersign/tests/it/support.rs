use std::path::PathBuf;
use std::process::{Command, Output};

/// Returns the root of the workspace.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The result of a run.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

/// Returns the command with these arguments, in the root of the workspace.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
    command.args(arguments).current_dir(root());
    for variable in ["COUNTERSIGN_PACK", "COUNTERSIGN_LANG", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    // Disables the cache: answers come from the code under test, and the user's cache does not
    // change.
    command.env("COUNTERSIGN_CACHE", "off");
    command
}

pub(crate) fn run(arguments: &[&str]) -> Ran {
    ran(command(arguments).output().expect("a run"))
}

pub(crate) fn ran(output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// Asks packs/moj a question, for a fixed day.
pub(crate) fn moj(words: &str) -> Ran {
    let mut arguments: Vec<&str> = words.split('|').flat_map(str::split_whitespace).collect();
    arguments.extend(["--pack", "packs/moj", "--at", "2026-04-01"]);
    run(&arguments)
}
