use crate::importing::folder::{self, Place};
use crate::output::import_report;
use clap::{Args, ValueHint};
use countersign_command::load::load_written;
use countersign_command::{CliError, Exit, PackLocation};
use countersign_import::{Document, Effect, Mapping, Role, format, import, read, roles, tool_of_domains, understand};
use countersign_reader::{SourceError, file};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  countersign import approved-apps.xlsx --out pack
  countersign import list.csv --out pack --column \"Standard Name=name\" --status \"Pilot=ask-first\"
  countersign import page.html --out pack --report report.json --dry-run

A second import into the same folder shows what changed and keeps what was edited by
hand. How the list was understood is kept in `.import/mapping.toml` of the folder: change
it and import again. What was written is read once more (up to 20,000 tools). Exit
status: 0 imported, 1 imported and some rows were refused, 2 misuse or a file that
cannot be read, 3 what was written has errors, 4 could not write.";

/// Makes a pack of a list that you have: a spreadsheet, a CSV file, a page
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ImportArgs {
    /// The list: .csv, .md, .html, .docx, .xlsx or .ods
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// The folder of the pack
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath, required_unless_present = "dry_run")]
    out: Option<PathBuf>,
    /// The organisation whose list it is
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What a column is, as in "Standard Name=name"; may be given several times
    #[arg(long = "column", value_name = "HEADING=ROLE", value_parser = column)]
    columns: Vec<(String, Role)>,
    /// What a status, or a heading for all below it, comes to: allowed, ask-first or not-allowed;
    /// may be given several times
    #[arg(long = "status", value_name = "STATUS=EFFECT", value_parser = status)]
    statuses: Vec<(String, Effect)>,
    /// The tool to which a list of nothing but domains belongs; it is blocked unless `--status
    /// "Blocked=…"` says otherwise
    #[arg(long, value_name = "TOOL")]
    domains_of: Option<String>,
    /// A mapping that was kept; the one of the folder unless given
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    mapping: Option<PathBuf>,
    /// Ask in the terminal about columns and statuses that are not understood
    #[arg(long, short)]
    interactive: bool,
    /// Write what became of every row, as JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    report: Option<PathBuf>,
    /// Show what was understood and write nothing but the report
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(args: &ImportArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let place = args.out.as_deref().map(Place::open).transpose()?;
    let mut mapping = mapping(args, place.as_ref())?;
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut document = document(&args.file, &name)?;
    domains(&mut document, args.domains_of.as_deref())?;
    let mut understood = understand(&document.tables, &mapping);
    if args.interactive {
        let asked = folder::ask(&document, &understood, &mut mapping, &mut std::io::stdin().lock(), out)?;
        if asked {
            understood = understand(&document.tables, &mapping);
        }
    }
    if understood.iter().all(|table| table.left.is_some()) {
        return Err(no_list(&document, &understood));
    }
    followed(&args.columns, &understood)?;
    let made = import(document, understood, &mapping, &title(&args.file));
    let changes = match &place {
        Some(place) if !args.dry_run => Some(place.write(&made, &name, progress())?),
        _ => None,
    };
    if let Some(dir) = args.out.as_deref().filter(|_| !args.dry_run) {
        linted(dir, made.report.imported)?;
    }
    import_report::report(out, &made.report, changes.as_deref(), args.out.as_deref())?;
    if let Some(path) = &args.report {
        let whole = folder::Told { file: name, report: &made.report, changes: changes.unwrap_or_default() };
        let mut json = serde_json::to_vec_pretty(&whole)?;
        json.push(b'\n');
        countersign_command::atomic_file::replace(path, &json)?;
    }
    let exit = if made.report.refused.is_empty() { Exit::Success } else { Exit::Failed };
    // Does not free the import: the command ends here, and freeing a large list takes long.
    std::mem::forget(made);
    Ok(exit)
}

/// The maximum number of tools of a pack that the import compiles after writing.
const MOST_LINTED: usize = 20_000;

/// Reads and compiles the written pack, so that the import reports success only for a valid one.
/// Leaves a very large pack to `countersign lint`, as the report says.
fn linted(dir: &Path, tools: usize) -> Result<(), CliError> {
    if tools > MOST_LINTED {
        return Ok(());
    }
    load_written(&PackLocation::at_path(dir)).map(drop)
}

/// Assigns the named tool to a list of domains, which names no tool itself.
fn domains(document: &mut Document, tool: Option<&str>) -> Result<(), CliError> {
    match (tool, document.domains.len()) {
        (None, 0) => Ok(()),
        (Some(_), 0) => Err(CliError::misuse("this is no list of domains", "leave out `--domains-of`")),
        (None, count) => Err(CliError::misuse(
            format!("this is a list of {count} domains, and names no tool"),
            "name the tool whose domains they are, as in `--domains-of \"Example Chat\"`: it becomes a tool that is not allowed",
        )),
        (Some(tool), _) => {
            document.tables = vec![tool_of_domains(tool, &document.domains)];
            Ok(())
        }
    }
}

