use crate::need::{FUZZ, see_to};
use crate::run;
use clap::Args;

/// How the fuzz targets are run.
#[derive(Args)]
pub(crate) struct FuzzArgs {
    /// Seconds for each target
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Only this target
    #[arg(long)]
    target: Option<String>,
    /// Install what is missing
    #[arg(long)]
    install: bool,
}

/// The targets: one a parser of ours.
pub(crate) const TARGETS: &[&str] = &["pack", "rules", "edit", "question", "policy", "import", "request"];

/// `cargo xtask fuzz`: no sanitiser, so that the stable toolchain will do.
///
/// # Errors
/// Where a target finds something.
pub(crate) fn run(args: &FuzzArgs) -> Result<(), String> {
    see_to(FUZZ, args.install)?;
    let seconds = format!("-max_total_time={}", args.seconds);
    for target in TARGETS.iter().filter(|target| args.target.as_ref().is_none_or(|wanted| wanted == *target)) {
        let limits = ["-rss_limit_mb=4096", "-timeout=10", "-max_len=16384", "-print_final_stats=1"];
        let mut words = vec!["cargo", "fuzz", "run", "-s", "none", target, "--", &seconds];
        words.extend(limits);
        run::run(&words)?;
    }
    Ok(())
}
