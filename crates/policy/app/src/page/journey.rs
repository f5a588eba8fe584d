use crate::api::Asked;
use countersign_decide::{Answer, ask, kind_choices, kind_named};
use countersign_govuk::{Content, SummaryAction, SummaryActions, SummaryCell, SummaryList, SummaryRow};
use countersign_model::{Question, Subject};
use countersign_web_kit::page::{PageRequest, segment};
use countersign_web_kit::{Problem, run_blocking};
use std::collections::BTreeMap;

/// The answers that a user has given so far about the use of a tool. The address holds them, so the
/// service keeps nothing and users can share every page.
#[derive(Clone)]
pub(crate) struct Journey {
    /// The tool, as the path names it.
    pub(crate) tool: String,
    pub(crate) kind: Option<String>,
    pub(crate) unit: Option<String>,
    /// Facets and values, in the order of the answers.
    pub(crate) facts: Vec<(String, String)>,
    /// Facets that the page asked for and the user does not know.
    pub(crate) skipped: Vec<String>,
}

/// The answer "I do not know".
pub(crate) const UNSURE: &str = "?";

impl Journey {
    pub(crate) fn of(visit: &PageRequest, tool: &str) -> Self {
        // Control characters are invisible and not part of a name.
        let tool: String = tool.chars().filter(|c| !c.is_control()).collect();
        let mut trail = Self { tool, kind: None, unit: None, facts: Vec::new(), skipped: Vec::new() };
        for (name, value) in visit.pairs.iter().filter(|(_, value)| !value.is_empty() && value != UNSURE) {
            match name.as_str() {
                "kind" => trail.kind = Some(value.clone()),
                "unit" => trail.unit = Some(value.clone()),
                "skip" if !trail.skipped.contains(value) => trail.skipped.push(value.clone()),
                name if visit.pack().facets.position(name).is_some() => trail.set_fact(name, value),
                // A name that is no facet may be a typing error in the link.
                "lang" | "asked" | "change" | "facet" | "skip" | "tool" | "not" => {}
                name => trail.facts.push((name.to_owned(), value.clone())),
            }
        }
        trail
    }

    /// Sets a fact, which replaces an earlier value of the same facet.
    pub(crate) fn set_fact(&mut self, facet: &str, value: &str) {
        self.skipped.retain(|skipped| skipped != facet);
        match self.facts.iter_mut().find(|(known, _)| known == facet) {
            Some((_, told)) => value.clone_into(told),
            None => self.facts.push((facet.to_owned(), value.to_owned())),
        }
    }

    /// Returns the journey without a fact.
    pub(crate) fn without(&self, facet: &str) -> Self {
        let mut trail = self.clone();
        trail.facts.retain(|(known, _)| known != facet);
        match facet {
            "unit" => trail.unit = None,
            "kind" => trail.kind = None,
            _ => {}
        }
        trail
    }

    /// Returns the journey with a facet marked as unknown to the user.
    pub(crate) fn skipping(&self, facet: &str) -> Self {
        let mut trail = self.without(facet);
        if !trail.skipped.iter().any(|skipped| skipped == facet) {
            trail.skipped.push(facet.to_owned());
        }
        trail
    }

