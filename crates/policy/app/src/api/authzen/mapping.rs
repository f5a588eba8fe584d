//! Maps requests to questions, by the pack's `[authzen]` settings.

use super::properties::{Members, PropertyValue};
use super::request::{Action, Entity, Missing, Request};
use countersign_decide::kind_named;
use countersign_model::{
    Authzen, FacetMapping, Facts, Property, Question, ResourceType, Subject, SubjectType, UnlistedKind,
};
use countersign_web_kit::PolicyVersion;
use std::borrow::Cow;

/// The known parts of a question before its tool is known.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) unit: usize,
    pub(crate) facts: Facts,
    /// The kind of a tool that no list names. `None` if the request does not state it.
    kind: Option<UnlistedKind>,
    /// Facets for which the request states an unknown value.
    pub(crate) unknown: Vec<usize>,
}

/// The reason why a complete request has no question. Decisions default to closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unmapped {
    /// The pack has no subjects of this type.
    SubjectType,
    /// The pack has no resources of this type.
    ResourceType,
    /// The pack has no actions of this name.
    Action,
    /// The pack has no such unit.
    Unit,
    /// No tool of the register has this identity.
    Resource,
    /// A required member is missing, in one of several questions only.
    Missing(&'static str),
}

impl Unmapped {
    /// Returns the reason as a sentence.
    pub(crate) fn reason(&self) -> Cow<'static, str> {
        match self {
            Self::SubjectType => "the policy maps no subjects of this type".into(),
            Self::ResourceType => "the policy maps no resources of this type".into(),
            Self::Action => "the policy maps no actions of this name".into(),
            Self::Unit => "the policy knows no unit of this name".into(),
            Self::Resource => "no tool of the register goes by this name".into(),
            Self::Missing(what) => format!("`{what}` is missing").into(),
        }
    }
}

impl From<Missing> for Unmapped {
    fn from(Missing(what): Missing) -> Self {
        Self::Missing(what)
    }
}

/// Returns the question of a request, and the facets for which it states unknown values.
pub(crate) fn question(version: &PolicyVersion, asked: &Request<'_>) -> Result<(Question, Vec<usize>), Unmapped> {
    let (subject, resource, action) = (asked.subject(true)?, asked.resource(true)?, asked.action()?);
    let mut known = Known::new(version);
    known.context(version, asked.context.as_ref());
    known.action(version, action)?;
    known.subject(version, subject, true)?;
    let tool = known.resource(version, resource)?;
    Ok((known.about(version, tool), known.unknown))
}

impl Known {
    pub(crate) fn new(version: &PolicyVersion) -> Self {
        let pack = version.pack();
        let (unit, facts) = (pack.settings.unit.unwrap_or(0), vec![None; pack.facets.len()]);
        Self { unit, facts, kind: None, unknown: Vec::new() }
    }

    /// Reads facts from the context: those of the pack's mapping, then those with the names of
    /// facets. Ignores facts that only records can state.
    pub(crate) fn context(&mut self, version: &PolicyVersion, context: Option<&Members<'_>>) {
        let pack = version.pack();
        for (key, value) in context.into_iter().flat_map(Members::iter) {
            let named = pack.facets.position(key);
            let own = named.filter(|place| pack.facets.at(*place).is_some_and(|facet| !facet.derived));
            if let Some(facet) = own {
                self.state(version, &FacetMapping { facet, otherwise: None }, value);
            }
        }
        self.properties(version, &pack.settings.authzen.context, context);
        self.kind(version, context);
    }

    /// Reads the kind of a tool that no list names. No facet has this name.
    fn kind(&mut self, version: &PolicyVersion, given: Option<&Members<'_>>) {
        let word = given.and_then(|given| given.get("kind")).and_then(PropertyValue::as_str);
        self.kind = word.and_then(|word| kind_named(version.pack(), word)).or(self.kind);
    }

    pub(crate) fn action(&mut self, version: &PolicyVersion, action: &Action<'_>) -> Result<(), Unmapped> {
        let authzen = &version.pack().settings.authzen;
        let name = action.name.as_deref().unwrap_or_default();
        let stated = authzen.action.as_ref().filter(|says| {
            let facet = version.pack().facets.at(says.facet);
            says.otherwise.is_some() || facet.is_some_and(|facet| facet.value(name).is_some())
        });
        match stated {
            Some(says) => self.state_word(version, says, name),
            None if authzen.plain_actions().contains(&name) => {}
            None => return Err(Unmapped::Action),
        }
        self.properties(version, &authzen.action_properties, action.properties.as_ref());
        Ok(())
    }

