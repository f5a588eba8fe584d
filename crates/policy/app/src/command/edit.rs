use clap::Args;
use countersign_command::atomic_file::replace;
use countersign_command::{CliError, Exit};
use countersign_pack::Edit;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  countersign edit tools/slack.toml --push 'aliases=\"Slack.com\"'
  countersign edit tools/slack.toml --set 'listings.0.until=2027-03-31'
  countersign edit tools/slack.toml --remove aliases.0 --dry-run

Values are TOML. Places of a list count from 0. Comments, order and layout stay as they are.";

/// Changes a document of a pack without losing a comment
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct EditArgs {
    /// The document
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// Set the value at a path
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Add a value to the list at a path
    #[arg(long, value_name = "PATH=VALUE")]
    push: Vec<String>,
    /// Take out what is at a path
    #[arg(long, value_name = "PATH")]
    remove: Vec<String>,
    /// Print the document instead of writing it
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(args: &EditArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let unreadable = |error: std::io::Error| {
        CliError::misuse(format!("`{}`: {error}", args.file.display()), "name a TOML document of a pack")
    };
    let text = fs::read_to_string(&args.file).map_err(unreadable)?;
    let mut edits = Vec::new();
    for (list, push) in [(&args.set, false), (&args.push, true)] {
        for change in list {
            let Some((path, value)) = change.split_once('=') else {
                return Err(CliError::misuse(
                    format!("`{change}` is no change"),
                    "write PATH=VALUE, the value as TOML",
                ));
            };
            let (path, value) = (steps(path), value.to_owned());
            edits.push(if push { Edit::Push { path, value } } else { Edit::Set { path, value } });
        }
    }
    edits.extend(args.remove.iter().map(|path| Edit::Remove { path: steps(path) }));
    if edits.is_empty() {
        return Err(CliError::misuse("no change is given", "say what to change with `--set`, `--push` or `--remove`"));
    }
    let edited = countersign_pack::edit(&text, &edits).map_err(|bad| {
        CliError::misuse(
            bad.to_string(),
            "nothing was changed; paths count places of a list from 0, and values are TOML: text needs quotes",
        )
    })?;
    if args.dry_run {
        out.write_all(edited.as_bytes())?;
        return Ok(Exit::Success);
    }
    replace(&args.file, edited.as_bytes())?;
    writeln!(out, "{}", args.file.display())?;
    Ok(Exit::Success)
}

fn steps(path: &str) -> Vec<String> {
    path.trim().split('.').map(str::to_owned).collect()
}
