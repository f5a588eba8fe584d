use super::conflict::conflict;
use super::format::facet_name;
use super::journey::Journey;
use super::statement::{self, Statement};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_decide::{Answer, ChecklistEntry, ContactEntry, ExemptionEntry};
use countersign_govuk::SummaryList;
use countersign_model::Verdict;
use countersign_web_kit::Interface;
use countersign_web_kit::Problem;
use countersign_web_kit::page::PageRequest;
use countersign_web_kit::page::page_or_error;
use countersign_web_kit::page::{Layout, href, page};

/// A person or team to ask.
pub(crate) struct Person {
    pub(crate) who: String,
    pub(crate) subject: String,
    /// Ways to reach them, each with its link if it has one.
    pub(crate) reach: Vec<(String, Option<String>)>,
}

#[derive(Template)]
#[template(path = "answer.html")]
struct Page<'v> {
    layout: Layout<'v>,
    title: String,
    verdict: Verdict,
    word: &'v str,
    summary: String,
    /// The facts so far, in a line.
    about: String,
    unlisted: bool,
    /// The typed name and its interpretation, and similar tools.
    understood: Option<String>,
    similar: Vec<(String, String)>,
    hypothetical: Option<String>,
    assumed: Option<String>,
    next: Option<(String, String)>,
    listed: Vec<Statement>,
    settled: Vec<Statement>,
    why: Vec<Statement>,
    heed: Vec<(&'v str, Vec<Statement>)>,
    approvals: Vec<String>,
    exemptions: Vec<ExemptionEntry>,
    /// For each exemption its longest duration, who grants it and who is informed.
    exemption_terms: Vec<Vec<String>>,
    exemption_ends: Vec<String>,
    access: Vec<Statement>,
    alternatives: Vec<(String, String, String)>,
    ask: Vec<Person>,
    checklist: Vec<ChecklistEntry>,
    duties: Vec<Statement>,
    report: Vec<Person>,
    told: Option<SummaryList<'v>>,
    share: String,
    mail: String,
    entry: Option<(String, String)>,
}

/// Returns the page with the answer: the verdict in words, then the reasons, then the consequences.
pub(crate) async fn answer(visit: PageRequest, Path(tool): Path<String>) -> Response {
    let told = load(&visit, &tool).await;
    page_or_error(&visit, told)
}

async fn load(visit: &PageRequest, tool: &str) -> Result<Response, Problem> {
    let trail = Journey::of(visit, tool);
    let answer = match trail.answer(visit).await {
        Ok(answer) => answer,
        Err(problem) if problem.is_question() && !trail.facts.is_empty() => {
            return Ok(conflict(visit, &trail, &problem));
        }
        Err(problem) => return Err(problem),
    };
    visit.service.metrics.decided(Interface::Page, answer.verdict == Verdict::Allowed);
    let page_of = view(visit, &trail, answer);
    Ok(page(StatusCode::OK, page_of.layout.lang(), &page_of))
}

fn view<'v>(visit: &'v PageRequest, trail: &Journey, answer: Answer) -> Page<'v> {
    let say = visit.say();
    let headline = answer.headline();
    let name = answer.tool.name.clone();
    let title = visit.fill("may-i", &[("tool", &name)]);
    let supposed: Vec<String> =
        answer.hypothetical.facts.iter().map(|(facet, value)| fact_text(visit, facet, value)).collect();
    let assumed = assumed_facts(visit, trail, &answer);
    let open = answer.next_question();
    let understood = |typed: &String| say.fill("ui.understood", &[("typed", typed), ("name", &answer.tool.name)]);
    let share = format!("{}{}", visit.origin, trail.link(visit, "answer"));
    let subject = visit.fill("share-subject", &[("tool", &name)]);
    let ends = answer.exemptions.iter().flat_map(|exemption| &exemption.until);
    Page {
        layout: Layout::new(visit, title.as_str()).back(trail.last(visit)),
        verdict: answer.verdict,
        word: say.word(&format!("ui.verdict.{}", headline.verdict())),
        summary: visit.fill(&format!("says.{}", headline.summary()), &[("tool", &name)]),
        about: facts_line(visit, trail),
        unlisted: !answer.tool.known,
        understood: answer.tool.typed.as_ref().map(understood),
        similar: similar_tools(visit, trail, &answer),
        hypothetical: (!supposed.is_empty()).then(|| say.fill("ui.hypothetical", &[("facts", &supposed.join(", "))])),
        assumed: (!assumed.is_empty()).then(|| say.fill("ui.assumed", &[("facts", &assumed.join(", "))])),
        next: open.map(|choices| (trail.link_with(visit, "check", "change", &choices.facet), choices.text.clone())),
        listed: statement::listings(visit, &answer),
        settled: statement::settled_facts(visit, &answer),
        why: statement::reasons(visit, &answer),
        heed: statement::conditions(visit, &answer),
        approvals: answer.approvals.iter().map(|set| approval_names(visit, set)).collect(),
        exemption_terms: answer.exemptions.iter().map(|exemption| exemption.terms(say)).collect(),
        exemption_ends: ends.map(|date| say.fill("ui.exemption-until", &[("date", date)])).collect(),
        access: statement::access_routes(visit, &answer),
        alternatives: alternatives(visit, trail, &answer),
        ask: both(visit, &answer),
        checklist: answer.checklist.clone(),
        duties: statement::duties(visit, &answer),
        report: people(answer.report_only()),
        told: trail.summary_list(visit),
        mail: mail(&subject, &share),
        share,
        entry: answer.tool.known.then(|| {
            let link = visit.to(&format!("/tools/{}", answer.tool.id));
            (link, visit.fill("more-on", &[("tool", &name)]))
        }),
        exemptions: answer.exemptions,
        title,
    }
}