/// Reads the list.
fn document(path: &Path, name: &str) -> Result<Document, CliError> {
    let bytes = file(path, countersign_import::MOST_BYTES).map_err(|error| {
        let help = "see that it is there and may be read; part a list that is too large in several files";
        SourceError { help: help.into(), misnamed: true, ..error }
    })?;
    let unread = |error: countersign_import::Unreadable| {
        CliError::misuse(format!("{}: {}", path.display(), error.message), error.help)
    };
    let mut tell = progress();
    let document = read(format(name, &bytes).map_err(unread)?, &bytes, &mut |rows| tell("read", rows));
    document.map_err(unread)
}

/// Returns a function that prints progress on standard error, if that is a terminal.
fn progress() -> impl FnMut(&str, usize) {
    let seen = std::io::stderr().is_terminal();
    move |what, count| {
        if seen {
            let mut err = anstream::stderr().lock();
            let _ = write!(err, "\r{count} {what}\u{1b}[K\r");
            let _ = err.flush();
        }
    }
}

/// Returns the named or saved mapping, with the changes from the options.
fn mapping(args: &ImportArgs, place: Option<&Place>) -> Result<Mapping, CliError> {
    let kept = place.map(Place::mapping).filter(|path| path.is_file());
    let mut mapping = match args.mapping.as_ref().or(kept.as_ref()) {
        Some(path) => folder::mapping(path)?,
        None => Mapping::default(),
    };
    if let Some(name) = &args.name {
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            return Err(CliError::misuse(
                "the name of an organisation must be one line and not empty",
                "give it with `--name`",
            ));
        }
        mapping.organisation = Some(name.trim().to_owned());
    }
    args.columns.iter().for_each(|(heading, role)| mapping.column(heading, *role));
    args.statuses.iter().for_each(|(status, effect)| mapping.status(status, *effect));
    Ok(mapping)
}

/// Checks that the import used every column role that an option sets.
fn followed(columns: &[(String, Role)], understood: &[countersign_import::Understood]) -> Result<(), CliError> {
    let read = || understood.iter().filter(|table| table.left.is_none()).flat_map(|table| &table.columns);
    for (heading, role) in columns {
        let same = |column: &&countersign_import::Column| countersign_import::same_words(&column.heading, heading);
        if read().filter(same).any(|column| column.role == *role) {
            continue;
        }
        let role = role.as_str();
        if read().any(|column| same(&column)) {
            return Err(CliError::misuse(
                format!("`{heading}` cannot be the {role} as well: another column is that already"),
                "give the other column another role, as in `--column \"OTHER=note\"`",
            ));
        }
        let headings: Vec<String> = read().map(|column| format!("`{}`", column.heading)).collect();
        return Err(CliError::misuse(
            format!("no column is called `{heading}`"),
            format!("the columns are {}", headings.join(", ")),
        ));
    }
    Ok(())
}

fn no_list(document: &Document, understood: &[countersign_import::Understood]) -> CliError {
    if document.tables.is_empty() {
        return CliError::misuse("there is no table and no list in it", "see whether it is the right file");
    }
    let mut told = String::from("no table of it is known to be a list of tools");
    // A list without headings has no columns for an option to name.
    let open = understood.iter().find_map(|table| table.open.as_deref());
    let lists = understood.iter().all(|table| table.columns.iter().all(|column| column.heading.is_empty()));
    for table in understood.iter().take(10) {
        let why = table.left.as_deref().unwrap_or_default();
        let headings: Vec<String> = table
            .columns
            .iter()
            .filter(|own| !own.heading.is_empty())
            .map(|own| format!("`{}`", own.heading))
            .collect();
        let name = if table.name.is_empty() { "a table" } else { &table.name };
        told.push_str(&format!("\n  {name}: {why}"));
        if !headings.is_empty() {
            told.push_str(&format!("; its headings are {}", headings.join(", ")));
        }
    }
    // If a table has a column of names, the status is missing.
    let named = |table: &countersign_import::Understood| table.columns.iter().any(|column| column.role == Role::Name);
    let columns = match understood.iter().any(named) {
        true => "say which column holds the status, as in `--column \"HEADING=status\"`",
        false => "say which column holds the names, as in `--column \"HEADING=name\"`",
    };
    let headings =
        open.map(|open| format!("say what a heading means for all below it, as in `--status \"{open}=not-allowed\"`"));
    CliError::misuse(
        told,
        match headings {
            Some(headings) if lists => headings,
            Some(headings) => format!("{columns}; or {headings}"),
            None => columns.to_owned(),
        },
    )
}

/// Returns the title of the list: its file name without the extension.
fn title(path: &Path) -> String {
    path.file_stem().map_or_else(|| "The list".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

fn column(text: &str) -> Result<(String, Role), String> {
    let (heading, role) = text.rsplit_once('=').ok_or_else(|| format!("`{text}` is no HEADING=ROLE"))?;
    let known =
        Role::parse(role).ok_or_else(|| format!("unknown column role `{role}`; expected one of {}", roles()))?;
    Ok((heading.trim().to_owned(), known))
}

fn status(text: &str) -> Result<(String, Effect), String> {
    let (status, effect) = text.rsplit_once('=').ok_or_else(|| format!("`{text}` is no STATUS=EFFECT"))?;
    let known = Effect::parse(effect)
        .ok_or_else(|| format!("unknown effect `{effect}`; expected `allowed`, `ask-first` or `not-allowed`"))?;
    Ok((status.trim().to_owned(), known))
}
