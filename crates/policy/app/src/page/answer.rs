use super::conflict::conflict;
use super::format::{Source, cases, facet_name, line, sources};
use super::journey::Journey;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_decide::{AdviceEntry, Answer, Case, ChecklistEntry, ContactEntry, ExemptionEntry, Reason};
use countersign_govuk::SummaryList;
use countersign_web_kit::Interface;
use countersign_web_kit::Problem;
use countersign_web_kit::page::PageRequest;
use countersign_web_kit::page::page_or_error;
use countersign_web_kit::page::{Layout, href, page};

/// A statement of the answer, with its sources.
struct Told {
    text: String,
    note: Option<String>,
    when: Vec<String>,
    sources: Vec<Source>,
}

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
    verdict: String,
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
    listed: Vec<Told>,
    settled: Vec<Told>,
    why: Vec<Told>,
    heed: Vec<(&'v str, Vec<Told>)>,
    approvals: Vec<String>,
    exemptions: Vec<ExemptionEntry>,
    /// For each exemption its longest duration, who grants it and who is informed.
    exemption_terms: Vec<Vec<String>>,
    exemption_ends: Vec<String>,
    access: Vec<Told>,
    alternatives: Vec<(String, String, String)>,
    ask: Vec<Person>,
    checklist: Vec<ChecklistEntry>,
    duties: Vec<Told>,
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
    visit.service.metrics.decided(Interface::Page, answer.verdict == "allowed");
    let page_of = view(visit, &trail, answer);
    Ok(page(StatusCode::OK, page_of.layout.lang(), &page_of))
}

