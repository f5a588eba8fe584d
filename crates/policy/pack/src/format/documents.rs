use super::pack_tests::TESTS;
use super::sections::{ALIASES, SECTIONS};
use super::value_type::ValueType::{
    AllOr, Choice, Date, Day, Duration, Flag, Line, List, OneOrMany, Prose, Ref, Scope, Sentences, Table, Word,
};
use super::value_type::{RefTarget, TableType, may, must};
use countersign_model::DurationUnit;

/// A sort of document: where it stands in a pack and what it looks like.
#[derive(Debug)]
pub struct Document {
    /// Its name, as in `tool`.
    pub name: &'static str,
    /// Where such documents stand.
    pub place: &'static str,
    /// What one looks like.
    pub shape: &'static TableType,
}

/// Every sort of TOML document.
pub static DOCUMENTS: &[Document] = &[
    Document { name: "pack", place: "*.toml", shape: &SECTIONS },
    Document { name: "tool", place: "tools/*.toml", shape: &TOOL },
    Document { name: "ban", place: "bans/*.toml", shape: &BAN },
    Document { name: "exemption", place: "exemptions/*.toml", shape: &EXEMPTION },
    Document { name: "checklist", place: "checklists/*.toml", shape: &CHECKLIST },
    Document { name: "tests", place: "tests/*.toml", shape: &TESTS },
    Document { name: "text", place: "text/*.toml", shape: &TEXT },
];

/// The sort of the document at a path, if it is a TOML document of a pack.
pub fn document_for(path: &str) -> Option<&'static Document> {
    let stem = path.strip_suffix(".toml")?;
    match stem.split_once('/') {
        None => DOCUMENTS.first(),
        Some((folder, rest)) if !rest.contains('/') => {
            DOCUMENTS.iter().find(|document| document.place.split('/').next() == Some(folder))
        }
        Some(_) => None,
    }
}

/// `tools/ID.toml`
pub static TOOL: TableType = TableType {
    doc: "A tool of the register. The file's name is the tool's id.",
    fields: &[
        must("name", Line, "Its name."),
        may("about", Prose, "What it is, in a sentence."),
        may("aliases", List(&ALIASES), "Other names: former, new, colloquial."),
        may("kinds", OneOrMany(&Ref(RefTarget::Kind)), "What it is, as kinds that rules may speak of."),
        may("developer", Ref(RefTarget::Developer), "Who makes it."),
        may("types", OneOrMany(&Prose), "What it is, in the words of the lists that name it."),
        may("serves", OneOrMany(&Word), "What it serves: values of the facet that the pack names for it."),
        may("listings", List(&Table(&LISTING)), "What each source says of it."),
        may("identities", List(&Table(&IDENTITIES)), "How machines know it."),
    ],
};

static LISTING: TableType = TableType {
    doc: "What one source says of a tool. Where two sources disagree, the pack's `precedence` says which holds.",
    fields: &[
        must("source", Ref(RefTarget::Source), "The source."),
        must("grade", Ref(RefTarget::Grade), "The grade it gives, wherever `grades` gives no other."),
        may(
            "grades",
            List(&Table(&CASE_GRADE)),
            "The grades that it gives in some cases. No two different ones may meet in a case.",
        ),
        may("date", Date, "When it was given, where that is not the source's own date."),
        may(
            "from",
            Day,
            "The first day on which it holds: the day of `date`, or else of the source, unless given. A year or a month begins on its first day.",
        ),
        may("until", Day, "The last day on which the approval holds."),
        may("review", Day, "The day by which it is to be reviewed."),
        may("note", Prose, "A word on it."),
        may("limits", Scope, "For each facet it speaks of, the values it admits; in rules `resource.limits.FACET`."),
        may(
            "routes",
            List(&Table(&ROUTE)),
            "The ways to get the tool; in rules `resource.routes`. Leave out where the source does not speak of them.",
        ),
        may("conditions", List(&Table(&CONDITION)), "What to heed."),
    ],
};

static CASE_GRADE: TableType = TableType {
    doc: "A grade that the source gives in some cases only: in them `resource in Grade::\"GRADE\"` is true of this one.",
    fields: &[
        must("grade", Ref(RefTarget::Grade), "The grade."),
        must("when", Scope, "The cases; at least one facet."),
        may("note", Prose, "A word on it."),
    ],
};

static ROUTE: TableType = TableType {
    doc: "A way to get a tool.",
    fields: &[
        may("when", Scope, "Where it is: values of the facets that the pack names for routes."),
        must("how", Prose, "What to do."),
        may("approval", Ref(RefTarget::Approval), "An approval without which the way is shut."),
    ],
};

static CONDITION: TableType = TableType {
    doc: "What to heed when using a tool.",
    fields: &[
        must("text", Prose, "What."),
        must("strength", Choice(STRENGTHS), "How strongly."),
        may("when", Scope, "When; always unless given."),
    ],
};

static STRENGTHS: &[&str] = &["must", "must-not", "should", "avoid"];

