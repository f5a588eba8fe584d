use super::conflict::conflict;
use super::form_errors::{error, summary};
use super::journey::{Journey, UNSURE};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_decide::{Answer, ExpectedQuestions, QuestionChoices, kind_choices};
use countersign_govuk::{Button, ErrorSummary, Fieldset, Hint, Legend, Radio, Radios, SummaryList};
use countersign_web_kit::Problem;
use countersign_web_kit::page::page_or_error;
use countersign_web_kit::page::{Layout, page};
use countersign_web_kit::page::{PageRequest, segment};
use countersign_web_kit::response::see_other;

#[derive(Template)]
#[template(path = "question.html")]
struct Question<'v> {
    layout: Layout<'v>,
    action: String,
    /// The earlier answers, which the form sends again.
    hidden: Vec<(String, String)>,
    /// The facet of the question.
    asked: String,
    radios: Radios<'v>,
    go_on: Button<'v>,
    tool: String,
    progress: Option<String>,
    /// The answer from the facts so far.
    now: String,
    summary: Option<ErrorSummary<'v>>,
    told: Option<SummaryList<'v>>,
}

/// Returns the page with one question: the next one that still matters, or the one that the user
/// wants to change.
pub(crate) async fn question(visit: PageRequest, Path(tool): Path<String>) -> Response {
    let asked = ask(&visit, &tool).await;
    page_or_error(&visit, asked)
}

async fn ask(visit: &PageRequest, tool: &str) -> Result<Response, Problem> {
    let trail = Journey::of(visit, tool);
    let asked = visit.last("asked");
    if let Some(facet) = asked {
        let told = visit.pairs.iter().rev().find(|(name, _)| name == facet).map(|(_, value)| value.as_str());
        match told {
            Some(UNSURE) => return Ok(see_other(&trail.without(facet).link_with(visit, "unsure", "facet", facet))),
            None | Some("") => return again(visit, &trail, facet, true).await,
            Some(_) => {}
        }
    }
    if let Some(facet) = visit.last("change") {
        return again(visit, &trail, facet, false).await;
    }
    let by_unit = trail.unit.is_none() && !trail.skipped.iter().any(|skipped| skipped == "unit");
    if by_unit && trail.by_unit(visit) {
        return Ok(view(visit, &trail, &unit(visit), None, false));
    }
    let answer = match trail.answer(visit).await {
        Ok(answer) => answer,
        Err(problem) if problem.is_question() && !trail.facts.is_empty() => {
            return Ok(conflict(visit, &trail, &problem));
        }
        Err(problem) => return Err(problem),
    };
    let Answer { questions, effort, .. } = answer;
    let next = questions.into_iter().find(|choices| !trail.skipped.contains(&choices.facet));
    match next {
        Some(choices) => Ok(view(visit, &trail, &choices, effort, false)),
        None => Ok(see_other(&trail.link(visit, "answer"))),
    }
}

/// Returns a question again, with its earlier answer. If `wrong` is set, reports that an answer is
/// missing.
async fn again(visit: &PageRequest, trail: &Journey, facet: &str, wrong: bool) -> Result<Response, Problem> {
    if facet == "unit" {
        return Ok(view(visit, trail, &unit(visit), None, wrong));
    }
    let known = choices(visit, &trail.without(facet), facet);
    let choices =
        known.ok_or_else(|| Problem::not_found(format!("there is no question `{}`", facet.escape_debug())))?;
    Ok(view(visit, trail, &choices, None, wrong))
}

/// Returns the values of a facet that are possible with the other facts.
pub(crate) fn choices(visit: &PageRequest, others: &Journey, facet: &str) -> Option<QuestionChoices> {
    let (pack, say) = (visit.pack(), visit.say());
    if facet == "kind" {
        return Some(kind_choices(pack, visit.language()));
    }
    let place = pack.facets.position(facet)?;
    let known = pack.facets.at(place)?;
    let facts: Vec<Option<usize>> = pack
        .facets
        .iter()
        .map(|of| others.facts.iter().find(|(name, _)| name == of.id.as_str()).and_then(|(_, value)| of.value(value)))
        .collect();
    let possible = |value: usize| {
        let mut facts = facts.clone();
        if let Some(fact) = facts.get_mut(place) {
            *fact = Some(value);
        }
        pack.is_possible(&facts)
    };
    let values = known.values.iter().enumerate().filter(|(value, _)| possible(*value));
    let values: Vec<_> = values.map(|(_, value)| value).collect();
    Some(QuestionChoices {
        facet: facet.to_owned(),
        text: say.say(&known.question).to_owned(),
        help: known.help.as_ref().map(|help| say.say(help).to_owned()),
        derived: known.derived,
        values: values.iter().map(|value| value.id.to_string()).collect(),
        labels: values.iter().map(|value| (value.id.to_string(), say.say(&value.label).to_owned())).collect(),
    })
}

