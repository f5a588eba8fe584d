use countersign_model::{Facet, Facts, Id, Pack, Question, Subject, UnlistedKind, nearest};
use jiff::civil::Date;
use std::fmt;

/// A question as typed.
#[derive(Clone, Debug, Default)]
pub struct QuestionInput {
    /// The tool: an id, a name, an alias, or a name that is on no list.
    pub tool: String,
    /// The kind of an unlisted tool. `none` if it is of no kind.
    pub kind: Option<String>,
    /// The asker's unit.
    pub unit: Option<String>,
    /// Facets and values.
    pub facts: Vec<(String, String)>,
    /// Approvals supposed to be granted.
    pub approved: Vec<String>,
}

/// Why a question cannot be asked, and how to fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for InputError {}

/// The longest name of a tool, in characters.
const LONGEST: usize = 200;

impl QuestionInput {
    /// Returns the question in terms of a pack.
    ///
    /// # Errors
    /// Returns all words that the pack does not know, with the nearest known words, not only the
    /// first.
    pub fn question(&self, pack: &Pack, at: Date) -> Result<Question, Vec<InputError>> {
        let mut faults = Vec::new();
        let kind = self.kind.as_ref().and_then(|kind| {
            let found = kind_named(pack, kind);
            if found.is_none() {
                faults.push(unknown("kind", kind, pack.kinds.ids().chain([UnlistedKind::NONE])));
            }
            found
        });
        let unit = match &self.unit {
            Some(unit) => pack.unit_named(unit).unwrap_or_else(|| {
                faults.push(unknown("unit", unit, pack.units.ids()));
                0
            }),
            None => pack.settings.unit.unwrap_or(0),
        };
        let facts = self.facts(pack, &mut faults);
        let approved = self.approvals(pack, &mut faults);
        let subject = self.subject(pack, kind, &mut faults);
        if faults.is_empty() { Ok(Question { subject, unit, facts, approved, at }) } else { Err(faults) }
    }

    fn subject(&self, pack: &Pack, kind: Option<UnlistedKind>, faults: &mut Vec<InputError>) -> Subject {
        let name = self.tool.trim();
        if name.is_empty() || name.chars().count() > LONGEST || name.chars().any(char::is_control) {
            let message = "the name of a tool must be one line of at most 200 characters, and not empty".to_owned();
            faults.push(InputError { message, help: Some("the register lists the tools that are known".into()) });
        }
        if name.starts_with('?') {
            let message = "`?…` stands for tools that no list names".to_owned();
            faults.push(InputError {
                message,
                help: Some("write the tool's own name, and say what kind of tool it is".into()),
            });
        }
        match pack.tool_asked(name) {
            Some(place) => Subject::Tool(place),
            None => Subject::Unlisted { name: name.to_owned(), kind },
        }
    }

    fn facts(&self, pack: &Pack, faults: &mut Vec<InputError>) -> Facts {
        let mut facts: Facts = vec![None; pack.facets.len()];
        for (facet, value) in &self.facts {
            let Some((place, known)) =
                pack.facets.position(facet).and_then(|place| Some((place, pack.facets.at(place)?)))
            else {
                faults.push(unknown("facet", facet, pack.facets.ids()));
                continue;
            };
            let Some(found) = known.value(value) else {
                faults.push(no_value(known, value));
                continue;
            };
            if let Some(fact) = facts.get_mut(place) {
                if fact.is_some_and(|given| given != found) {
                    let message = format!("`{facet}` is given twice, with different values");
                    faults.push(InputError { message, help: Some("give it once".into()) });
                }
                *fact = Some(found);
            }
        }
        facts
    }

    fn approvals(&self, pack: &Pack, faults: &mut Vec<InputError>) -> Vec<Id> {
        let mut approvals: Vec<Id> = Vec::new();
        for approval in &self.approved {
            match pack.approvals.get(approval) {
                Some(known) if approvals.contains(&known.id) => {}
                Some(known) => approvals.push(known.id.clone()),
                None => faults.push(unknown("approval", approval, pack.approvals.ids())),
            }
        }
        approvals
    }
}

/// Reports a word that is not a value of a facet.
fn no_value(facet: &Facet, word: &str) -> InputError {
    let shown = word.escape_debug();
    match facet.members(word) {
        Some(members) => InputError {
            message: format!("`{shown}` is a group of `{}`, and a fact is one value", facet.id),
            help: Some(format!("give one of {}", facet.value_ids(&members).join(", "))),
        },
        None => InputError {
            message: format!("`{shown}` is no value of `{}`", facet.id),
            help: Some(facet.suggestion(word, false)),
        },
    }
}

/// Returns the kind with a name. `none` means none of the pack's kinds.
pub fn kind_named(pack: &Pack, name: &str) -> Option<UnlistedKind> {
    let none = || (name.trim() == UnlistedKind::NONE).then_some(UnlistedKind::NoneOfThese);
    pack.kind_named(name).map(UnlistedKind::Kind).or_else(none)
}

fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> InputError {
    let known: Vec<&str> = known.collect();
    let help = match nearest(word, known.iter().copied()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if known.is_empty() => None,
        None => Some(format!("there are {}", known.join(", "))),
    };
    InputError { message: format!("there is no {what} `{}`", word.escape_debug()), help }
}
