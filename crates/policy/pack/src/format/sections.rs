use super::value_type::ValueType::{
    ById, Date, Duration, Flag, Line, LineOr, List, Number, OneOrMany, Prose, ProseOr, Ref, Scope, Table, Word,
};
use super::value_type::{RefTarget, TableType, may, must};
use countersign_model::DurationUnit;

/// `pack.toml`, and every other TOML file beside it.
pub static SECTIONS: TableType = TableType {
    doc: "The pack as a whole. `pack.toml` holds `format`, `name` and `version`; each section may stand there or in a file of its own beside it, as in `kinds.toml`.",
    fields: &[
        may("format", Number(1, 1), "The version of the pack format: 1. In `pack.toml` only."),
        may("name", Prose, "The organisation whose policy this is. In `pack.toml` only."),
        may("version", Line, "The pack's own version. In `pack.toml` only."),
        may(
            "catalogue",
            Flag,
            "Whether the pack only describes products: `tools/`, `kinds` and `developers`, no judgement. In `pack.toml` only.",
        ),
        may(
            "extends",
            OneOrMany(&Line),
            "The folder of the pack that this one extends, relative to this one, and catalogues: `\"catalogue\"` is the one that comes with Countersign. In `pack.toml` only.",
        ),
        may("about", Prose, "What the pack is for. In `pack.toml` only."),
        may("language", Line, "The language of its sentences (BCP 47), `en` unless given."),
        may("time-zone", Line, "The time zone in which its days begin (IANA), `UTC` unless given."),
        may("unit", Ref(RefTarget::Unit), "The unit of a question that names none."),
        may(
            "serves",
            Ref(RefTarget::Facet),
            "The facet whose values tools serve; suggestions and alternatives go by it.",
        ),
        may("routes", OneOrMany(&Ref(RefTarget::Facet)), "The facets that tell apart the ways to get a tool."),
        may(
            "reach",
            Scope,
            "The part of the questions that conditions and routes of the register are about; all unless given.",
        ),
        may("report", OneOrMany(&Ref(RefTarget::Contact)), "Whom to tell when something goes wrong."),
        may("help", OneOrMany(&Ref(RefTarget::Contact)), "Whom to ask when in doubt."),
        may("feedback", OneOrMany(&Ref(RefTarget::Contact)), "Whom to tell about the guidance itself."),
        may("unlisted", Table(&UNLISTED), "What to do where no rule permits and none forbids."),
        may(
            "uncovered",
            Table(&super::inherited::UNCOVERED),
            "What to do where no rule permits and none forbids a use of a tool that is on a list; as for `unlisted`, with a sentence of the product's own, unless given.",
        ),
        may("sources", ById(&Table(&SOURCE)), "The documents that rules and entries rest on."),
        may("contacts", ById(&Table(&CONTACT)), "People and teams to ask or to tell."),
        may("facets", ById(&Table(&FACET)), "The dimensions of a question."),
        may(
            "settled",
            ById(&Table(&super::inherited::SETTLED)),
            "What this pack settles of its parent's facets, for everybody who asks it. The parent marks such a facet `settled-by = \"child\"`.",
        ),
        may("impossible", List(&Table(&IMPOSSIBLE)), "Combinations of values that cannot be met."),
        may("grades", ById(&Table(&GRADE)), "The scale of confidence."),
        may("approvals", ById(&Table(&APPROVAL)), "Approvals that turn an answer; in rules `context.approved.NAME`."),
        may("units", ById(&Table(&UNIT)), "The tree of bodies inside the organisation."),
        may("kinds", ById(&Table(&KIND)), "What tools are."),
        may("developers", ById(&Table(&DEVELOPER)), "Who makes tools."),
        may("duties", ById(&Table(&DUTY)), "What is owed after use; a rule's `@duty` lays one on."),
        may("ladders", ById(&Table(&LADDER)), "Orders of preference among tools."),
        may(
            "identities",
            Table(&super::enforcement::IDENTITY_SCOPES),
            "What the names by which machines know tools serve.",
        ),
        may("domains", Table(&super::enforcement::DOMAINS), "The domains that no deployment may block."),
        may(
            "deployments",
            ById(&Table(&super::enforcement::DEPLOYMENT)),
            "Where enforcement files are loaded; the id names their folder.",
        ),
        may("site", Table(&super::service::SITE), "How the organisation's pages look."),
        may(
            "authzen",
            Table(&super::service::AUTHZEN),
            "How requests of the AuthZEN API name tools, units and facets.",
        ),
        may("precedence", List(&Table(&PRECEDENCE)), "Which source holds where two disagree about a tool."),
        may(
            "reviewed",
            List(&Table(&super::inherited::REVIEWED)),
            "Notes of `countersign lint` that somebody has looked at and confirmed: they are shown again once they say something else.",
        ),
    ],
};