fn view<'v>(visit: &'v PageRequest, trail: &Journey, answer: Answer) -> Page<'v> {
    let (pack, say) = (visit.pack(), visit.say());
    let headline = answer.headline();
    let name = answer.tool.name.clone();
    let title = visit.fill("may-i", &[("tool", &name)]);
    let supposed: Vec<String> =
        answer.hypothetical.facts.iter().map(|(facet, value)| fact_text(visit, facet, value)).collect();
    let mut assumed: Vec<String> = answer.assumed.iter().map(|(facet, value)| fact_text(visit, facet, value)).collect();
    if trail.unit.is_none() && trail.by_unit(visit) {
        let unit = pack.units.get(&answer.unit).map_or(answer.unit.as_str(), |unit| say.say(&unit.name));
        assumed.insert(0, format!("{}: {unit}", visit.word("unit")));
    }
    let told =
        trail.facts.iter().filter(|(facet, value)| pack.facets.get(facet).is_some_and(|f| f.value(value).is_some()));
    let about: Vec<&str> = told
        .map(|(facet, value)| pack.facets.get(facet).map_or("", |facet| super::format::label(facet, value, say)))
        .collect();
    let open = answer.next_question();
    let approval = |set: &Vec<String>| {
        let name = |id: &String| pack.approvals.get(id).map(|approval| say.say(&approval.name));
        set.iter().filter_map(name).collect::<Vec<_>>().join(&format!("; {} ", say.word("ui.and")))
    };
    let share = format!("{}{}", visit.origin, trail.link(visit, "answer"));
    let subject = visit.fill("share-subject", &[("tool", &name)]);
    let ends = answer.exemptions.iter().flat_map(|exemption| &exemption.until);
    Page {
        layout: Layout::new(visit, title.as_str()).back(trail.last(visit)),
        verdict: answer.verdict.clone(),
        word: say.word(&format!("ui.verdict.{}", headline.verdict())),
        summary: visit.fill(&format!("says.{}", headline.summary()), &[("tool", &name)]),
        about: about.join(" · "),
        unlisted: !answer.tool.known,
        understood: answer
            .tool
            .typed
            .as_ref()
            .map(|typed| say.fill("ui.understood", &[("typed", typed), ("name", &answer.tool.name)])),
        similar: answer
            .tool
            .similar
            .iter()
            .map(|name| (trail.about(visit, name).link(visit, "check"), say.fill("ui.did-you-mean", &[("name", name)])))
            .collect(),
        hypothetical: (!supposed.is_empty()).then(|| say.fill("ui.hypothetical", &[("facts", &supposed.join(", "))])),
        assumed: (!assumed.is_empty()).then(|| say.fill("ui.assumed", &[("facts", &assumed.join(", "))])),
        next: open.map(|choices| (trail.link_with(visit, "check", "change", &choices.facet), choices.text.clone())),
        listed: answer.listings.iter().map(|listed| list_says(visit, &answer, listed)).collect(),
        settled: answer
            .settled
            .iter()
            .map(|fact| Told {
                text: say.fill("ui.settled", &[("label", &fact.label), ("text", &fact.text)]),
                note: None,
                when: Vec::new(),
                sources: sources(&fact.sources),
            })
            .collect(),
        why: answer
            .reasons
            .iter()
            .map(|reason| Told {
                text: led(visit, &answer, reason),
                note: Some(say.word(&format!("ui.kind.{}", answer.reason_kind(reason))).to_owned()),
                when: cases(&reason.when, say, pack),
                sources: sources(&reason.sources),
            })
            .collect(),
        heed: ["must", "must-not", "should", "avoid"]
            .into_iter()
            .filter_map(|strength| {
                let own = answer.conditions.iter().filter(|advice| advice.strength.as_deref() == Some(strength));
                let own: Vec<Told> = own.map(|advice| condition_text(visit, advice)).collect();
                (!own.is_empty()).then(|| (visit.word(strength), own))
            })
            .collect(),
        approvals: answer.approvals.iter().map(approval).collect(),
        exemption_terms: answer.exemptions.iter().map(|exemption| exemption.terms(say)).collect(),
        exemption_ends: ends.map(|date| say.fill("ui.exemption-until", &[("date", date)])).collect(),
        access: answer
            .access
            .iter()
            .map(|route| Told {
                text: route.text.clone(),
                note: None,
                when: if is_met(&route.when, &answer) { Vec::new() } else { vec![line(&route.when, say, pack)] },
                sources: Vec::new(),
            })
            .collect(),
        alternatives: answer
            .alternatives
            .iter()
            .map(|other| (trail.about(visit, &other.id).link(visit, "answer"), other.name.clone(), other.why.clone()))
            .collect(),
        ask: both(visit, &answer),
        checklist: answer.checklist.clone(),
        duties: answer.duties.iter().map(|duty| condition_text(visit, duty)).collect(),
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

impl Journey {
    /// Returns the link to the question before this answer.
    fn last(&self, visit: &PageRequest) -> String {
        match self.facts.last() {
            Some((facet, _)) => self.link_with(visit, "check", "change", facet),
            None => visit.to("/check"),
        }
    }
}

/// Returns true if the stated facts meet a case. The page then does not repeat it.
fn is_met(when: &Case, answer: &Answer) -> bool {
    when.iter().all(|(facet, values)| answer.facts.get(facet).is_some_and(|value| values.contains(value)))
}

/// Returns a fact in words.
fn fact_text(visit: &PageRequest, facet: &str, value: &str) -> String {
    let known = visit.pack().facets.get(facet);
    let value = known.map_or(value, |known| super::format::label(known, value, visit.say()));
    format!("{}: {value}", facet_name(facet))
}

fn condition_text(visit: &PageRequest, advice: &AdviceEntry) -> Told {
    Told {
        text: std::iter::once(advice.text.clone()).chain(advice.times(visit.say())).collect::<Vec<_>>().join(" "),
        note: None,
        when: cases(&advice.when, visit.say(), visit.pack()),
        sources: sources(&advice.sources),
    }
}

/// Returns a reason, with its verdict in front if some reason has another verdict than the answer.
fn led(visit: &PageRequest, answer: &Answer, reason: &Reason) -> String {
    if answer.reasons.iter().all(|one| one.verdict == answer.verdict) {
        return reason.text.clone();
    }
    format!("{}: {}", visit.say().word(&format!("ui.verdict.{}", reason.verdict)), reason.text)
}

fn list_says(visit: &PageRequest, answer: &Answer, listed: &countersign_decide::AnswerListing) -> Told {
    let mark = match listed {
        listed if listed.in_force => None,
        listed if listed.ended => Some("ui.has-ended"),
        _ => Some("ui.gives-way"),
    };
    let marks: Vec<&str> =
        mark.into_iter().chain(listed.elsewhere.then_some("ui.elsewhere")).map(|word| visit.say().word(word)).collect();
    let note = (!marks.is_empty()).then(|| marks.join(", "));
    let mut text = listed.name.clone();
    for more in [&listed.meaning, &listed.note].into_iter().flatten() {
        text = format!("{text}: {more}");
    }
    for found in answer.disagreements.iter().filter(|found| !listed.in_force && found.loser.id == listed.source.id) {
        text = format!("{text}. {}", found.why);
    }
    let when = if listed.when.is_empty() { Vec::new() } else { vec![line(&listed.when, visit.say(), visit.pack())] };
    Told { text, note, when, sources: sources(std::slice::from_ref(&listed.source)) }
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
