use crate::{LeftOuts, Unreached};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the manifest's form.
pub const FORMAT: u32 = 1;

/// What was built: `manifest.json`. It names no holder of an exemption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this form: 1.
    pub countersign: u32,
    /// Whose policy it is.
    pub organisation: String,
    /// The version of the pack, with those it extends.
    pub version: String,
    /// The day for which it was built.
    pub at: String,
    /// The last day on which a build is the same; absent where no date ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The artefacts, by folder.
    pub artefacts: BTreeMap<String, Artefact>,
    /// Every tool of the register, by id, and why it is blocked or not.
    pub tools: BTreeMap<String, Known>,
}

/// One artefact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artefact {
    /// What loads it.
    pub consumer: String,
    /// `enforced`, `schema-checked` or `shape-checked`.
    pub label: String,
    /// Why it was not written; absent where it was. The files of the last build that
    /// could be written stay, and are those below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The day of the build whose files stay, where it could not be written or the last
    /// build was asked for others only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_from: Option<String>,
    /// How many tools it blocks.
    pub blocked: usize,
    /// How many names of tools it carries: domains, packages, publishers and so on.
    pub names: usize,
    /// How many exemptions have an effect in it.
    pub exemptions: usize,
    /// Its files, by path inside its folder.
    pub files: BTreeMap<String, FileEntry>,
    /// What it leaves out since the consumer cannot carry it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOuts>,
    /// The banned tools that it does not block, since no name of theirs is of a kind that
    /// the consumer can tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreached: Vec<Unreached>,
    /// The domains that stay open below blocked ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
    /// What else there is to know: exemptions without effect, and what stays open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A file of an artefact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// SHA-256 of its bytes, in hexadecimal digits (FIPS 180-4).
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: usize,
    /// The device group for which it is; absent where it is for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// A tool of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// How it stands: once for all artefacts that treat it alike.
    pub stands: Vec<ToolStatus>,
}

/// How a tool stands in some artefacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolStatus {
    /// The artefacts, by folder.
    pub artefacts: Vec<String>,
    /// Whether it is blocked.
    pub blocked: bool,
    /// Why.
    pub why: String,
    /// The rules that decide, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
}

impl Artefact {
    /// Whether it is all that the pack asks for.
    pub fn is_whole(&self) -> bool {
        self.refused.is_none() && self.left_out.is_empty()
    }
}

impl Manifest {
    /// How a tool stands in an artefact.
    pub fn standing(&self, tool: &str, artefact: &str) -> Option<&ToolStatus> {
        let stands = &self.tools.get(tool)?.stands;
        stands.iter().find(|standing| standing.artefacts.iter().any(|own| own == artefact))
    }
}
