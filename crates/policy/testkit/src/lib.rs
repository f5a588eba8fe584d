//! Packs and rules for tests: of any size, and at random.
//!
//! Nothing here knows an engine. The generated packs are ones that an author could have written, so
//! that tests look at the product from outside.

mod random;
mod scale;
mod scaled_bans;
mod scaled_pack;
mod scaled_rules;

pub use random::{pack, pack_of, rule};
pub use scale::Scale;
pub use scaled_bans::{Enforcement, scaled_ban, scaled_bans};
pub use scaled_pack::scaled;
pub use scaled_rules::{Condition, Over, ScaledRule, scaled_rules};

use countersign_pack::{File, PackFolder};

/// Returns a folder of files, made from paths and texts.
pub fn folder(files: &[(&str, &str)]) -> PackFolder {
    let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() };
    let mut files: Vec<File> = files.iter().map(file).collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    PackFolder::new("pack", files)
}
