//! Reads `packs/catalogue` once at build time, so that the program does not have to.

#![allow(clippy::print_stdout, reason = "cargo is told on standard output")]

use countersign_model::Catalogue;
use countersign_pack::{Diagnostic, File, PackFolder, read};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../../packs/catalogue");
    println!("cargo::rerun-if-changed={}", dir.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    for part in ["", "tools"] {
        files.extend(documents(&dir, part)?);
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    let head = files.iter().find(|file| file.path == "pack.toml").ok_or("there is no pack.toml")?.bytes.clone();
    let reading = read(&[PackFolder::new("catalogue", files)]);
    let faults: Vec<String> = reading
        .diagnostics
        .iter()
        .filter(|fault| fault.is_error())
        .map(|fault| {
            let place = |fault: &Diagnostic| fault.at.map_or("", |at| reading.files.path(at.file)).to_owned();
            format!("{}: {}", place(fault), fault.message)
        })
        .collect();
    if !faults.is_empty() {
        return Err(format!("packs/catalogue has errors:\n{}", faults.join("\n")).into());
    }
    let catalogue = Catalogue {
        kinds: reading.pack.kinds.into(),
        developers: reading.pack.developers.into(),
        tools: reading.pack.tools.into(),
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("catalogue.bin"), postcard::to_stdvec(&catalogue)?)?;
    fs::write(out.join("pack.toml"), head)?;
    Ok(())
}

/// Returns the documents of a folder of the catalogue.
fn documents(dir: &Path, part: &str) -> Result<Vec<File>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir.join(part))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let path_inside = if part.is_empty() { name } else { format!("{part}/{name}") };
            files.push(File { path: path_inside, bytes: fs::read(&path)? });
        }
    }
    Ok(files)
}
