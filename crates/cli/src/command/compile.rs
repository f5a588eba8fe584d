use crate::common::PackArgs;
use crate::error::Trouble;
use crate::exit::Exit;
use crate::load::load;
use crate::show::paper::FAINT;
use crate::write::replace;
use clap::{Args, ValueHint};
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  countersign compile --pack packs/moj --out moj.policy
  countersign check slack --pack moj.policy

Every command that only asks takes the file where it takes a pack. It holds no
prose that only authors need, and not who holds an exemption.";

/// Compiles a pack to one file that answers without it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CompileArgs {
    #[command(flatten)]
    pack: PackArgs,
    /// The file to write
    #[arg(long, short, default_value = "policy.countersign", value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: PathBuf,
}

pub(crate) fn run(args: &CompileArgs, out: &mut dyn Write) -> Result<Exit, Trouble> {
    let loaded = load(&args.pack)?;
    let bytes = loaded.policy.write();
    replace(&args.out, &bytes).map_err(|error| {
        Trouble::misuse(format!("{} cannot be written: {error}", args.out.display()), "name another file with `--out`")
    })?;
    let decisions = &loaded.policy.decisions;
    let names = &decisions.names;
    writeln!(
        out,
        "{}: {} tools, {} units, {} different policies, {} KiB",
        args.out.display(),
        names.tools.len(),
        names.units.len(),
        decisions.distinct(),
        bytes.len().div_ceil(1024)
    )?;
    let day = |day: Option<Date>, open: &str| day.map_or_else(|| open.to_owned(), |day| day.to_string());
    let (from, until) = (day(decisions.period.from, "the beginning"), day(decisions.period.until, "further notice"));
    writeln!(out, "{FAINT}holds from {from} until {until}, both included{FAINT:#}")?;
    Ok(Exit::Well)
}
