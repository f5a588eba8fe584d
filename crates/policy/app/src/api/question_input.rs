//! A question, read from a JSON body or from a query.

use countersign_decide::QuestionInput;
use countersign_model::Question;
use countersign_web_kit::PolicyVersion;
use countersign_web_kit::Problem;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A question about a tool.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// The tool: an id, a name, an alias, or a name that is on no list.
    pub(crate) tool: String,
    /// The kind of a tool that no list names.
    #[serde(default)]
    pub(crate) kind: Option<String>,
    /// The unit in which the asker works.
    #[serde(default)]
    pub(crate) unit: Option<String>,
    /// What is known of the use: values by facet.
    #[serde(default)]
    pub(crate) facts: BTreeMap<String, String>,
    /// Approvals supposed to be granted.
    #[serde(default)]
    pub(crate) approved: Vec<String>,
    /// The language of the answer (BCP 47), where the pack has translations.
    #[serde(default)]
    pub(crate) lang: Option<String>,
    /// The day of the question, as in `2027-04-01`; today unless given.
    #[serde(default)]
    #[schemars(extend("format" = "date"))]
    pub(crate) at: Option<String>,
}

/// A job for which tools are asked for.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuggestRequest {
    /// What is known of the use: values by facet.
    #[serde(default)]
    pub(crate) facts: BTreeMap<String, String>,
    /// Tools that cannot be used, say because the other side has none.
    #[serde(default)]
    pub(crate) not: Vec<String>,
    /// The unit in which the asker works.
    #[serde(default)]
    pub(crate) unit: Option<String>,
    /// Approvals supposed to be granted.
    #[serde(default)]
    pub(crate) approved: Vec<String>,
    /// The language of the answer (BCP 47), where the pack has translations.
    #[serde(default)]
    pub(crate) lang: Option<String>,
    /// The day of the question, as in `2027-04-01`; today unless given.
    #[serde(default)]
    #[schemars(extend("format" = "date"))]
    pub(crate) at: Option<String>,
}

impl Asked {
    /// Reads a question from a query. `tool`, `kind`, `unit`, `approved`, `lang` and `at` have
    /// these names, all other names are facets.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let (mut asked, mut tool, mut twice) = (Self::default(), None, Vec::new());
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            let former = match name.as_str() {
                "tool" => tool.replace(value),
                "kind" => asked.kind.replace(value),
                "unit" => asked.unit.replace(value),
                "lang" => asked.lang.replace(value),
                "at" => asked.at.replace(value),
                "approved" => {
                    asked.approved.push(value);
                    None
                }
                _ => asked.facts.insert(name.clone(), value),
            };
            twice.extend(former.map(|_| name));
        }
        asked.tool = tool.unwrap_or_default();
        match twice.first() {
            Some(name) => Err(Problem::unreadable(format!("`{name}` is given twice: give it once"))),
            None => Ok(asked),
        }
    }

    /// Returns the question in terms of a policy.
    pub(crate) fn question(&self, version: &PolicyVersion) -> Result<Question, Problem> {
        let inquiry = QuestionInput {
            tool: self.tool.clone(),
            kind: self.kind.clone(),
            unit: self.unit.clone(),
            facts: self.facts.clone().into_iter().collect(),
            approved: self.approved.clone(),
        };
        Ok(inquiry.question(version.pack(), version.at)?)
    }
}

impl SuggestRequest {
    /// Reads a job from a query. `not`, `unit`, `approved`, `lang` and `at` have these names, all
    /// other names are facets.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let (not, rest): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, _)| name == "not");
        let Asked { unit, facts, approved, lang, at, .. } = Asked::of(rest)?;
        let not = not.into_iter().map(|(_, tool)| tool).filter(|tool| !tool.is_empty()).collect();
        Ok(Self { facts, not, unit, approved, lang, at })
    }

    /// Returns the job in terms of a policy, and the places of the excluded tools.
    pub(crate) fn question(&self, version: &PolicyVersion) -> Result<(Question, Vec<usize>), Problem> {
        let asked = Asked {
            tool: "-".into(),
            facts: self.facts.clone(),
            unit: self.unit.clone(),
            approved: self.approved.clone(),
            ..Asked::default()
        };
        let question = asked.question(version);
        let known: Vec<Option<usize>> = self.not.iter().map(|name| version.tool(name)).collect();
        if let Some(name) = self.not.iter().zip(&known).find(|(_, place)| place.is_none()).map(|(name, _)| name) {
            return Err(Problem::unreadable(format!("no list names the tool `{}`", name.escape_debug())));
        }
        Ok((question?, known.into_iter().flatten().collect()))
    }
}
