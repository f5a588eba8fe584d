use crate::{
    Approval, Authzen, Ban, Branding, Checklist, Contact, Deployment, Developer, Duty, Exemption, Facet, Grade, Id,
    IdentityKind, Kind, Precedence, PreferenceOrder, Reviewed, Rule, Scope, Source, Span, Subject, Table, Text, Tool,
    Translations, Unit, UnlistedKind, fold, folded,
};
use serde::{Deserialize, Serialize};

/// One organisation's policy: its own pack and those that it extends, as one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Pack {
    /// The packs of the chain, the outermost parent first.
    pub layers: Vec<Layer>,
    /// What holds for the pack as a whole.
    pub settings: Settings,
    /// The dimensions of a question.
    pub facets: Table<Facet>,
    /// Combinations of values that cannot be met.
    pub impossible: Vec<ImpossibleCombination>,
    /// The scale of confidence.
    pub grades: Table<Grade>,
    /// Approvals.
    pub approvals: Table<Approval>,
    /// Sources.
    pub sources: Table<Source>,
    /// Contacts.
    pub contacts: Table<Contact>,
    /// The tree of units.
    pub units: Table<Unit>,
    /// The tree of kinds.
    pub kinds: Table<Kind>,
    /// Who makes tools.
    pub developers: Table<Developer>,
    /// The register, then the products of the catalogue that no list names.
    pub tools: Table<Tool>,
    /// Bans.
    pub bans: Table<Ban>,
    /// Exemptions from bans.
    pub exemptions: Table<Exemption>,
    /// Deployments.
    pub deployments: Table<Deployment>,
    /// Checklists.
    pub checklists: Table<Checklist>,
    /// Duties.
    pub duties: Table<Duty>,
    /// Orders of preference.
    pub ladders: Table<PreferenceOrder>,
    /// Which source holds where two disagree.
    pub precedence: Vec<Precedence>,
    /// What lint notes and a person has confirmed.
    pub reviewed: Vec<Reviewed>,
    /// Rules, those made from the register last.
    pub rules: Table<Rule>,
    /// Prose.
    pub pages: Table<Page>,
    /// Sentences in other languages.
    pub translations: Translations,
}

/// One pack of a chain.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Layer {
    /// The organisation's name.
    pub name: Text,
    /// The pack's version.
    pub version: String,
}

/// A combination of values that cannot be met.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImpossibleCombination {
    /// The combination.
    pub when: Scope,
    /// Why it cannot be met.
    pub why: Text,
}

/// What holds for a pack as a whole.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Settings {
    /// The language of its sentences (BCP 47).
    pub language: String,
    /// The time zone in which its days begin (IANA).
    pub time_zone: String,
    /// The unit of a question that names none.
    pub unit: Option<usize>,
    /// The facet whose values tools serve.
    pub serves: Option<usize>,
    /// The facets by which routes to a tool are told apart.
    pub routes: Vec<usize>,
    /// The part of the questions that the register's conditions and routes are about.
    pub reach: Scope,
    /// For each kind of name by which machines know tools the questions it serves;
    /// a kind that is left out serves all.
    pub identities: Vec<(IdentityKind, Scope)>,
    /// The domains that no deployment may block, nor anything above them.
    pub protected: Vec<ProtectedDomain>,
    /// What to do where no rule decides.
    pub unlisted: Option<FallbackRoute>,
    /// What to do where no rule decides about a tool that is on a list, where that
    /// differs.
    pub uncovered: Option<Uncovered>,
    /// Whom to tell when something goes wrong, contacts.
    pub report: Vec<Id>,
    /// Whom to ask when in doubt, contacts.
    pub help: Vec<Id>,
    /// Whom to tell about the guidance itself, contacts.
    pub feedback: Vec<Id>,
    /// How the organisation's pages look.
    pub site: Branding,
    /// How requests of the Authorization API name things.
    pub authzen: Authzen,
}

/// A domain that no deployment may block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectedDomain {
    /// The domain.
    pub domain: String,
    /// Where it is declared.
    pub span: Span,
}

/// The route where neither a permit nor a forbid holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FallbackRoute {
    /// What to do.
    pub text: Text,
    /// Whom to ask, contacts.
    pub ask: Vec<Id>,
    /// Checklists to bring.
    pub checklists: Vec<Id>,
    /// The sources.
    pub sources: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// What to do about a use of a listed tool that no rule is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Uncovered {
    /// What to do.
    pub text: Text,
    /// Whom to ask, contacts; as for tools that no list names where there is none.
    pub ask: Vec<Id>,
    /// Checklists to bring.
    pub checklists: Vec<Id>,
    /// The sources.
    pub sources: Vec<Id>,
}

