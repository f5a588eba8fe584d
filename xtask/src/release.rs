//! `cargo xtask release`: the binary, packages, checksums and the list of dependencies.

use crate::need::{RELEASE, see_to};
use crate::run::{output, root, run, run_with};
use crate::stage::{VERSION, stage};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// The arguments of `cargo xtask release`.
#[derive(Args)]
pub(crate) struct ReleaseArgs {
    /// Install missing tools
    #[arg(long)]
    install: bool,
    /// Package this binary instead of building one
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// The folder for the files of the release
    #[arg(long, value_name = "DIR", default_value = "target/release-artefacts")]
    out: PathBuf,
    /// The revision of the Debian package, for the same version packaged again
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    revision: u32,
}

/// The folder of a build without local paths, so that other builds keep their own.
const TARGET: &str = "target/release-build";

/// Makes a release.
///
/// # Errors
/// Returns an error if a tool is missing, a build fails or a file cannot be written.
pub(crate) fn release(args: &ReleaseArgs) -> Result<(), String> {
    see_to(RELEASE, args.install)?;
    let epoch = source_date_epoch()?;
    let out = root().join(&args.out);
    recreate(&out)?;
    let host = host()?;
    let binary = match &args.binary {
        Some(binary) => root().join(binary),
        None => build(&host)?,
    };
    let staged = stage(&binary)?;
    debian_package(&out, &epoch, args)?;
    let name = format!("countersign-{VERSION}-{host}");
    let compression = if args.binary.is_some() { "--fast" } else { "--best" };
    archive(&staged, &out.join(format!("{name}.tar.gz")), (&name, &epoch, compression))?;
    software_bill_of_materials(&out.join(format!("countersign-{VERSION}.cdx.json")), &host, &epoch)?;
    checksums(&out)
}

/// Returns the time of the last commit, unless `SOURCE_DATE_EPOCH` gives another.
fn source_date_epoch() -> Result<String, String> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(epoch) => Ok(epoch),
        Err(_) => Ok(output(&["git", "log", "-1", "--format=%ct"])?.trim().to_owned()),
    }
}

/// Returns the target triple of this machine.
fn host() -> Result<String, String> {
    let version = output(&["rustc", "-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "`rustc -vV` names no host".to_owned())
}

/// Builds the binary without the paths of this machine.
fn build(host: &str) -> Result<PathBuf, String> {
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")));
    let home = home.map_err(|_| "neither `CARGO_HOME` nor `HOME` is set".to_owned())?;
    let root = root().to_string_lossy().into_owned();
    let rust = format!("--remap-path-prefix={home}=/cargo --remap-path-prefix={root}=/countersign");
    let c = format!("-ffile-prefix-map={home}=/cargo -ffile-prefix-map={root}=/countersign");
    let words = ["cargo", "build", "--release", "--locked", "--bin", "countersign", "--target", host];
    run_with(&[&words[..], &["--target-dir", TARGET]].concat(), &[("RUSTFLAGS", &rust), ("CFLAGS", &c)])?;
    Ok(Path::new(&root).join(TARGET).join(host).join("release/countersign"))
}

fn debian_package(out: &Path, epoch: &str, args: &ReleaseArgs) -> Result<(), String> {
    let (out, revision) = (out.to_string_lossy(), args.revision.to_string());
    let mut words = vec!["cargo", "deb", "--package", "countersign", "--no-build", "--no-dbgsym", "--locked"];
    words.extend(["--output", &out, "--deb-revision", &revision]);
    if args.binary.is_some() {
        words.push("--fast");
    }
    run_with(&words, &[("SOURCE_DATE_EPOCH", epoch)])
}

fn archive(staged: &Path, file: &Path, (name, epoch, compression): (&str, &str, &str)) -> Result<(), String> {
    let (staged, plain) = (staged.to_string_lossy(), file.with_extension(""));
    let (plain, mtime, rename) = (plain.to_string_lossy(), format!("@{epoch}"), format!("s,^\\.,{name},"));
    let owner = ["--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX", "--format=gnu", "--sort=name"];
    let what = ["--mtime", &mtime, "--transform", &rename, "--directory", &staged, "--create", "--file", &plain, "."];
    run(&[&["tar"], &owner[..], &what[..]].concat())?;
    run(&["gzip", "--no-name", compression, "--force", &plain])
}

/// Lists the crates in the binary (CycloneDX). `cargo cyclonedx` can write only next to the crate's
/// manifest.
fn software_bill_of_materials(file: &Path, host: &str, epoch: &str) -> Result<(), String> {
    let words =
        ["cargo", "cyclonedx", "--manifest-path", "crates/countersign/Cargo.toml", "--format", "json", "--quiet"];
    let what = ["--spec-version", "1.5", "--describe", "binaries", "--target", host, "--no-build-deps"];
    run_with(&[&words[..], &what[..]].concat(), &[("SOURCE_DATE_EPOCH", epoch)])?;
    let written = written_lists()?;
    let own = root().join("crates/countersign/countersign_bin.cdx.json");
    // The list must not contain the paths of this machine.
    let text = fs::read_to_string(&own).map_err(|error| format!("{}: {error}", own.display()))?;
    let text = text.replace(&*root().to_string_lossy(), "/countersign");
    for path in written {
        fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}

/// Returns the lists that `cargo cyclonedx` wrote in the source tree.
fn written_lists() -> Result<Vec<PathBuf>, String> {
    let found = output(&["git", "ls-files", "--others", "--", "crates/*.cdx.json", "xtask/*.cdx.json"])?;
    Ok(found.lines().map(|line| root().join(line)).collect())
}

fn checksums(out: &Path) -> Result<(), String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(out).map_err(|error| error.to_string())? {
        names.push(entry.map_err(|error| error.to_string())?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let folder = out.to_string_lossy();
    let script = format!("cd \"$1\" && shift && sha256sum -- \"$@\" > {SUMS}");
    let words = ["sh", "-c", &script, "sh", &folder];
    run(&[&words[..], &names.iter().map(String::as_str).collect::<Vec<_>>()].concat())
}

const SUMS: &str = "SHA256SUMS";

/// Empties a folder of earlier releases. Anything else in it is an error.
fn recreate(folder: &Path) -> Result<(), String> {
    let text = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(text)?;
    for entry in fs::read_dir(folder).map_err(text)? {
        let path = entry.map_err(text)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !name.starts_with("countersign") && name != SUMS {
            return Err(format!(
                "{} holds `{name}`, which no release wrote; expected an empty folder",
                folder.display()
            ));
        }
        fs::remove_file(&path).map_err(text)?;
    }
    Ok(())
}
