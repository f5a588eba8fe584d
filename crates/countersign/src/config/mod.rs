//! The configuration of the service, from the command line, the environment and a file.

mod file;
mod resolve;
mod schema;
mod serve;
mod settings;
mod value;

pub(crate) use resolve::{Options, Resolved};
pub(crate) use schema::schema;
pub(crate) use serve::{LogFormat, ServeConfig, TlsFiles};
pub(crate) use settings::SETTINGS;

use countersign_command::CliError;
use countersign_decide::InputError;
use countersign_reader::file as bytes_of;
use std::path::{Path, PathBuf};

/// The configuration file that the service reads if the operator names none.
const USUAL: &str = "/etc/countersign/countersign.toml";

/// The maximum size of a file, in bytes.
const MOST: u64 = 1 << 20;

/// Resolves the settings. `named` is a file that must exist. Without it, the default file is read
/// if it exists.
///
/// # Errors
/// Returns an error if the file cannot be read, or all errors of invalid values.
pub(crate) fn resolve(named: Option<&Path>, options: &Options) -> Result<Resolved, CliError> {
    let usual = || Some(PathBuf::from(USUAL)).filter(|path| path.is_file());
    let values = match named.map(Path::to_path_buf).or_else(usual) {
        None => value::FileValues::new(),
        Some(path) => {
            let unread = |error: countersign_reader::SourceError| {
                CliError::misuse(
                    format!("{}: {}", path.display(), error.message),
                    "name a configuration file with `--config`",
                )
            };
            let text = String::from_utf8(bytes_of(&path, MOST).map_err(unread)?)
                .map_err(|_| CliError::misuse(format!("{} is not UTF-8", path.display()), "save it as UTF-8"))?;
            file::read(&path, &text).map_err(CliError::InputError)?
        }
    };
    Resolved::new(options, &|name| std::env::var(name).ok(), &values).map_err(CliError::InputError)
}

/// Creates an error about a value, with its origin.
fn invalid(resolved: &Resolved, key: &str, message: &str) -> InputError {
    let origin = resolved.value(key).map(|value| value.origin.to_string()).unwrap_or_default();
    let help = settings::by_key(key).map(|setting| setting.doc.to_owned());
    InputError { message: format!("{origin}: {message}"), help }
}
