use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Returns the root of the workspace.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// Prints something for the person who runs the task.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Returns a command from words, in the root of the workspace. Cargo's variables for this program
/// are removed, because a cargo that sees them rebuilds everything that reads them.
pub(crate) fn command(words: &[&str]) -> Command {
    let (program, arguments) =
        words.split_first().map_or(("true", &[][..]), |(program, arguments)| (*program, arguments));
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    let own = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(own)) {
        command.env_remove(name);
    }
    command
}

/// Runs a command and shows its output.
///
/// # Errors
/// Returns an error if the command cannot be started or fails.
pub(crate) fn run(words: &[&str]) -> Result<(), String> {
    say(&format!("$ {}", words.join(" ")));
    let status =
        command(words).status().map_err(|error| format!("`{}` cannot be started: {error}", words.join(" ")))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed", words.join(" "))) }
}

/// Runs a command with more variables in its environment.
///
/// # Errors
/// Returns an error if the command cannot be started or fails.
pub(crate) fn run_with(words: &[&str], variables: &[(&str, &str)]) -> Result<(), String> {
    let shown: Vec<String> = variables.iter().map(|(name, value)| format!("{name}='{value}'")).collect();
    say(&format!("$ {} {}", shown.join(" "), words.join(" ")));
    let status = command(words).envs(variables.iter().copied()).status();
    let status = status.map_err(|error| format!("`{}` cannot be started: {error}", words.join(" ")))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed", words.join(" "))) }
}

/// Runs a command and returns what it prints.
///
/// # Errors
/// Returns an error if the command cannot be started or fails.
pub(crate) fn output(words: &[&str]) -> Result<String, String> {
    let output =
        command(words).stderr(Stdio::inherit()).output().map_err(|error| format!("`{}`: {error}", words.join(" ")))?;
    if !output.status.success() {
        return Err(format!("`{}` failed", words.join(" ")));
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

/// Returns true if a command runs and succeeds.
pub(crate) fn works(words: &[&str]) -> bool {
    command(words).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