static UNLISTED: TableType = TableType {
    doc: "The route where neither a permit nor a forbid holds: such an answer is `ask-first`.",
    fields: &[
        must("text", Prose, "What to do."),
        must("ask", OneOrMany(&Ref(RefTarget::Contact)), "Whom to ask."),
        may("checklist", OneOrMany(&Ref(RefTarget::Checklist)), "What to bring."),
        may("source", OneOrMany(&Ref(RefTarget::Source)), "What it rests on."),
    ],
};

static SOURCE: TableType = TableType {
    doc: "A document.",
    fields: &[
        must("title", Prose, "Its title."),
        may("date", Date, "When it was issued, as far as it says: `\"2018-08\"`."),
        must("standing", super::ValueType::Choice(&["in-force", "draft", "superseded", "withdrawn"]), "How it stands."),
        may("publisher", Line, "Who issued it."),
        may("url", Line, "Where it is."),
        may("licence", Line, "The licence under which its facts are used."),
    ],
};

static CONTACT: TableType = TableType {
    doc: "Somebody to ask or to tell.",
    fields: &[
        must("name", Prose, "Who."),
        must("subject", Prose, "What to ask or tell there."),
        may("reach", OneOrMany(&Line), "How to reach them: an address, a number, a channel; the best first."),
    ],
};

static FACET: TableType = TableType {
    doc: "One dimension of a question. Names are hyphenated here and underscored in rules.",
    fields: &[
        must("question", Prose, "The question that asks for it."),
        may("help", Prose, "What helps to answer."),
        must("values", ById(&ProseOr(&VALUE)), "Its values in order, each with what people read for it."),
        may("groups", ById(&Table(&GROUP)), "Named sets of its values."),
        may(
            "ordered",
            Flag,
            "Whether the values ascend. Each value then has the groups `up-to-VALUE` and `VALUE-and-above`, in rules and wherever groups are.",
        ),
        may("default", Word, "The value that holds unless another one is given."),
        may("derived", Flag, "Whether it comes from records about who or what asks, never from the asker."),
        may(
            "settled-by",
            super::ValueType::Choice(&["child"]),
            "`child` where a pack that extends this one may settle it for everybody, in its `[settled]`.",
        ),
        may(
            "review",
            OneOrMany(&Word),
            "The values for which `countersign lint` notes what is allowed, so that somebody looks at it; the highest of an ordered facet unless given.",
        ),
        may(
            "about-tool",
            Flag,
            "Whether it is about the tool that is asked for: for other tools, such as alternatives, it is then not known.",
        ),
    ],
};

static VALUE: TableType = TableType {
    doc: "A value of a facet.",
    fields: &[
        must("label", Prose, "What people read for it."),
        may("weight", Number(1, 1_000_000), "How often it is met, against the facet's other values; 1 unless given."),
    ],
};

static GROUP: TableType = TableType {
    doc: "A named set of values: give `of`, or `except` for all but some.",
    fields: &[
        must("label", Prose, "What people read for it."),
        may("of", OneOrMany(&Word), "Its members."),
        may("except", OneOrMany(&Word), "All values but these."),
    ],
};

static IMPOSSIBLE: TableType = TableType {
    doc: "A combination that cannot be met.",
    fields: &[must("when", Scope, "The combination."), must("why", Prose, "Why it cannot be met.")],
};

