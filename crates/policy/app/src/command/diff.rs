use crate::output::diff;
use crate::output::diff_layout::Layout;
use clap::{Args, ValueEnum};
use countersign_command::args::{LanguageArgs, PackArgs, count};
use countersign_command::load::{Loaded, at_revision, load};
use countersign_command::output::json;
use countersign_command::{CliError, Exit, PackLocation, nearest_pack};
use countersign_decide::Localizer;
use countersign_decide::diff::diff;
use countersign_reader::full_name;
use jiff::civil::Date;
use std::io::Write;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  countersign diff packs/moj ../proposal/packs/moj
  countersign diff HEAD~1 --pack packs/moj
  countersign diff v2022.3 v2022.4 --pack packs/moj --format markdown

Exit status: 0 nothing that is asked or answered changes, 1 something does, 2 misuse, 3 a pack has errors,
4 the output could not be written.";

/// Which answers change from one version of a policy to the next
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DiffArgs {
    /// The version before: a folder, a compiled policy, or a git revision of the pack
    #[arg(value_name = "OLD")]
    old: String,
    /// The version after; without it the pack as it is
    #[arg(value_name = "NEW")]
    new: Option<String>,
    #[command(flatten)]
    pack: PackArgs,
    #[command(flatten)]
    words: LanguageArgs,
    /// How the changes are printed
    #[arg(long, value_enum, default_value_t = DiffFormat::Text, value_name = "FORMAT")]
    format: DiffFormat,
    /// How many statements are printed at most, in text and Markdown; 0 for all. JSON holds all
    #[arg(long, default_value_t = 40, value_name = "NUMBER", allow_negative_numbers = true, value_parser = count)]
    limit: usize,
}

/// How changes are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people
    Text,
    /// For machines; `countersign schema difference` describes it
    Json,
    /// For a review of the change
    Markdown,
}

pub(crate) fn run(args: &DiffArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let pack = args.pack.location();
    let new = match &args.new {
        Some(new) => version(new, &pack, args.pack.at)?,
        None => after(&pack)?,
    };
    // Asks both versions on one day, so that time alone changes nothing.
    let old = version(&args.old, &pack, Some(new.at))?;
    let found = diff(&old.policy, &new.policy)?;
    let pack = &new.policy.pack;
    let say = Localizer::new(pack, args.words.lang.as_deref());
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    match args.format {
        DiffFormat::Text => diff::print(out, &found, limit, say, pack, Layout::Text)?,
        DiffFormat::Markdown => diff::print(out, &found, limit, say, pack, Layout::Markdown)?,
        DiffFormat::Json => json(out, &found)?,
    }
    Ok(if found.is_empty() { Exit::Success } else { Exit::Failed })
}

/// Loads a version by its name: a path on disk, or a git revision.
///
/// # Errors
/// Returns an error if the name is both.
fn version(name: &str, pack: &PackLocation, at: Option<Date>) -> Result<Loaded, CliError> {
    let path = Path::new(name);
    let no_pack = pack.path.is_none() && nearest_pack().is_err();
    if !path.exists() && no_pack {
        let message =
            format!("`{name}` is not here on disk, and there is no pack here of which it could be a revision");
        return Err(CliError::misuse(
            message,
            "name a folder or a compiled policy; for a revision, name the pack with `--pack DIR`",
        ));
    }
    if !path.exists() {
        return at_revision(pack.path.as_deref(), name, at);
    }
    let plain = !path.is_absolute() && !name.starts_with('.');
    let dir = pack.path.as_deref().filter(|dir| dir.is_dir()).unwrap_or(Path::new("."));
    if let Some(full) = plain.then(|| full_name(dir, name)).flatten() {
        let message = format!("`{name}` is both here on disk and a git revision");
        return Err(CliError::misuse(
            message,
            format!("write `./{name}` for what is here, or `{full}` for the revision"),
        ));
    }
    load(&PackLocation { path: Some(PathBuf::from(name)), at })
}

/// Loads the pack on disk as the new version, if the command names none.
fn after(pack: &PackLocation) -> Result<Loaded, CliError> {
    if pack.path.is_none() && nearest_pack().is_err() {
        let help = "name the version after, too: `countersign diff OLD NEW`; or the pack with `--pack DIR`";
        return Err(CliError::misuse("neither this folder nor one above it holds a `pack.toml`", help));
    }
    load(pack)
}
