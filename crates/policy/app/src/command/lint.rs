use clap::Args;
use countersign_artefact::review::review;
use countersign_command::args::{Format, day};
use countersign_command::load::{LoadedPack, load_written};
use countersign_command::output::diagnostics;
use countersign_command::output::json;
use countersign_command::{CliError, Exit, PackLocation};
use countersign_compiled::Policy;
use countersign_decide::TooLarge;
use countersign_decide::enforcement::Planner;
use countersign_lint::lint;
use countersign_model::Plan;
use countersign_pack::{Diagnostic, SourceMap};
use jiff::civil::Date;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// What is wrong with a pack, what is likely wrong, and where its sources disagree
#[derive(Debug, Args)]
pub struct LintArgs {
    /// The folder of the pack; otherwise as for `--pack`
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
    #[arg(long, env = "COUNTERSIGN_PACK", value_name = "DIR", hide = true)]
    pack: Option<PathBuf>,
    /// The day for which dates are looked at; today unless given
    #[arg(long, value_name = "DATE", value_parser = day)]
    at: Option<Date>,
    /// Fail on warnings, too
    #[arg(long)]
    strict: bool,
    /// Show each warning and note, also where there are many of one kind
    #[arg(long)]
    all: bool,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: &LintArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let pack = PackLocation { path: args.dir.clone().or(args.pack.clone()), at: args.at };
    let (found, files) = match load_written(&pack).and_then(found) {
        Ok(found) => found,
        Err(CliError::Fault(found, files)) => (found, *files),
        Err(trouble) => return Err(trouble),
    };
    let failed = found.iter().any(Diagnostic::is_error);
    let warned = found.iter().any(|found| found.severity == countersign_pack::Severity::Warning);
    match args.format {
        Format::Text => {
            let groups = if args.all { diagnostics::one_by_one(&found) } else { diagnostics::groups(&found) };
            diagnostics::grouped(out, &groups, &files)?;
            writeln!(out, "{}", diagnostics::summary(&found))?;
        }
        Format::Json => {
            let report =
                json!({ "summary": diagnostics::summary(&found), "diagnostics": diagnostics::json(&found, &files) });
            json(out, &report)?;
        }
    }
    Ok(if failed {
        Exit::Fault
    } else if warned && args.strict {
        Exit::Failed
    } else {
        Exit::Success
    })
}

fn found(mut written: LoadedPack) -> Result<(Vec<Diagnostic>, SourceMap), CliError> {
    let policy = written.policy(written.at)?;
    let parent = written.parent()?;
    let mut found = written.warnings.clone();
    found.extend(lint(&written.lint_input(&policy, parent.as_ref())));
    // A policy that is too large to look through has no plan: a build says so.
    found.extend(plans(&policy).map(|plans| review(&policy.pack, &plans)).unwrap_or_default());
    found.sort_by_key(|one| (one.severity, one.at));
    Ok((found, written.files))
}

/// Returns the plan of each deployment.
fn plans(policy: &Policy) -> Result<Vec<Plan>, TooLarge> {
    let mut planner = Planner::new(policy);
    policy.pack.deployments.iter().map(|deployment| planner.plan(deployment).map(|(plan, _)| plan)).collect()
}
