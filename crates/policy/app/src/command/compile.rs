use clap::{Args, ValueHint};
use countersign_command::args::PackArgs;
use countersign_command::atomic_file::{holds_something_else, replace};
use countersign_command::load::{Loaded, load_written};
use countersign_command::output::terminal::FAINT;
use countersign_command::{CliError, Exit, PipeTolerant};
use std::io::{self, Write};
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
pub struct CompileArgs {
    #[command(flatten)]
    pack: PackArgs,
    /// The file to write, a compiled policy or none yet; `-` for standard output
    #[arg(long, short, default_value = "policy.countersign", value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: PathBuf,
}

pub(crate) fn run(args: &CompileArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let mut written = load_written(&args.pack.location())?;
    let at = written.at;
    let loaded = Loaded { policy: written.policy(at)?, at };
    let bytes = loaded.policy.write();
    if args.out.as_os_str() == "-" {
        // Writes the bytes unchanged: the usual output may have its colours removed.
        let mut plain = PipeTolerant::new(std::io::stdout().lock());
        plain.write_all(&bytes)?;
        plain.flush()?;
        summary(&mut anstream::stderr().lock(), "standard output", &loaded, bytes.len())?;
        return Ok(Exit::Success);
    }
    let name = args.out.display();
    let help = "name another file with `--out`";
    if holds_something_else(&args.out) {
        return Err(CliError::misuse(format!("{name} is there already and is no compiled policy"), help));
    }
    replace(&args.out, &bytes).map_err(|error| CliError::misuse(format!("{name} cannot be written: {error}"), help))?;
    summary(out, &name.to_string(), &loaded, bytes.len())?;
    Ok(Exit::Success)
}

/// Prints the content of the compiled file, and the days for which it holds.
fn summary(out: &mut dyn Write, name: &str, loaded: &Loaded, size: usize) -> io::Result<()> {
    let decisions = &loaded.policy.decisions;
    let (tools, units) = (loaded.policy.pack.register().count(), decisions.names.units.len());
    let (sets, size) = (decisions.distinct(), size.div_ceil(1024));
    writeln!(out, "{name}: {tools} tools, {units} units, {sets} different sets of answers, {size} KiB")?;
    writeln!(out, "{FAINT}holds {}{FAINT:#}", decisions.period)
}
