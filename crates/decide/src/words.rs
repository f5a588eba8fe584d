use countersign_model::{Pack, Text, Translations};

/// The sentences of the product itself, by id. A pack translates them in its
/// `text/LANGUAGE.toml` like its own.
pub const WORDS: &[(&str, &str)] = &[
    ("ui.verdict.allowed", "Allowed"),
    ("ui.verdict.ask-first", "Ask first"),
    ("ui.verdict.not-allowed", "Not allowed"),
    ("ui.verdict.undecided", "It depends"),
    ("ui.strength.must", "Must"),
    ("ui.strength.must-not", "Must not"),
    ("ui.strength.should", "Should"),
    ("ui.strength.avoid", "Avoid"),
    ("ui.kind.banned", "banned"),
    ("ui.kind.forbidden", "forbidden"),
    ("ui.kind.unavailable", "not available there"),
    ("ui.kind.expired", "approval has ended"),
    ("ui.kind.needs-approval", "needs approval"),
    ("ui.kind.unlisted", "not on a list"),
    ("ui.kind.permitted", "permitted"),
    ("ui.kind.out-of-scope", "the policy does not reach this"),
    ("ui.expired", "The approval of {tool} in “{source}” ended on {date}."),
    ("ui.unlisted", "No rule permits this use and none forbids it."),
    ("ui.hypothetical", "This supposes {facts}; it is no permission by itself."),
    ("ui.assumed", "Taken as {facts}, since nothing else is known."),
    ("ui.is-assumed", "assumed"),
    ("ui.approved", "approved {approval}"),
    ("ui.not-approved", "{approval} has not approved"),
    ("ui.unit", "unit"),
    ("ui.not-in-register", "No list of this policy names this tool."),
    ("ui.ruled-out", "You ruled it out."),
    ("ui.depends", "It depends on"),
    ("ui.exemptions", "Exemptions"),
    ("ui.exemption-until", "One exists until {date}."),
    ("ui.exemption-for", "For:"),
    ("ui.verdict.unavailable", "Not available there"),
    ("ui.gives-way", "gives way"),
    ("ui.has-ended", "has ended"),
    ("ui.undecided-more", "{count} more depend on facts that are not given"),
    ("ui.listed-as", "On the lists"),
    ("ui.cases", "What it comes to"),
    ("ui.suggest", "Tools for"),
    ("ui.nothing-serves", "No tool of the register serves here. Ask for help."),
    ("ui.suggestions", "These serve, best first"),
    ("ui.fell-out", "These fell out"),
    ("ui.did-you-mean", "Did you mean “{name}”?"),
    ("ui.why", "Why"),
    ("ui.path", "What was looked at, and what it left possible"),
    ("ui.because", "These facts settle it"),
    ("ui.deciders", "Rules that decide"),
    ("ui.turns", "What would turn it"),
    ("ui.conditions", "Conditions"),
    ("ui.when", "when"),
    ("ui.and", "and"),
    ("ui.or", "or"),
    ("ui.is", "is"),
    ("ui.any-but", "any but {values}"),
    ("ui.always", "always"),
    ("ui.in-unit", "in {units}"),
    ("ui.approvals", "Approvals you need"),
    ("ui.duties", "Afterwards"),
    ("ui.access", "How to get it"),
    ("ui.alternatives", "Allowed instead"),
    ("ui.ask", "Whom to ask"),
    ("ui.report", "If something goes wrong, tell"),
    ("ui.checklist", "Checklist"),
    ("ui.questions", "This still depends on"),
    ("ui.disagreements", "Sources disagree"),
    ("ui.disagreement", "“{winner}” says {won}; “{loser}” says {lost}."),
];

/// Says sentences in one language, the pack's own where there is no translation.
#[derive(Clone, Copy, Debug)]
pub struct Speaker<'a> {
    translations: &'a Translations,
    language: Option<&'a str>,
}

impl<'a> Speaker<'a> {
    /// A speaker of a language (BCP 47); none means the pack's own.
    pub fn new(pack: &'a Pack, language: Option<&'a str>) -> Self {
        Self { translations: &pack.translations, language }
    }

    /// A sentence of the pack.
    pub fn say(&self, text: &'a Text) -> &'a str {
        self.translations.say(text, self.language)
    }

    /// A sentence of the product, by its id in [`WORDS`].
    pub fn word(&self, id: &str) -> &'a str {
        let own = WORDS.iter().find(|(known, _)| *known == id).map_or("", |(_, word)| *word);
        self.translations.find(id, self.language).unwrap_or(own)
    }

    /// The same with `{name}` filled in.
    pub fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.word(id).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}