    /// Returns all answers as query parameters.
    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        pairs.extend(self.kind.as_deref().map(|kind| ("kind", kind)));
        pairs.extend(self.unit.as_deref().map(|unit| ("unit", unit)));
        pairs.extend(self.facts.iter().map(|(facet, value)| (facet.as_str(), value.as_str())));
        pairs.extend(self.skipped.iter().map(|facet| ("skip", facet.as_str())));
        pairs
    }

    /// Returns a link to one of the pages about the tool.
    pub(crate) fn link(&self, visit: &PageRequest, page: &str) -> String {
        visit.link(&format!("/{page}/{}", segment(&self.tool)), self.pairs())
    }

    /// Returns such a link with one more parameter.
    pub(crate) fn link_with(&self, visit: &PageRequest, page: &str, name: &str, value: &str) -> String {
        let pairs = self.pairs().into_iter().chain([(name, value)]);
        visit.link(&format!("/{page}/{}", segment(&self.tool)), pairs)
    }

    /// Returns the journey with another tool, without the facts about this one.
    pub(crate) fn about(&self, visit: &PageRequest, tool: &str) -> Self {
        let facets = &visit.pack().facets;
        let mut trail = Self { tool: tool.to_owned(), kind: None, ..self.clone() };
        trail.facts.retain(|(facet, _)| facets.get(facet).is_none_or(|facet| !facet.about_tool));
        trail
    }

    /// Returns the question in terms of the policy.
    pub(crate) fn question(&self, visit: &PageRequest) -> Result<Question, Problem> {
        let facts: BTreeMap<String, String> = self.facts.iter().cloned().collect();
        let (tool, kind, unit) = (self.tool.clone(), self.kind.clone(), self.unit.clone());
        Asked { tool, kind, unit, facts, ..Asked::default() }.question(&visit.version)
    }

    /// Returns the answer from the facts so far.
    pub(crate) async fn answer(&self, visit: &PageRequest) -> Result<Answer, Problem> {
        let question = self.question(visit)?;
        let (version, lang) = (visit.version.clone(), visit.lang.clone());
        Ok(run_blocking(move || ask(&version.policy, &question, lang.as_deref())).await??)
    }

    /// Returns the name of the tool.
    pub(crate) fn name(&self, visit: &PageRequest) -> String {
        let place = visit.version.tool(&self.tool);
        place.and_then(|place| visit.pack().tools.at(place)).map_or(self.tool.clone(), |tool| tool.name.clone())
    }

    /// Returns true if rules distinguish units for this tool.
    pub(crate) fn by_unit(&self, visit: &PageRequest) -> bool {
        let policy = &visit.version.policy;
        let subject = match visit.version.tool(&self.tool) {
            Some(place) => Subject::Tool(place),
            None => {
                let kind = self.kind.as_deref().and_then(|kind| kind_named(&policy.pack, kind));
                Subject::Unlisted { name: self.tool.clone(), kind }
            }
        };
        policy.decisions.may_be(policy.subject(&subject)).into_iter().any(|subject| {
            let first = policy.decisions.verdicts(subject, 0);
            (1..policy.pack.units.len()).any(|unit| policy.decisions.verdicts(subject, unit) != first)
        })
    }

    /// Returns the answers so far, each with a link to change it. `None` if there are none.
    pub(crate) fn summary_list<'v>(&self, visit: &'v PageRequest) -> Option<SummaryList<'v>> {
        let change = |facet: &str, name: &str| SummaryActions {
            items: vec![SummaryAction {
                content: visit.word("change").into(),
                href: self.link_with(visit, "check", "change", facet).into(),
                visually_hidden_text: name.to_lowercase().into(),
                ..SummaryAction::default()
            }],
            ..SummaryActions::default()
        };
        let cell = |text: String| SummaryCell { content: Content::text(text), ..SummaryCell::default() };
        let row = |facet: &str, name: String, value: String| SummaryRow {
            actions: change(facet, &name),
            key: cell(name),
            value: cell(value),
            ..SummaryRow::default()
        };
        let (pack, say) = (visit.pack(), visit.say());
        let mut rows = Vec::new();
        if let Some(unit) = &self.unit {
            let place = pack.unit_named(unit).and_then(|place| pack.units.at(place));
            let name = place.map_or(unit.clone(), |unit| say.say(&unit.name).to_owned());
            rows.push(row("unit", visit.word("unit").to_owned(), name));
        }
        if let Some(kind) = &self.kind {
            let choices = kind_choices(pack, visit.language());
            let name = choices.labels.get(kind).cloned().unwrap_or_else(|| kind.clone());
            rows.push(row("kind", visit.word("kind").to_owned(), name));
        }
        for (facet, value) in &self.facts {
            let said = pack
                .facets
                .get(facet)
                .map_or(value.clone(), |known| super::format::label(known, value, say).to_owned());
            rows.push(row(facet, super::format::facet_name(facet), said));
        }
        for facet in &self.skipped {
            let name = match facet.as_str() {
                "unit" | "kind" => visit.word(facet).to_owned(),
                facet => super::format::facet_name(facet),
            };
            rows.push(row(facet, name, visit.word("not-known").to_owned()));
        }
        (!rows.is_empty()).then(|| SummaryList { rows, ..SummaryList::default() })
    }
}
