use countersign_model::{Identity, IdentityKind, Plan};

/// What loads files: a resolver, a proxy, a browser, a device manager.
#[derive(Debug)]
pub struct Consumer {
    /// Its name in packs and on the command line.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// How it is known that the files do what they say.
    pub label: Label,
    /// The kinds of names by which it can tell tools.
    pub carries: &'static [IdentityKind],
    /// How the files are loaded, in Markdown; `{directory}` stands for where they are.
    pub load: &'static str,
    /// What it cannot do, for its administrator to know; in Markdown.
    pub limits: &'static str,
    /// Writes the files.
    pub write: fn(&Plan) -> Result<Written, Refused>,
}

/// How it is known that an artefact does what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The real consumer loads it in the tests, and the block is seen to hold.
    Enforced,
    /// It is checked against the schema of the consumer's maker.
    SchemaChecked,
    /// Only its shape is checked.
    ShapeChecked,
}

impl Label {
    /// The word in manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enforced => "enforced",
            Self::SchemaChecked => "schema-checked",
            Self::ShapeChecked => "shape-checked",
        }
    }

    /// What it means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Enforced => "the tests load these files into the real consumer and see the blocks hold",
            Self::SchemaChecked => {
                "the tests check these files against what the consumer's maker states, not with the consumer itself"
            }
            Self::ShapeChecked => "the tests check only the form of these files: try them before you rely on them",
        }
    }
}

/// A file of an artefact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path inside the artefact's folder, with `/`.
    pub path: String,
    /// The device group for whose devices it is, where it is not for all.
    pub group: Option<String>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl File {
    /// A file for all devices.
    pub fn new(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), group: None, bytes: text.into() }
    }
}

/// The files of an artefact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The files.
    pub files: Vec<File>,
    /// What they do not carry: exemptions that stay without effect here.
    pub notes: Vec<String>,
}

/// Why a consumer cannot express a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The reason, in a sentence.
    pub why: String,
}

impl Refused {
    /// With a reason.
    pub fn new(why: impl Into<String>) -> Self {
        Self { why: why.into() }
    }
}

impl Consumer {
    /// How many names of blocked tools it carries.
    pub fn names<'a>(&self, plan: &'a Plan) -> Vec<&'a Identity> {
        let all = plan.blocks.iter().flat_map(|block| &block.identities);
        let mut names: Vec<&Identity> = all.filter(|one| self.carries.contains(&one.kind)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
