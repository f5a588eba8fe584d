//! What enforcement needs to know: what machine names serve, which domains stay open, and where
//! files are loaded.

use super::value_type::ValueType::{Line, List, OneOrMany, Prose, Ref, Scope, Table, Word};
use super::value_type::{RefTarget, TableType, may, must};

/// The questions that each kind of machine name serves.
pub(super) static IDENTITY_SCOPES: TableType = TableType {
    doc: "For each kind of name by which machines know tools, the questions that it serves: an Android package serves apps. A kind that is left out serves all questions, as a domain does.",
    fields: &[
        may("domain", Scope, "What a domain serves."),
        may("android", Scope, "What an Android package serves."),
        may("apple", Scope, "What an Apple bundle id serves."),
        may("apple-team", Scope, "What an Apple team id serves."),
        may("apple-signing", Scope, "What an Apple signing id serves."),
        may("windows-executable", Scope, "What a Windows executable serves."),
        may("windows-publisher", Scope, "What a Windows publisher serves."),
        may("chrome-extension", Scope, "What a Chrome extension serves."),
        may("firefox-extension", Scope, "What a Firefox add-on serves."),
        may("windows-package", Scope, "What a packaged Windows app serves."),
        may("edge-extension", Scope, "What an Edge extension serves."),
        may("winget", Scope, "What a package of the Windows Package Manager serves."),
        may("mac-installer", Scope, "What a macOS installer package serves."),
        may("flatpak", Scope, "What a Flatpak application serves."),
        may("snap", Scope, "What a snap serves."),
        may("debian", Scope, "What a Debian package serves."),
    ],
};

/// Domains that stay open.
pub(super) static DOMAINS: TableType = TableType {
    doc: "Domains that no deployment may block, nor anything above them. A pack that extends this one adds to them.",
    fields: &[
        may("own", OneOrMany(&Line), "The organisation's own domains."),
        may("never-block", OneOrMany(&Line), "Domains that everybody needs: sign-in, updates, emergency services."),
    ],
};

/// A deployment.
pub(super) static DEPLOYMENT: TableType = TableType {
    doc: "Where enforcement files are loaded: one consumer, and the devices and networks it serves.",
    fields: &[
        must("name", Prose, "What it is, as in \"The resolvers of the offices\"."),
        may("consumer", Word, "What loads the files, as `countersign build --list` names it; the id unless given."),
        must(
            "serves",
            Scope,
            "The questions that may come up on its devices: a tool is blocked only if no answer to them lets it be used.",
        ),
        may("units", OneOrMany(&Ref(RefTarget::Unit)), "The units whose people use those devices; all unless given."),
        may(
            "directory",
            Line,
            "The folder in which the consumer finds the files, where its configuration needs paths.",
        ),
        may("include", Line, "A file of your own that each view includes, for BIND."),
        may("page", Line, "The address of a page that tells people what to do about a block."),
        may("cannot-block", List(&Table(&CANNOT_BLOCK)), "Banned tools that it cannot block, as you know."),
    ],
};

static CANNOT_BLOCK: TableType = TableType {
    doc: "Banned tools that a deployment cannot block: builds and `lint` warn of all others.",
    fields: &[
        must("tools", OneOrMany(&Ref(RefTarget::Tool)), "The tools."),
        must(
            "why",
            Line,
            "Why that is in order, in a sentence: there is no such program, or something else blocks it.",
        ),
    ],
};