/// Returns the question for the unit, which rules can distinguish like facts.
fn unit(visit: &PageRequest) -> QuestionChoices {
    let units = || visit.pack().units.iter();
    QuestionChoices {
        facet: "unit".to_owned(),
        text: visit.word("which-unit").to_owned(),
        help: None,
        derived: false,
        values: units().map(|unit| unit.id.to_string()).collect(),
        labels: units().map(|unit| (unit.id.to_string(), visit.say().say(&unit.name).to_owned())).collect(),
    }
}

fn view(
    visit: &PageRequest,
    trail: &Journey,
    choices: &QuestionChoices,
    effort: Option<ExpectedQuestions>,
    wrong: bool,
) -> Response {
    let facet = choices.facet.clone();
    let before = trail.without(&facet);
    let told = match facet.as_str() {
        "unit" => trail.unit.clone(),
        "kind" => trail.kind.clone(),
        facet => trail.facts.iter().find(|(known, _)| known == facet).map(|(_, value)| value.clone()),
    };
    let fault = wrong.then(|| visit.fill("choose", &[("unsure", visit.word("dont-know"))]));
    let name = trail.name(visit);
    let title = format!("{} – {name}", choices.text);
    let page_of = Question {
        layout: Layout::new(visit, title).wrong(wrong).back(back(visit, &before)),
        action: visit
            .link(&format!("/check/{}", segment(&trail.tool)), [])
            .split('?')
            .next()
            .unwrap_or_default()
            .to_owned(),
        hidden: hidden(visit, &before),
        asked: facet.clone(),
        radios: radios(visit, choices, told.unwrap_or_default(), fault.as_deref()),
        go_on: Button { content: visit.word("continue").into(), ..Button::default() },
        tool: name,
        progress: effort.map(|effort| progress(visit, effort)),
        now: before.link(visit, "answer"),
        summary: fault.as_deref().map(|fault| summary(visit, fault, &facet)),
        told: before.summary_list(visit),
    };
    page(if wrong { StatusCode::BAD_REQUEST } else { StatusCode::OK }, page_of.layout.lang(), &page_of)
}

/// Returns the field with the values to choose from, and "I do not know" below them.
fn radios<'v>(visit: &'v PageRequest, choices: &QuestionChoices, value: String, fault: Option<&'v str>) -> Radios<'v> {
    let mut hints: Vec<String> = choices.help.iter().cloned().collect();
    hints.extend(choices.derived.then(|| visit.word("records-say").to_owned()));
    let item = |value: &String| Radio {
        value: value.clone().into(),
        content: choices.labels.get(value).cloned().unwrap_or_else(|| value.clone()).into(),
        ..Radio::default()
    };
    let mut items: Vec<Radio<'_>> = choices.values.iter().map(item).collect();
    items.push(Radio { divider: visit.word("or").into(), ..Radio::default() });
    items.push(Radio { value: UNSURE.into(), content: visit.word("dont-know").into(), ..Radio::default() });
    Radios {
        name: choices.facet.clone().into(),
        id_prefix: choices.facet.clone().into(),
        fieldset: Some(Fieldset {
            legend: Some(Legend {
                content: choices.text.clone().into(),
                is_page_heading: true,
                classes: "govuk-fieldset__legend--l".into(),
            }),
            ..Fieldset::default()
        }),
        hint: (!hints.is_empty()).then(|| Hint::new(hints.join(" "))),
        error_message: fault.map(|fault| error(visit, fault)),
        items,
        value: value.into(),
        ..Radios::default()
    }
}

/// Returns how many questions are left, this one included.
fn progress(visit: &PageRequest, effort: ExpectedQuestions) -> String {
    let count = effort.expected.round().max(1.0);
    if count <= 1.0 {
        visit.word("last-one").to_owned()
    } else {
        visit.fill("progress", &[("count", &format!("{count:.0}"))])
    }
}

/// Returns the hidden fields of a form.
fn hidden(visit: &PageRequest, trail: &Journey) -> Vec<(String, String)> {
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let mut hidden: Vec<(String, String)> = trail.pairs().into_iter().map(owned).collect();
    hidden.extend(visit.lang.clone().map(|lang| ("lang".to_owned(), lang)));
    hidden
}

/// Returns the link to the previous question, which asks for the last fact again.
fn back(visit: &PageRequest, trail: &Journey) -> String {
    let last = trail.facts.last().map(|(facet, _)| facet.as_str());
    let last = last.or(trail.kind.as_ref().map(|_| "kind")).or(trail.unit.as_ref().map(|_| "unit"));
    match last {
        Some(facet) => trail.link_with(visit, "check", "change", facet),
        None => visit.to("/check"),
    }
}