/// A page of prose, in Markdown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page {
    /// Its id.
    pub id: Id,
    /// Its title: the first heading.
    pub title: Text,
    /// The Markdown, first heading included.
    pub body: Text,
}

impl crate::HasId for Page {
    fn id(&self) -> &Id {
        &self.id
    }
}

impl Pack {
    /// The pack's own layer: the last of the chain.
    pub fn own(&self) -> Option<&Layer> {
        self.layers.last()
    }

    /// The tools that the organisation's own packs name, each with its place.
    pub fn register(&self) -> impl Iterator<Item = (usize, &Tool)> {
        self.tools.iter().enumerate().filter(|(_, tool)| tool.in_register())
    }

    /// Who makes a tool, and who owns them, the nearest first.
    pub fn developers_of(&self, tool: Option<&Tool>) -> Vec<&Developer> {
        let own = tool.and_then(|tool| tool.developer.as_ref());
        own.map(|own| self.with_owners(own)).unwrap_or_default()
    }

    /// A developer and those that own it, the nearest first.
    pub fn with_owners(&self, developer: &Id) -> Vec<&Developer> {
        let mut found: Vec<&Developer> = Vec::new();
        let mut next = self.developers.get(developer.as_str());
        while let Some(developer) = next.filter(|next| !found.iter().any(|known| known.id == next.id)) {
            found.push(developer);
            next = developer.owner.as_ref().and_then(|owner| self.developers.get(owner.as_str()));
        }
        found
    }

    /// The tool that goes by a name: its id, its name or an alias, in any case,
    /// spacing and punctuation.
    pub fn tool_named(&self, name: &str) -> Option<usize> {
        let wanted = fold(name);
        let same = |name: &str| folded(name).eq(wanted.chars());
        let goes_by = |tool: &Tool| {
            same(tool.id.as_str()) || same(&tool.name) || tool.aliases.iter().any(|alias| same(&alias.name))
        };
        self.tools.position(name).or_else(|| if wanted.is_empty() { None } else { self.tools.iter().position(goes_by) })
    }

    /// The tool that goes by a name, or to which an address or a name belongs by which
    /// machines know it.
    pub fn tool_asked(&self, name: &str) -> Option<usize> {
        self.tool_named(name).or_else(|| self.tool_at(name))
    }

    /// The kind that goes by a name: its id, its name or an alias.
    pub fn kind_named(&self, name: &str) -> Option<usize> {
        let wanted = fold(name);
        self.kinds.iter().position(|kind| {
            fold(kind.id.as_str()) == wanted
                || fold(&kind.name.text) == wanted
                || kind.aliases.iter().any(|alias| fold(alias) == wanted)
        })
    }

    /// The unit that goes by a name: its id, its name or an alias.
    pub fn unit_named(&self, name: &str) -> Option<usize> {
        let wanted = fold(name);
        self.units.iter().position(|unit| {
            fold(unit.id.as_str()) == wanted
                || fold(&unit.name.text) == wanted
                || unit.aliases.iter().any(|alias| fold(alias) == wanted)
        })
    }

    /// What a subject is called.
    pub fn name_of<'a>(&'a self, subject: &'a Subject) -> &'a str {
        match subject {
            Subject::Tool(place) => self.tools.at(*place).map_or("", |tool| &tool.name),
            Subject::Unlisted { name, .. } => name,
        }
    }

    /// The register's entry of a subject, if it has one.
    pub fn entry_of<'a>(&'a self, subject: &Subject) -> Option<&'a Tool> {
        match subject {
            Subject::Tool(place) => self.tools.at(*place),
            Subject::Unlisted { .. } => None,
        }
    }

    /// The kinds of a subject, with the kinds that those are sorts of.
    pub fn kinds_of<'a>(&'a self, subject: &Subject) -> Vec<&'a Kind> {
        let stated: Vec<&'a Id> = match subject {
            Subject::Tool(place) => self.tools.at(*place).map(|tool| tool.kinds.iter().collect()).unwrap_or_default(),
            Subject::Unlisted { kind: Some(UnlistedKind::Kind(kind)), .. } => {
                self.kinds.at(*kind).map(|kind| vec![&kind.id]).unwrap_or_default()
            }
            Subject::Unlisted { .. } => Vec::new(),
        };
        let mut kinds: Vec<&'a Kind> = Vec::new();
        let mut open: Vec<&'a Id> = stated;
        while let Some(kind) = open.pop().and_then(|id| self.kinds.get(id.as_str())) {
            if !kinds.iter().any(|known| known.id == kind.id) {
                kinds.push(kind);
                open.extend(&kind.parent);
            }
        }
        kinds
    }

    /// Whether the facts given so far can be met at all.
    pub fn is_possible(&self, facts: &[Option<usize>]) -> bool {
        !self.impossible.iter().any(|impossible| impossible.when.covers(facts))
    }
}