static GRADE: TableType = TableType {
    doc: "A step of the scale of confidence; the order of the steps is that of their declaration, the best first.",
    fields: &[
        must("name", Prose, "Its name."),
        may("meaning", Prose, "What it says of a tool."),
        may("groups", OneOrMany(&Word), "Sets of grades that it belongs to; in rules `resource in Grade::\"group\"`."),
    ],
};

static APPROVAL: TableType = TableType {
    doc: "An approval.",
    fields: &[
        must("name", Prose, "What is approved, as a phrase."),
        must("by", Ref(RefTarget::Contact), "Who grants it."),
        may("askable", Flag, "Whether a person may simply ask for it: `true` unless given."),
    ],
};

static UNIT: TableType = TableType {
    doc: "A body inside the organisation.",
    fields: &[
        must("name", Prose, "Its name."),
        may("aliases", OneOrMany(&Line), "Other names."),
        may("parent", Ref(RefTarget::Unit), "The body it belongs to."),
        may("rules-elsewhere", Flag, "Whether it is known to have rules of its own that the pack does not hold."),
    ],
};

static KIND: TableType = TableType {
    doc: "What a tool is. A product that no list names can be asked about by its kind.",
    fields: &[
        must("name", Prose, "Its name."),
        may("aliases", OneOrMany(&Line), "Other names."),
        may("parent", Ref(RefTarget::Kind), "The kind it is a sort of."),
        may("serves", OneOrMany(&Word), "What tools of the kind serve, unless they say otherwise."),
    ],
};

static DEVELOPER: TableType = TableType {
    doc: "A company, a project or a person who makes tools.",
    fields: &[
        must("name", Line, "Its name."),
        may("aliases", OneOrMany(&Line), "Other names."),
        may("owner", Ref(RefTarget::Developer), "The developer that owns it."),
        may("country", Line, "The country from which the owner is run: two letters (ISO 3166-1)."),
        may("source", Line, "Where this is said: an address."),
        may("apple-team", OneOrMany(&Line), "Apple developer team ids with which it signs whatever it makes."),
        may(
            "windows-publisher",
            OneOrMany(&Line),
            "Publishers that Windows code signatures name for whatever it makes.",
        ),
    ],
};

static DUTY: TableType = TableType {
    doc: "What is owed after use.",
    fields: &[
        must("text", Prose, "What to do."),
        may("deadline", Duration(&DurationUnit::ALL), "How soon it has to be done: `\"30 days\"`."),
        may("keep-for", Duration(&DurationUnit::ALL), "How long to keep what comes of it: `\"7 years\"`."),
        may("source", OneOrMany(&Ref(RefTarget::Source)), "What it rests on."),
        may("ask", OneOrMany(&Ref(RefTarget::Contact)), "Whom to ask about it."),
    ],
};

static LADDER: TableType = TableType {
    doc: "An order of preference among tools for a part of the questions.",
    fields: &[
        must("name", Prose, "Its name."),
        may("when", Scope, "The questions it is for; all unless given."),
        must("rungs", List(&Table(&RUNG)), "The steps, the preferred one first."),
        may("source", OneOrMany(&Ref(RefTarget::Source)), "What it rests on."),
    ],
};

static RUNG: TableType = TableType {
    doc: "A step of a ladder.",
    fields: &[must("tools", OneOrMany(&Ref(RefTarget::Tool)), "Its tools."), must("text", Prose, "When to take it.")],
};

static PRECEDENCE: TableType = TableType {
    doc: "Which of two sources holds where they disagree about a tool.",
    fields: &[
        must("winner", Ref(RefTarget::Source), "The source that holds."),
        must("loser", Ref(RefTarget::Source), "The source that gives way."),
        may("tools", OneOrMany(&Ref(RefTarget::Tool)), "The tools it is for; all unless given."),
        must("why", Prose, "Why."),
    ],
};

/// An alias of a tool.
pub(super) static ALIAS: TableType = TableType {
    doc: "Another name of a tool.",
    fields: &[
        must("name", Line, "The name."),
        may("note", Prose, "What it has to do with the tool, as in \"its former name\"."),
    ],
};

/// Aliases: plain names, or names with a word on each.
pub(super) static ALIASES: super::ValueType = LineOr(&ALIAS);
