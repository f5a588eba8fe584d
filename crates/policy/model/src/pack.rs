use crate::{
    Approval, Authzen, Ban, Branding, Checklist, Contact, Deployment, Developer, Duty, Exemption, Facet, Grade, Id,
    IdentityKind, Kind, Precedence, PreferenceOrder, Reviewed, Rule, Scope, Source, Span, Subject, Table, Text, Tool,
    Translations, Unit, UnlistedKind, fold, folded,
};
use serde::{Deserialize, Serialize};

/// One organisation's policy: its own pack combined with those that it extends.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Pack {
    /// The packs of the chain, the outermost parent first.
    pub layers: Vec<Layer>,
    /// The settings of the whole pack.
    pub settings: Settings,
    /// The dimensions of a question.
    pub facets: Table<Facet>,
    /// Combinations of values that cannot occur.
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
    /// The makers of tools.
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
    /// Which source wins if two disagree.
    pub precedence: Vec<Precedence>,
    /// Findings of lint that an author has confirmed.
    pub reviewed: Vec<Reviewed>,
    /// Rules, those derived from the register last.
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

/// A combination of values that cannot occur.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImpossibleCombination {
    /// The combination.
    pub when: Scope,
    /// Why it cannot occur.
    pub why: Text,
}

/// The settings of a whole pack.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Settings {
    /// The language of its sentences (BCP 47).
    pub language: String,
    /// The time zone in which its days begin (IANA).
    pub time_zone: String,
    /// The unit of a question that names none.
    pub unit: Option<usize>,
    /// The facet whose values say what tools are good for.
    pub serves: Option<usize>,
    /// The facets that separate one route to a tool from another.
    pub routes: Vec<usize>,
    /// The questions that the register's conditions and routes are about.
    pub reach: Scope,
    /// For each kind of machine name, the questions that it covers. A kind that is left out covers
    /// all questions.
    pub identities: Vec<(IdentityKind, Scope)>,
    /// The domains that no deployment may block, nor anything above them.
    pub protected: Vec<ProtectedDomain>,
    /// What to do if no rule decides.
    pub unlisted: Option<FallbackRoute>,
    /// What to do if no rule decides about a listed tool, if that differs.
    pub uncovered: Option<Uncovered>,
    /// Contacts to inform when something goes wrong.
    pub report: Vec<Id>,
    /// Contacts to ask when in doubt.
    pub help: Vec<Id>,
    /// Contacts to tell about the guidance itself.
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

/// What to do if no permit and no forbid applies.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FallbackRoute {
    /// What to do.
    pub text: Text,
    /// Contacts to ask.
    pub ask: Vec<Id>,
    /// Checklists to bring.
    pub checklists: Vec<Id>,
    /// The sources.
    pub sources: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// What to do about a use of a listed tool that no rule covers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Uncovered {
    /// What to do.
    pub text: Text,
    /// Contacts to ask. If empty, the same as for tools that no list names.
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
    /// Returns the pack's own layer: the last of the chain.
    pub fn own(&self) -> Option<&Layer> {
        self.layers.last()
    }

    /// Iterates over the tools that the organisation's own packs name, each with its place.
    pub fn register(&self) -> impl Iterator<Item = (usize, &Tool)> {
        self.tools.iter().enumerate().filter(|(_, tool)| tool.in_register())
    }

    /// Returns the developer of a tool and its owners, the nearest first.
    pub fn developers_of(&self, tool: Option<&Tool>) -> Vec<&Developer> {
        let own = tool.and_then(|tool| tool.developer.as_ref());
        own.map(|own| self.with_owners(own)).unwrap_or_default()
    }

    /// Returns a developer and its owners, the nearest first.
    pub fn with_owners(&self, developer: &Id) -> Vec<&Developer> {
        let mut found: Vec<&Developer> = Vec::new();
        let mut next = self.developers.get(developer.as_str());
        while let Some(developer) = next.filter(|next| !found.iter().any(|known| known.id == next.id)) {
            found.push(developer);
            next = developer.owner.as_ref().and_then(|owner| self.developers.get(owner.as_str()));
        }
        found
    }

    /// Returns the tool with this id, name or alias. Case, spacing and punctuation do not count.
    pub fn tool_named(&self, name: &str) -> Option<usize> {
        let wanted = fold(name);
        let same = |name: &str| folded(name).eq(wanted.chars());
        let goes_by = |tool: &Tool| {
            same(tool.id.as_str()) || same(&tool.name) || tool.aliases.iter().any(|alias| same(&alias.name))
        };
        self.tools.position(name).or_else(|| if wanted.is_empty() { None } else { self.tools.iter().position(goes_by) })
    }

    /// Returns the tool with this name, or the tool that machines know by this name or address.
    pub fn tool_asked(&self, name: &str) -> Option<usize> {
        self.tool_named(name).or_else(|| self.tool_at(name))
    }

    /// Returns the kind with this id, name or alias.
    pub fn kind_named(&self, name: &str) -> Option<usize> {
        let wanted = fold(name);
        self.kinds.iter().position(|kind| {
            fold(kind.id.as_str()) == wanted
                || fold(&kind.name.text) == wanted
                || kind.aliases.iter().any(|alias| fold(alias) == wanted)
        })
    }

    /// Returns the unit with this id, name or alias.
    pub fn unit_named(&self, name: &str) -> Option<usize> {
        let wanted = fold(name);
        self.units.iter().position(|unit| {
            fold(unit.id.as_str()) == wanted
                || fold(&unit.name.text) == wanted
                || unit.aliases.iter().any(|alias| fold(alias) == wanted)
        })
    }

    /// Returns the name of a subject.
    pub fn name_of<'a>(&'a self, subject: &'a Subject) -> &'a str {
        match subject {
            Subject::Tool(place) => self.tools.at(*place).map_or("", |tool| &tool.name),
            Subject::Unlisted { name, .. } => name,
        }
    }

    /// Returns the register's entry of a subject, if it has one.
    pub fn entry_of<'a>(&'a self, subject: &Subject) -> Option<&'a Tool> {
        match subject {
            Subject::Tool(place) => self.tools.at(*place),
            Subject::Unlisted { .. } => None,
        }
    }

    /// Returns the kinds of a subject and all more general kinds.
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

    /// Returns true if the facts given so far can occur together.
    pub fn is_possible(&self, facts: &[Option<usize>]) -> bool {
        !self.impossible.iter().any(|impossible| impossible.when.covers(facts))
    }
}
