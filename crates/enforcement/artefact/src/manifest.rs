use crate::{LeftOuts, Unreached};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the manifest's format.
pub const FORMAT: u32 = 1;

/// The result of a build: `manifest.json`. It names no holder of an exemption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format: 1.
    pub countersign: u32,
    /// The organisation whose policy it is.
    pub organisation: String,
    /// The version of the pack, with those it extends.
    pub version: String,
    /// The day for which it was built.
    pub at: String,
    /// The last day on which a build stays the same. Absent if no date ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The artefacts, by folder.
    pub artefacts: BTreeMap<String, Artefact>,
    /// Every tool of the register, by id, with the reason why it is blocked or not.
    pub tools: BTreeMap<String, Known>,
}

/// One artefact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artefact {
    /// The consumer that loads it.
    pub consumer: String,
    /// `enforced`, `schema-checked` or `shape-checked`.
    pub label: String,
    /// Why it was not written. Absent if it was. The files of the last successful build stay, and
    /// are listed below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The day of the build whose files stay, because this artefact could not be written, or the
    /// last build was asked only for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_from: Option<String>,
    /// The number of tools that it blocks.
    pub blocked: usize,
    /// The number of machine names in it: domains, packages, publishers and so on.
    pub names: usize,
    /// The number of exemptions that have an effect in it.
    pub exemptions: usize,
    /// Its files, by path inside its folder.
    pub files: BTreeMap<String, FileEntry>,
    /// What it leaves out because the consumer cannot express it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOuts>,
    /// The banned tools that it does not block, because the consumer cannot use any kind of name
    /// that they have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreached: Vec<Unreached>,
    /// The domains that stay open below blocked ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
    /// Further remarks: exemptions without effect, and what stays open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A file of an artefact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// SHA-256 of its bytes, in hexadecimal digits (FIPS 180-4).
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// The device group that it is for. Absent if it is for all devices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// A tool of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// Its status, once for all artefacts that treat it alike.
    pub stands: Vec<ToolStatus>,
}

/// The status of a tool in some artefacts.
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
    /// Returns true if the build contains everything that the pack asks for.
    pub fn is_whole(&self) -> bool {
        self.refused.is_none() && self.left_out.is_empty()
    }
}

impl Manifest {
    /// Returns the status of a tool in an artefact.
    pub fn standing(&self, tool: &str, artefact: &str) -> Option<&ToolStatus> {
        let stands = &self.tools.get(tool)?.stands;
        stands.iter().find(|standing| standing.artefacts.iter().any(|own| own == artefact))
    }
}
