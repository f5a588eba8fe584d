//! What only the web service reads: how its pages look, and how other systems ask.

use super::value_type::ValueType::{ById, Choice, Line, LineOr, List, OneOrMany, Prose, Ref, Table, Word};
use super::value_type::{RefTarget, TableType, may, must};

/// How the organisation's pages look.
pub(super) static SITE: TableType = TableType {
    doc: "How the organisation's pages look. Their name is the pack's own `name`.",
    fields: &[
        may("title", Prose, "The name of the service, as in \"Which apps may I use?\"."),
        may("colour", Line, "The organisation's colour, as in `\"#1d70b8\"`; white has to be readable on it."),
    ],
};

/// How requests of the Authorization API name things.
pub(super) static AUTHZEN: TableType = TableType {
    doc: "How requests of the OpenID AuthZEN Authorization API 1.0 name tools, units and facets. Facts travel in the context by the names of their facets whether or not the pack says more; facets that are `derived` only where it says so.",
    fields: &[
        may(
            "subjects",
            List(&Table(&SUBJECT)),
            "The types of subjects; `user` unless given. Subjects of other types may do nothing.",
        ),
        may(
            "resources",
            List(&Table(&RESOURCE)),
            "The types of resources; `tool` unless given, each id the name of a tool. Nothing may be done with others.",
        ),
        may(
            "action",
            Table(&ACTION),
            "Which actions there are and what they say; `use`, which says nothing, unless given.",
        ),
        may("context", ById(&LineOr(&PROPERTY)), "Facets, each with the key of the context that gives it."),
    ],
};

static SUBJECT: TableType = TableType {
    doc: "A type of subjects.",
    fields: &[
        must("type", Line, "Its name in requests."),
        may("id", Table(&STATED), "The facet to which the ids of subjects belong; ids say nothing unless given."),
        may("unit", Line, "The property that names the unit of a subject; `unit` unless given."),
        may("facets", ById(&LineOr(&PROPERTY)), "Facets, each with the property that gives it."),
    ],
};

static RESOURCE: TableType = TableType {
    doc: "A type of resources.",
    fields: &[
        must("type", Line, "Its name in requests."),
        may(
            "known-as",
            Choice(&[
                "name",
                "domain",
                "android",
                "apple",
                "apple-team",
                "apple-signing",
                "windows-executable",
                "windows-publisher",
                "chrome-extension",
                "firefox-extension",
                "windows-package",
                "edge-extension",
                "winget",
                "mac-installer",
                "flatpak",
                "snap",
                "debian",
            ]),
            "What an id of this type is: `name` unless given, else a name by which machines know tools.",
        ),
        may("facets", ById(&LineOr(&PROPERTY)), "Facets, each with the property that gives it."),
    ],
};

static ACTION: TableType = TableType {
    doc: "What an action says.",
    fields: &[
        may("name", Table(&STATED), "The facet to which the names of actions belong."),
        may("names", OneOrMany(&Line), "The names of actions that say nothing. Other actions are not permitted."),
        may("facets", ById(&LineOr(&PROPERTY)), "Facets, each with the property that gives it."),
    ],
};

static STATED: TableType = TableType {
    doc: "A facet whose value a request states.",
    fields: &[
        must("facet", Ref(RefTarget::Facet), "The facet."),
        may(
            "otherwise",
            Word,
            "The value for all words that are none of the facet's; without it the facet stays open.",
        ),
    ],
};

static PROPERTY: TableType = TableType {
    doc: "A property that gives a facet its value.",
    fields: &[
        must("property", Line, "The property."),
        may(
            "otherwise",
            Word,
            "The value for all words that are none of the facet's; without it the facet stays open.",
        ),
    ],
};
