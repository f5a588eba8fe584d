//! Builds styles and scripts from npm packages, only in the build folder, and writes the table that
//! `src/lib.rs` includes.
//!
//! Packages are installed once, and again only when the lock file changes. Later builds need no
//! network. `COUNTERSIGN_ASSETS` names a folder of ready files instead (the output of
//! `npm/build.mjs`), for machines without Node.js.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const NAMES: [&str; 4] = ["app.css", "app.js", "govuk-frontend.min.js", "accessible-autocomplete.min.js"];
const WAY_OUT: &str = "Install Node.js 20 or later with npm, or name a folder of ready files in COUNTERSIGN_ASSETS, \
or build without web pages: `--no-default-features`";

fn main() -> Result<(), String> {
    println!("cargo:rerun-if-env-changed=COUNTERSIGN_ASSETS");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=npm");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?);
    let ready = match env::var_os("COUNTERSIGN_ASSETS") {
        Some(folder) => {
            let folder = PathBuf::from(folder);
            println!("cargo:rerun-if-changed={}", folder.display());
            folder
        }
        // Files that this script writes are newer than its start, so cargo would run it every time.
        None => built(&out)?,
    };
    let table = table(&ready)?;
    fs::write(out.join("assets.rs"), table).map_err(|error| format!("assets.rs: {error}"))
}

/// Builds the files with Node.js.
fn built(out: &Path) -> Result<PathBuf, String> {
    let (work, ready) = (out.join("npm"), out.join("ready"));
    let lock = fs::read("npm/package-lock.json").map_err(|error| format!("npm/package-lock.json: {error}"))?;
    let installed = work.join("installed-lock.json");
    copy(Path::new("npm"), &work)?;
    if fs::read(&installed).ok().as_deref() != Some(&lock) {
        run(&work, "npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])?;
        fs::write(&installed, &lock).map_err(|error| error.to_string())?;
    }
    let folder = ready.to_str().ok_or("the build folder's name is not UTF-8")?;
    run(&work, "node", &["build.mjs", folder])?;
    Ok(ready)
}

/// Copies the sources, without the packages installed beside them.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let told = |path: &Path| {
        let path = path.display().to_string();
        move |error: std::io::Error| format!("{path}: {error}")
    };
    fs::create_dir_all(to).map_err(told(to))?;
    for entry in fs::read_dir(from).map_err(told(from))? {
        let path = entry.map_err(told(from))?.path();
        let Some(name) = path.file_name().filter(|name| *name != "node_modules") else { continue };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).map_err(told(&path))?;
        }
    }
    Ok(())
}

fn run(dir: &Path, program: &str, arguments: &[&str]) -> Result<(), String> {
    let line = format!("{program} {}", arguments.join(" "));
    let output = Command::new(program).args(arguments).current_dir(dir).output();
    let output =
        output.map_err(|error| format!("the web pages need `{program}`, which does not start: {error}. {WAY_OUT}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{line}` failed with {}:\n{}\n{WAY_OUT}", output.status, said.trim()))
}

/// Returns the table of files as Rust code.
fn table(ready: &Path) -> Result<String, String> {
    let mut hasher = DefaultHasher::new();
    let mut rows = String::new();
    for name in NAMES {
        let path = ready.join(name);
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}. {WAY_OUT}", path.display()))?;
        bytes.hash(&mut hasher);
        let packed = |extension: &str| {
            let path = ready.join(format!("{name}.{extension}"));
            if path.is_file() { format!("Some(include_bytes!({path:?}))") } else { "None".to_owned() }
        };
        let kind = if name.ends_with(".css") { "text/css; charset=utf-8" } else { "text/javascript; charset=utf-8" };
        let (gzip, brotli) = (packed("gz"), packed("br"));
        writeln!(
            rows,
            "    Asset {{ name: {name:?}, kind: {kind:?}, plain: include_bytes!({path:?}), gzip: {gzip}, brotli: {brotli} }},"
        )
        .map_err(|error| error.to_string())?;
    }
    let digest = hasher.finish();
    Ok(format!(
        "/// Changes whenever one of the files does.\npub const DIGEST: &str = \"{digest:016x}\";\n\n/// The files.\npub static ASSETS: &[Asset] = &[\n{rows}];\n"
    ))
}