/// Returns the facts that the answer assumes. The unit is one of them if rules distinguish units and
/// the user named none.
fn assumed_facts(visit: &PageRequest, trail: &Journey, answer: &Answer) -> Vec<String> {
    let mut assumed: Vec<String> = answer.assumed.iter().map(|(facet, value)| fact_text(visit, facet, value)).collect();
    if trail.unit.is_none() && trail.by_unit(visit) {
        let unit = visit.pack().units.get(&answer.unit);
        let unit = unit.map_or(answer.unit.as_str(), |unit| visit.say().say(&unit.name));
        assumed.insert(0, format!("{}: {unit}", visit.word("unit")));
    }
    assumed
}

/// Returns the labels of the user's facts, in one line.
fn facts_line(visit: &PageRequest, trail: &Journey) -> String {
    let facts = trail.facts.iter().filter_map(|(name, value)| {
        let facet = visit.pack().facets.get(name).filter(|facet| facet.value(value).is_some())?;
        Some(super::format::label(facet, value, visit.say()))
    });
    facts.collect::<Vec<_>>().join(" · ")
}

/// Returns links to tools with similar names, each with its text.
fn similar_tools(visit: &PageRequest, trail: &Journey, answer: &Answer) -> Vec<(String, String)> {
    let link = |name: &String| {
        (trail.about(visit, name).link(visit, "check"), visit.say().fill("ui.did-you-mean", &[("name", name)]))
    };
    answer.tool.similar.iter().map(link).collect()
}

/// Returns the other tools that the answer proposes: a link, the name and the reason for each.
fn alternatives(visit: &PageRequest, trail: &Journey, answer: &Answer) -> Vec<(String, String, String)> {
    let link = |id: &str| trail.about(visit, id).link(visit, "answer");
    answer.alternatives.iter().map(|other| (link(&other.id), other.name.clone(), other.why.clone())).collect()
}

/// Returns the names of a set of approvals that are needed together.
fn approval_names(visit: &PageRequest, set: &[String]) -> String {
    let say = visit.say();
    let name = |id: &String| visit.pack().approvals.get(id).map(|approval| say.say(&approval.name));
    set.iter().filter_map(name).collect::<Vec<_>>().join(&format!("; {} ", say.word("ui.and")))
}

impl Journey {
    /// Returns the link to the question before this answer.
    fn last(&self, visit: &PageRequest) -> String {
        match self.facts.last() {
            Some((facet, _)) => self.link_with(visit, "check", "change", facet),
            None => visit.to("/check"),
        }
    }
}

/// Returns a fact in words.
fn fact_text(visit: &PageRequest, facet: &str, value: &str) -> String {
    let known = visit.pack().facets.get(facet);
    let value = known.map_or(value, |known| super::format::label(known, value, visit.say()));
    format!("{}: {value}", facet_name(facet))
}

/// Returns the people to ask, marked if the user must also report to them.
fn both(visit: &PageRequest, answer: &Answer) -> Vec<Person> {
    let mut asked = people(&answer.ask);
    for (person, asking) in asked.iter_mut().zip(&answer.ask) {
        if answer.report.iter().any(|one| one.id == asking.id) {
            person.subject = format!("{}; {}", person.subject, visit.say().word("ui.also-report"));
        }
    }
    asked
}

/// Returns people to ask, with the ways to reach them.
pub(crate) fn people<'a>(asked: impl IntoIterator<Item = &'a ContactEntry>) -> Vec<Person> {
    let person = |asking: &ContactEntry| Person {
        who: asking.who.clone(),
        subject: asking.subject.clone(),
        reach: asking.reach.iter().map(|reach| (reach.clone(), href(reach))).collect(),
    };
    asked.into_iter().map(person).collect()
}

/// Returns a `mailto:` address with a link in its text (RFC 6068).
fn mail(subject: &str, link: &str) -> String {
    let encoded = countersign_web_kit::page::segment;
    format!("mailto:?subject={}&body={}", encoded(subject), encoded(link))
}