    pub(crate) fn subject(
        &mut self,
        version: &PolicyVersion,
        subject: &Entity<'_>,
        with_id: bool,
    ) -> Result<(), Unmapped> {
        let sort = subject_type(version, subject)?;
        let unit = sort.map_or("unit", |sort| &sort.unit);
        if let Some(value) = subject.properties.as_ref().and_then(|properties| properties.get(unit)) {
            let name = value.as_str().ok_or(Unmapped::Unit)?;
            self.unit = version.pack().unit_named(name).ok_or(Unmapped::Unit)?;
        }
        let Some(sort) = sort else { return Ok(()) };
        if let (Some(says), Some(id), true) = (&sort.id, &subject.id, with_id) {
            self.state_word(version, says, id);
        }
        self.properties(version, &sort.properties, subject.properties.as_ref());
        Ok(())
    }

    pub(crate) fn resource(&mut self, version: &PolicyVersion, resource: &Entity<'_>) -> Result<Subject, Unmapped> {
        let sort = resource_type(version, resource)?;
        if let Some(sort) = sort {
            self.properties(version, &sort.properties, resource.properties.as_ref());
        }
        self.kind(version, resource.properties.as_ref());
        let name = resource.id.as_deref().unwrap_or_default();
        match sort.and_then(|sort| sort.identity) {
            Some(identity) => version.known_as(identity, name).map(Subject::Tool).ok_or(Unmapped::Resource),
            None => Ok(match version.tool(name) {
                Some(place) => Subject::Tool(place),
                None => Subject::Unlisted { name: name.chars().take(200).collect(), kind: self.kind },
            }),
        }
    }

    /// Returns the question about a tool.
    pub(crate) fn about(&self, version: &PolicyVersion, subject: Subject) -> Question {
        Question { subject, unit: self.unit, facts: self.facts.clone(), approved: Vec::new(), at: version.at }
    }

    fn properties(&mut self, version: &PolicyVersion, mapped: &[Property], given: Option<&Members<'_>>) {
        let Some(given) = given else { return };
        for property in mapped {
            if let Some(value) = given.get(&property.name) {
                self.state(version, &property.says, value);
            }
        }
    }

    /// Reads a JSON value as a fact. Text is used directly, any other value in its JSON form.
    fn state(&mut self, version: &PolicyVersion, says: &FacetMapping, value: &PropertyValue<'_>) {
        match value {
            PropertyValue::Text(text) => self.state_word(version, says, text),
            PropertyValue::Other(value) => self.state_word(version, says, &value.to_string()),
        }
    }

    pub(crate) fn state_word(&mut self, version: &PolicyVersion, says: &FacetMapping, word: &str) {
        let Some(facet) = version.pack().facets.at(says.facet) else { return };
        // Names of principals can differ in case alone, so nothing is folded.
        let value = facet.value(word).or(says.otherwise);
        if value.is_none() && !self.unknown.contains(&says.facet) {
            self.unknown.push(says.facet);
        }
        if let Some(fact) = self.facts.get_mut(says.facet) {
            *fact = value;
        }
    }
}

/// Returns the pack's settings for the type of a subject. `None` if the pack maps no subjects.
pub(crate) fn subject_type<'v>(
    version: &'v PolicyVersion,
    subject: &Entity<'_>,
) -> Result<Option<&'v SubjectType>, Unmapped> {
    let known = &version.pack().settings.authzen.subjects;
    let found = known.iter().find(|sort| Some(sort.name.as_str()) == subject.kind.as_deref());
    let plain = known.is_empty() && subject.kind.as_deref() == Some(Authzen::SUBJECT);
    if plain || found.is_some() { Ok(found) } else { Err(Unmapped::SubjectType) }
}

/// Returns the pack's settings for the type of a resource. `None` if the pack maps no resources.
pub(crate) fn resource_type<'v>(
    version: &'v PolicyVersion,
    resource: &Entity<'_>,
) -> Result<Option<&'v ResourceType>, Unmapped> {
    let known = &version.pack().settings.authzen.resources;
    let found = known.iter().find(|sort| Some(sort.name.as_str()) == resource.kind.as_deref());
    let plain = known.is_empty() && resource.kind.as_deref() == Some(Authzen::RESOURCE);
    if plain || found.is_some() { Ok(found) } else { Err(Unmapped::ResourceType) }
}
