use clap::Args;
use countersign_command::{CliError, Exit};
use std::fs;
use std::io::Write;
use std::path::PathBuf;

/// A small new pack that lints: an example policy with everything explained, or an empty one
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder to make
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: PathBuf,
    /// The organisation
    #[arg(long, default_value = "Example organisation")]
    name: String,
    /// Without the example policy: no tools, rules or bans, so every answer is "ask first"
    #[arg(long)]
    empty: bool,
}

/// The files of an empty pack.
const EMPTY: &[(&str, &str)] = &[
    ("pack.toml", include_str!("../../pack-template/empty/pack.toml")),
    (".taplo.toml", include_str!("../../pack-template/taplo.toml")),
];

/// The places of the example policy.
const EXAMPLE: &[&str] = &["tools/", "rules/", "bans/", "checklists/", "kinds.toml", "deployments.toml", "tests/"];

/// The files of a pack with an example policy.
const FILES: &[(&str, &str)] = &[
    ("pack.toml", include_str!("../../pack-template/pack.toml")),
    ("kinds.toml", include_str!("../../pack-template/kinds.toml")),
    ("tools/example-chat.toml", include_str!("../../pack-template/tools/example-chat.toml")),
    ("tools/example-board.toml", include_str!("../../pack-template/tools/example-board.toml")),
    ("deployments.toml", include_str!("../../pack-template/deployments.toml")),
    ("bans/example-ban.toml", include_str!("../../pack-template/bans/example-ban.toml")),
    ("tools/example-video.toml", include_str!("../../pack-template/tools/example-video.toml")),
    ("checklists/new-tool.toml", include_str!("../../pack-template/checklists/new-tool.toml")),
    ("rules/use.cedar", include_str!("../../pack-template/rules/use.cedar")),
    ("rules/advice.cedar", include_str!("../../pack-template/rules/advice.cedar")),
    ("tests/use.toml", include_str!("../../pack-template/tests/use.toml")),
    (".taplo.toml", include_str!("../../pack-template/taplo.toml")),
];

pub(crate) fn run(args: &InitArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    if args.dir.join("pack.toml").exists() {
        let message = format!("`{}` holds a pack already", args.dir.display());
        return Err(CliError::misuse(message, "name another folder; nothing was changed"));
    }
    let name = serde_json::to_string(args.name.trim()).unwrap_or_default();
    if args.name.trim().is_empty() || args.name.chars().any(char::is_control) {
        return Err(CliError::misuse(
            "the name of an organisation must be one line and not empty",
            "give it with `--name`",
        ));
    }
    let files = if args.empty { EMPTY } else { FILES };
    if let Some((path, _)) = files.iter().find(|(path, _)| args.dir.join(path).exists()) {
        let message = format!("`{}` is there already", args.dir.join(path).display());
        return Err(CliError::misuse(message, "name an empty or a new folder; nothing was changed"));
    }
    for (path, text) in files {
        let path = args.dir.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = fs::File::create_new(&path).map_err(|error| {
            CliError::misuse(format!("`{}` cannot be made: {error}", path.display()), "name an empty or a new folder")
        })?;
        file.write_all(text.replace("\"Example organisation\"", &name).as_bytes())?;
    }
    for of in countersign_pack::format::DOCUMENTS {
        let path = args.dir.join(".schema").join(format!("{}.json", of.name));
        fs::create_dir_all(args.dir.join(".schema"))?;
        fs::write(path, format!("{:#}\n", countersign_pack::json_schema(of)))?;
    }
    let dir = args.dir.display();
    if args.empty {
        writeln!(out, "An empty pack is in {dir}: every answer is \"ask first\" until it has rules. Next:")?;
        writeln!(out, "  countersign lint {dir}")?;
        writeln!(out, "  countersign check \"any tool\" --pack {dir}")?;
        return Ok(Exit::Success);
    }
    writeln!(out, "A new pack is in {dir}. Next:")?;
    writeln!(out, "  countersign lint {dir}")?;
    writeln!(out, "  countersign test {dir}")?;
    writeln!(out, "  countersign check \"example chat\" --pack {dir}")?;
    writeln!(out, "Its tools, rules and ban are an example that is in force: change or remove each of")?;
    writeln!(out, "  {}", EXAMPLE.join(", "))?;
    writeln!(out, "For a pack without them: countersign init --empty FOLDER")?;
    Ok(Exit::Success)
}
