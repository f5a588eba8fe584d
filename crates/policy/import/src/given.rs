//! The status that headings give to the whole table below them.

use crate::mapping::Mapping;
use crate::plain_words::plain;
use crate::status_words::Effect;
use crate::table::{Above, Table};

/// The status that a heading gives to a table.
pub(crate) struct Given {
    /// The status, as reported for every row.
    pub(crate) status: String,
    /// The heading that gives it.
    pub(crate) heading: String,
}

/// Words of headings without tools below them, even below a heading that gives a status.
const NOT_TOOLS: &[&str] = &[
    "what",
    "where",
    "processes",
    "procedures",
    "request",
    "requesting",
    "guidance",
    "guidelines",
    "guideline",
    "principles",
    "policy",
    "policies",
    "rules",
    "requirements",
    "criteria",
    "questions",
    "faq",
    "faqs",
    "steps",
    "roles",
    "responsibilities",
    "references",
    "contact",
    "contacts",
    "contents",
    "introduction",
    "overview",
    "scope",
    "purpose",
    "background",
    "definitions",
    "exceptions",
    "examples",
    "changes",
    "history",
    "use",
    "usage",
    "training",
    "resources",
    "links",
    "notes",
    "next",
    "tips",
    "benefits",
    "risks",
    "terms",
    "conditions",
    "enforcement",
    "compliance",
    "sites",
    "websites",
    "domains",
    "languages",
];

/// Words of headings that give a status to something other than tools: "Prohibited uses".
const ACTIVITIES: &[&str] = &[
    "uses",
    "activities",
    "activity",
    "behaviour",
    "behaviours",
    "behavior",
    "behaviors",
    "conduct",
    "content",
    "data",
    "information",
    "practices",
    "actions",
    "purposes",
    "people",
    "staff",
    "users",
    "files",
    "formats",
    "countries",
    "devices",
    "suppliers",
    "vendors",
    "process",
    "procedure",
    "requests",
    "how",
    "why",
    "who",
    "when",
];

/// Words of headings with tools below them.
const TOOLS: &[&str] = &[
    "tool",
    "tools",
    "app",
    "apps",
    "application",
    "applications",
    "software",
    "service",
    "services",
    "product",
    "products",
    "platform",
    "platforms",
    "program",
    "programs",
    "programmes",
    "extension",
    "extensions",
    "package",
    "packages",
    "add",
    "ons",
    "plugins",
    "editor",
    "editors",
    "browser",
    "browsers",
    "messenger",
    "messengers",
];

/// The largest number of words in a heading that gives a status without a word for tools: "Allowed
/// editors", "Approved to deploy on laptops".
const SHORT: usize = 10;

/// Returns the status from the nearest heading that gives one. A heading beside the nearest one
/// counts for tables, whose columns show that they contain tools, and not for lists. The error is
/// the heading that a person has to explain.
pub(crate) fn status(table: &Table, list: bool, mapping: &Mapping) -> Result<Given, Option<String>> {
    let mut first_unknown: Option<String> = None;
    let mut of_tools = !list;
    // A sheet has a name and no headings.
    let own = [Above { text: table.name.clone(), beside: false }];
    let above = if table.above.is_empty() { own.as_slice() } else { &table.above };
    for above in above.iter().filter(|above| !above.text.is_empty()) {
        let text = above.text.as_str();
        if mapping.of_status(text).is_some() && !(list && above.beside) {
            return Ok(Given { status: text.to_owned(), heading: text.to_owned() });
        }
        let tells = has(text, TOOLS);
        if above.beside {
            match Effect::in_heading(text) {
                // "Allowed" does not extend beyond its own section.
                Some((status, effect)) if !list && effect != Effect::Allowed && (tells || !has(text, ACTIVITIES)) => {
                    return Ok(Given { status, heading: text.to_owned() });
                }
                Some(_) => return Err(first_unknown),
                // It starts another section, and its meaning is unknown.
                None if tells => return Err(Some(text.to_owned())),
                _ => continue,
            }
        }
        of_tools |= tells;
        let given = Effect::in_heading(text);
        let of_something_else = has(text, ACTIVITIES) || given.is_none() && has(text, NOT_TOOLS);
        if list && of_something_else && !tells {
            return Err(first_unknown.or_else(|| Some(text.to_owned())));
        }
        match given {
            Some((status, _)) => {
                // "Banned" may be below "Software list", or alone.
                let around = || table.above.iter().filter(|above| !above.beside).any(|above| has(&above.text, TOOLS));
                // "Approved by the board" says who approved, not what.
                let short = plain(text).split(' ').count() <= SHORT && !has(text, &["by"]) && looks_like_names(table);
                if of_tools || around() || short {
                    return Ok(Given { status, heading: text.to_owned() });
                }
                return Err(Some(text.to_owned()));
            }
            None => {
                first_unknown.get_or_insert_with(|| text.to_owned());
            }
        }
        if list && !looks_like_names(table) {
            return Err(first_unknown);
        }
    }
    Err(first_unknown)
}

/// Returns true if a heading has a word for several tools: "Approved tools".
pub(crate) fn is_of_tools(heading: &str) -> bool {
    let several = |word: &str| TOOLS.contains(&word) && word.ends_with('s') || word == "software";
    plain(heading).split(' ').any(several)
}

/// Returns true if a heading has no tools below it: "How to ask", "Prohibited uses".
pub(crate) fn is_of_something_else(heading: &str) -> bool {
    has(heading, NOT_TOOLS) || has(heading, ACTIVITIES)
}

/// Returns true if a heading contains one of some words.
fn has(heading: &str, words: &[&str]) -> bool {
    plain(heading).split(' ').any(|word| words.contains(&word))
}

/// The largest number of words in a name.
const MOST_WORDS: usize = 6;

/// Returns true if at least half of the rows start with a possible name.
fn looks_like_names(table: &Table) -> bool {
    let first = |text: &str| {
        let line = text.trim().lines().next().unwrap_or_default().trim().to_owned();
        let name = line.split([':', '(', ',']).next().unwrap_or_default();
        let name = [" - ", " – ", " — "]
            .iter()
            .filter_map(|mark| name.split_once(mark))
            .map(|(name, _)| name)
            .next()
            .unwrap_or(name)
            .to_owned();
        !line.ends_with('.') && (1..=MOST_WORDS).contains(&name.split_whitespace().count())
    };
    let rows = table.rows.iter().filter_map(|row| row.cells.first()).filter(|cell| !cell.is_empty());
    let (mut all, mut like) = (0, 0);
    for cell in rows {
        all += 1;
        like += usize::from(first(if cell.text.trim().is_empty() { &cell.extras().struck } else { &cell.text }));
    }
    like * 2 >= all
}
