//! The register's entry for a tool.

use crate::Localizer;
use crate::answer::{Citation, ContactEntry};
use crate::case::case_of;
use crate::contacts::askings;
use crate::developers::{DeveloperEntry, makers};
use crate::reasons::citations;
use countersign_model::{Ban, Listing, Pack, Tool};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A tool's entry; the JSON contract.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct ToolEntry {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<AliasEntry>,
    /// What it is, in a sentence.
    pub about: Option<String>,
    /// What it is, as kinds, by id.
    pub kinds: Vec<String>,
    /// Whether a list of the organisation names it; other tools are known from a catalogue.
    pub listed: bool,
    /// Who makes it, and who owns them, the nearest first.
    pub developers: Vec<DeveloperEntry>,
    /// What it is, in the words of the lists that name it.
    pub types: Vec<String>,
    /// What it serves: values of the facet that the pack names for it.
    pub serves: Vec<String>,
    /// What each source says of it.
    pub listings: Vec<ListingEntry>,
    /// The bans in force on it.
    pub bans: Vec<BanEntry>,
    /// How machines know it.
    pub identities: Vec<IdentityEntry>,
}

/// Another name of a tool.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct AliasEntry {
    /// The name.
    pub name: String,
    /// What it has to do with the tool.
    pub note: Option<String>,
}

/// What one source says of a tool.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct ListingEntry {
    /// The source, by id.
    pub source: String,
    /// The grade that it gives, by id, in every case that `grades` does not name.
    pub grade: String,
    /// The grades that it gives in some cases only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<CaseGradeEntry>,
    /// Whether it holds: it has begun and not ended, and no other source overrules it.
    pub in_force: bool,
    /// When the grade was given, where that is not the source's own date.
    pub date: Option<String>,
    /// The first day on which it holds; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day on which it holds.
    pub until: Option<String>,
    /// The day by which it is to be reviewed.
    pub review: Option<String>,
    /// A word on it.
    pub note: Option<String>,
    /// For each facet that it speaks of the values that it admits.
    pub limits: BTreeMap<String, Vec<String>>,
    /// What to heed.
    pub conditions: Vec<ConditionEntry>,
    /// The ways to get the tool; none where the source does not speak of them.
    pub routes: Option<Vec<RouteEntry>>,
}

/// A grade that a source gives in some cases only.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct CaseGradeEntry {
    /// The grade, by id.
    pub grade: String,
    /// The cases, as values by facet.
    pub when: BTreeMap<String, Vec<String>>,
    /// A word on it.
    pub note: Option<String>,
}

/// What to heed.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct ConditionEntry {
    /// What.
    pub text: String,
    /// `must`, `must-not`, `should` or `avoid`.
    pub strength: String,
    /// The values by facet for which it is.
    pub when: BTreeMap<String, Vec<String>>,
}

/// A way to get a tool.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct RouteEntry {
    /// What to do.
    pub text: String,
    /// Where it is: values by facet.
    pub when: BTreeMap<String, Vec<String>>,
    /// The approval without which it is shut.
    pub approval: Option<String>,
}

/// A ban in force.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct BanEntry {
    /// The ban.
    pub id: String,
    /// Why, in a sentence.
    pub text: String,
    /// The first day, where it says; else the source has a date.
    pub from: Option<String>,
    /// The last day.
    pub until: Option<String>,
    /// The documents it rests on.
    pub sources: Vec<Citation>,
    /// Whom to ask.
    pub ask: Vec<ContactEntry>,
    /// How an exemption is had.
    pub exemption: Option<String>,
    /// When the exemptions that hold end; who holds them is not told.
    pub exemptions_until: Vec<String>,
}

/// How machines know a tool.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct IdentityEntry {
    /// What kind of name it is.
    pub kind: String,
    /// The name.
    pub name: String,
    /// Where this is said.
    pub source: String,
}