static IDENTITIES: TableType = TableType {
    doc: "Names by which machines know a tool, with the public source that says so.",
    fields: &[
        must("source", Line, "Where this is said: an address."),
        may("domain", OneOrMany(&Line), "Domains; each covers its subdomains."),
        may(
            "why-shared",
            Line,
            "Why these domains are right although others use them too, as shared hosting or a delivery network.",
        ),
        may("android", OneOrMany(&Line), "Android packages."),
        may("apple", OneOrMany(&Line), "Apple bundle ids."),
        may("apple-team", OneOrMany(&Line), "Apple developer team ids."),
        may("apple-signing", OneOrMany(&Line), "Signing ids of Apple binaries, as in `ABCDE12345:com.example.app`."),
        may("windows-executable", OneOrMany(&Line), "Names of executables on Windows."),
        may("windows-publisher", OneOrMany(&Line), "Publishers as Windows code signatures name them."),
        may("chrome-extension", OneOrMany(&Line), "Ids of Chrome extensions."),
        may("firefox-extension", OneOrMany(&Line), "Ids of Firefox add-ons."),
        may(
            "windows-package",
            OneOrMany(&Line),
            "Family names of packaged Windows apps, as in `Example.App_8wekyb3d8bbwe`.",
        ),
        may("edge-extension", OneOrMany(&Line), "Ids of Edge extensions."),
        may("winget", OneOrMany(&Line), "Ids in the Windows Package Manager, as in `Example.App`."),
        may("mac-installer", OneOrMany(&Line), "Ids of macOS installer packages, as in `com.example.pkg.app`."),
        may("flatpak", OneOrMany(&Line), "Flatpak ids, as in `org.example.App`."),
        may("snap", OneOrMany(&Line), "Names of snaps."),
        may("debian", OneOrMany(&Line), "Names of Debian packages."),
    ],
};

/// `bans/ID.toml`
pub static BAN: TableType = TableType {
    doc: "A ban: it takes tools from devices. It becomes a forbid, and where it can be lifted, a permit.",
    fields: &[
        may("tools", OneOrMany(&Ref(RefTarget::Tool)), "The tools."),
        may("kinds", OneOrMany(&Ref(RefTarget::Kind)), "Kinds of tools."),
        may(
            "developers",
            OneOrMany(&Ref(RefTarget::Developer)),
            "Developers: whatever they make, or a company that they own makes, also later.",
        ),
        must("when", OneOrMany(&Scope), "Where it holds: a case, or a list of cases in any of which it holds."),
        may("from", Day, "The first day: that of the earliest source unless given."),
        may("until", Day, "The last day."),
        must("text", Prose, "What is banned and why, in a sentence."),
        must("source", OneOrMany(&Ref(RefTarget::Source)), "What it rests on."),
        may("ask", OneOrMany(&Ref(RefTarget::Contact)), "Whom to ask."),
        may("exemption", Table(&BAN_EXEMPTION), "How an exemption is had; leave out where there is none."),
    ],
};

static BAN_EXEMPTION: TableType = TableType {
    doc: "What an exemption from a ban takes.",
    fields: &[
        must(
            "when",
            Scope,
            "The facts under which it lifts the ban. At least one facet is `derived`, with values that do not hold by default: nobody can claim those. Other facets narrow it further.",
        ),
        must("text", Prose, "How it is had."),
        may("approvals", OneOrMany(&Ref(RefTarget::Approval)), "Approvals that have to be on its record."),
        may("purposes", OneOrMany(&Prose), "What it may be for; each record names some of these, in the same words."),
        may(
            "longest",
            Duration(&DurationUnit::CALENDAR),
            "The longest that it may last, both days included: `\"6 months\"`.",
        ),
        may("granted-by", OneOrMany(&Ref(RefTarget::Contact)), "Who may grant it."),
        may("delegable", Flag, "Whether they may let others grant it, where the source says so."),
        may("report-to", OneOrMany(&Ref(RefTarget::Contact)), "Who is told of each one."),
        may("mitigations", OneOrMany(&Prose), "What every holder has to heed."),
    ],
};

/// `exemptions/ID.toml`
pub static EXEMPTION: TableType = TableType {
    doc: "An exemption: one holder has some tools back, for a while. Answers, pages and downloads never name the holder.",
    fields: &[
        must("ban", Ref(RefTarget::Ban), "The ban it lifts."),
        must(
            "tools",
            AllOr(RefTarget::Tool),
            "The tools that the holder has back, as in `tools = [\"TOOL\"]`; `tools = \"all\"` for every tool that the ban takes away.",
        ),
        must("holder", Table(&HOLDER), "Who holds it."),
        must(
            "purposes",
            OneOrMany(&Prose),
            "The purposes on record: some of those that the ban names, in the same words.",
        ),
        must("from", Day, "The first day."),
        must("until", Day, "The last day."),
        may("mitigations", OneOrMany(&Prose), "What the holder has to heed, beyond the ban's own mitigations."),
        must("approvals", OneOrMany(&Ref(RefTarget::Approval)), "Approvals on record."),
    ],
};

static HOLDER: TableType = TableType {
    doc: "A holder: give `person`, `team` or `device`.",
    fields: &[
        may("person", Line, "The reference of a person; a pseudonym will do."),
        may("team", Line, "The reference of a team."),
        may("device", Line, "The reference of a device."),
        may("addresses", OneOrMany(&Line), "Addresses or networks of the holder's devices."),
        may("groups", OneOrMany(&Line), "Device groups of the holder's devices."),
    ],
};

/// `checklists/ID.toml`
pub static CHECKLIST: TableType = TableType {
    doc: "A list to work through; a rule's `@checklist` puts it into an answer.",
    fields: &[
        must("title", Prose, "Its title."),
        may("note", Prose, "What the answers mean."),
        must("items", List(&Prose), "The questions or steps, in order."),
        may("source", OneOrMany(&Ref(RefTarget::Source)), "What it rests on."),
    ],
};

/// `text/LANGUAGE.toml`
pub static TEXT: TableType = TableType {
    doc: "Sentences in another language, by the ids that `countersign texts` lists. The file's name is the language tag (BCP 47), as in `cy.toml`.",
    fields: &[may("text", Sentences, "The sentences.")],
};
