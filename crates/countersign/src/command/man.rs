use clap::{Args, Command};
use countersign_command::{CliError, Exit};
use std::fs;
use std::io::Write;
use std::path::PathBuf;

/// Manual pages: the main one, or all of them into a folder
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Where to write every page; without it the main page is printed
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &ManArgs, mut whole: Command, out: &mut dyn Write) -> Result<Exit, CliError> {
    whole.build();
    let Some(dir) = &args.out else {
        clap_mangen::Man::new(whole).render(out)?;
        return Ok(Exit::Success);
    };
    fs::create_dir_all(dir)?;
    let mut pages = vec![("countersign".to_owned(), whole.clone())];
    pages.extend(
        whole
            .get_subcommands()
            .filter(|sub| sub.get_name() != "help")
            .map(|sub| (format!("countersign-{}", sub.get_name()), sub.clone())),
    );
    for (name, page) in pages {
        let mut text = Vec::new();
        clap_mangen::Man::new(page.name(name.clone())).render(&mut text)?;
        fs::write(dir.join(format!("{name}.1")), text)?;
        writeln!(out, "{}", dir.join(format!("{name}.1")).display())?;
    }
    Ok(Exit::Success)
}