/// Returns the register's entry for a tool on a day.
pub fn entry(pack: &Pack, tool: &Tool, at: Date, language: Option<&str>) -> ToolEntry {
    let say = Localizer::new(pack, language);
    let standing = pack.standing(tool, at);
    let holds = |listing: &Listing| standing.listing.is_some_and(|own| std::ptr::eq(own, listing));
    let serves = pack.settings.serves.and_then(|facet| pack.facets.at(facet));
    let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect();
    ToolEntry {
        id: tool.id.to_string(),
        name: tool.name.clone(),
        aliases: tool
            .aliases
            .iter()
            .map(|alias| AliasEntry {
                name: alias.name.clone(),
                note: alias.note.as_ref().map(|note| say.say(note).to_owned()),
            })
            .collect(),
        about: tool.about.as_ref().map(|about| say.say(about).to_owned()),
        kinds: tool.kinds.iter().map(ToString::to_string).collect(),
        listed: tool.in_register(),
        developers: makers(pack, tool),
        types: tool.types.iter().map(|text| say.say(text).to_owned()).collect(),
        serves: serves.map(|facet| owned(facet.value_ids(&tool.serves))).unwrap_or_default(),
        listings: tool.listings.iter().map(|listing| listing_entry(pack, say, listing, holds(listing))).collect(),
        bans: bans(pack, tool, at, say),
        identities: tool
            .identities
            .iter()
            .map(|known| IdentityEntry {
                kind: known.identity.kind.as_str().to_owned(),
                name: known.identity.name.clone(),
                source: known.source.clone(),
            })
            .collect(),
    }
}

fn listing_entry(pack: &Pack, say: Localizer<'_>, listing: &Listing, holds: bool) -> ListingEntry {
    let limits = listing.limits.iter().filter_map(|limit| {
        let facet = pack.facets.at(limit.facet)?;
        Some((facet.id.to_string(), facet.value_ids(&limit.values).into_iter().map(str::to_owned).collect()))
    });
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    ListingEntry {
        source: listing.source.to_string(),
        grade: listing.grade.to_string(),
        grades: listing
            .grades
            .iter()
            .map(|own| CaseGradeEntry {
                grade: own.grade.to_string(),
                when: case_of(pack, &own.when),
                note: own.note.as_ref().map(|note| say.say(note).to_owned()),
            })
            .collect(),
        in_force: holds,
        date: listing.date.map(|date| date.to_string()),
        from: day(listing.from),
        until: day(listing.until),
        review: day(listing.review),
        note: listing.note.as_ref().map(|note| say.say(note).to_owned()),
        limits: limits.collect(),
        conditions: listing
            .conditions
            .iter()
            .map(|condition| ConditionEntry {
                text: say.say(&condition.text).to_owned(),
                strength: condition.strength.as_str().to_owned(),
                when: case_of(pack, &condition.when),
            })
            .collect(),
        routes: listing.routes.as_ref().map(|routes| {
            let way = |route: &countersign_model::Route| RouteEntry {
                text: say.say(&route.how).to_owned(),
                when: case_of(pack, &route.scope),
                approval: route.approval.as_ref().map(ToString::to_string),
            };
            routes.iter().map(way).collect()
        }),
    }
}

/// Returns the bans in force on a tool.
fn bans(pack: &Pack, tool: &Tool, at: Date, say: Localizer<'_>) -> Vec<BanEntry> {
    let told = |ban: &Ban| BanEntry {
        id: ban.id.to_string(),
        text: say.say(&ban.text).to_owned(),
        from: ban.from.map(|day| day.to_string()),
        until: ban.until.map(|day| day.to_string()),
        sources: citations(pack, say, &ban.sources),
        ask: askings(pack, say, &ban.ask),
        exemption: ban.exemption.as_ref().map(|text| say.say(text).to_owned()),
        exemptions_until: pack.tool_exemptions_end(ban, Some(&tool.id), at).iter().map(ToString::to_string).collect(),
    };
    in_force(pack, tool, at).map(told).collect()
}

/// Iterates over the bans in force on a day that name a tool, one of its kinds or one of its
/// developers.
pub(crate) fn in_force<'a>(pack: &'a Pack, tool: &'a Tool, at: Date) -> impl Iterator<Item = &'a Ban> {
    let place = pack.tools.position(tool.id.as_str()).unwrap_or(usize::MAX);
    let kinds = pack.kinds_of(&countersign_model::Subject::Tool(place));
    let developers = pack.developers_of(Some(tool));
    pack.bans.iter().filter(move |ban| ban.holds(at) && ban.names(Some(tool), &kinds, &developers))
}
