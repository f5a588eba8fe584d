//! What a pack says to people apart from its rules, table by table.

use countersign_model::{Deployment, Facet, Id, Listing, Origin, Pack, Scope, Text, Tool};

/// A version, with the tool ids that apply to both versions.
pub(crate) struct NamedPack<'a> {
    pub(crate) pack: &'a Pack,
    /// The id of each tool in the newest version that knows it.
    pub(crate) tools: Vec<&'a Id>,
}

/// The text of an item under one heading.
pub(crate) struct TextRow {
    pub(crate) what: String,
    pub(crate) texts: Vec<String>,
}

/// An item, as in "contact `manager`", with its texts.
type Thing = (String, Vec<TextRow>);

/// The items of one table, with their texts.
pub(crate) type Table = fn(&NamedPack<'_>) -> Vec<Thing>;

/// Tables that are not reported if only one version has the row, because the changed answers show
/// it.
pub(crate) const COVERED_BY_ANSWERS: [Table; 1] =
    [|it| it.pack.rules.iter().filter(|rule| rule.origin == Origin::Written).map(asks_of_rule).collect()];

/// The functions that return the texts, one for each table.
pub(crate) const TABLES: [Table; 16] = [
    settings,
    translations,
    precedence,
    facets,
    tools,
    |it| {
        rows(&it.pack.contacts, "contact", |one| {
            vec![some("name", &one.name), some("subject", &one.subject), row("reach", one.reach.clone())]
        })
    },
    |it| {
        rows(&it.pack.sources, "source", |one| {
            let mut says = vec![some("title", &one.title), row("standing", vec![one.standing.clone()])];
            says.push(row("date", one.date.iter().map(ToString::to_string).collect()));
            let more = [("publisher", &one.publisher), ("address", &one.url), ("licence", &one.licence)];
            says.extend(more.map(|(what, text)| row(what, text.iter().cloned().collect())));
            says
        })
    },
    |it| {
        rows(&it.pack.approvals, "approval", |one| {
            let askable = if one.askable { "can be asked for" } else { "cannot be asked for" };
            vec![some("name", &one.name), ids("granting", [&one.by]), row("standing", vec![askable.to_owned()])]
        })
    },
    |it| rows(&it.pack.grades, "grade", |one| vec![some("name", &one.name), all("meaning", &one.meaning)]),
    |it| {
        rows(&it.pack.kinds, "kind", |one| {
            vec![some("name", &one.name), row("other names", one.aliases.clone()), ids("parent", &one.parent)]
        })
    },
    |it| {
        rows(&it.pack.units, "unit", |one| {
            let elsewhere = one.rules_elsewhere.then(|| "are elsewhere".to_owned()).into_iter().collect();
            let names = row("other names", one.aliases.clone());
            vec![some("name", &one.name), names, ids("parent", &one.parent), row("rules of its own", elsewhere)]
        })
    },
    |it| {
        let row = |one: &Deployment| vec![some("name", &one.name), row("consumer", vec![one.consumer.clone()])];
        rows(&it.pack.deployments, "deployment", row)
    },
    |it| {
        rows(&it.pack.checklists, "checklist", |one| {
            let items = all("items", &one.items);
            vec![some("title", &one.title), all("note", &one.note), items, ids("sources", &one.sources)]
        })
    },
    |it| {
        rows(&it.pack.duties, "duty", |one| {
            let lengths = [("deadline", one.deadline), ("time to keep", one.keep_for)];
            let lengths = lengths.map(|(what, length)| row(what, length.iter().map(ToString::to_string).collect()));
            [ids("contacts", &one.ask)].into_iter().chain(lengths).collect()
        })
    },
    |it| {
        rows(&it.pack.ladders, "ladder", |one| {
            let rung =
                |rung: &countersign_model::PreferenceStep| format!("{} ({})", rung.text.text, joined(&rung.tools));
            let rungs = row("rungs", one.rungs.iter().map(rung).collect());
            vec![some("name", &one.name), scope("use", it.pack, &one.when), rungs, ids("sources", &one.sources)]
        })
    },
    |it| {
        rows(&it.pack.bans, "ban", |one| {
            let days = [("first day", one.from), ("last day", one.until)];
            let days = days.map(|(what, day)| row(what, day.iter().map(ToString::to_string).collect()));
            let texts = [
                all("exemption", &one.exemption),
                all("purposes", &one.purposes),
                all("mitigations", &one.mitigations),
            ];
            let longest = row("longest exemption", one.longest.iter().map(ToString::to_string).collect());
            let delegable = row("delegable", one.delegable.iter().map(ToString::to_string).collect());
            let people = [
                ids("contacts", &one.ask),
                ids("approvals", &one.approvals),
                ids("grantors", &one.granted_by),
                ids("reported to", &one.report_to),
            ];
            texts.into_iter().chain(days).chain(people).chain([longest, delegable]).collect()
        })
    },
];

fn settings(it: &NamedPack<'_>) -> Vec<Thing> {
    let set = &it.pack.settings;
    let name = it.pack.own().map(|layer| layer.name.clone());
    let facet = |place: &usize| it.pack.facets.at(*place).map(|one| one.id.to_string());
    let unit = set.unit.and_then(|unit| it.pack.units.at(unit)).map(|unit| &unit.id);
    let mut says =
        vec![all("name", &name), ids("unit", unit), row("routes", set.routes.iter().filter_map(facet).collect())];
    says.push(row("time zone", vec![set.time_zone.clone()]));
    says.push(scope("reach", it.pack, &set.reach));
    says.push(row("language", vec![set.language.clone()]));
    let contacts =
        [("report contacts", &set.report), ("help contacts", &set.help), ("feedback contacts", &set.feedback)];
    says.extend(contacts.map(|(what, contacts)| ids(what, contacts)));
    let why = |one: &countersign_model::ImpossibleCombination| {
        format!("{}: {}", scope_text(it.pack, &one.when), one.why.text)
    };
    says.push(row("combinations that cannot be met", it.pack.impossible.iter().map(why).collect()));
    let mut things = vec![("pack".to_owned(), says)];
    if let Some(route) = &set.unlisted {
        let mut says = vec![some("text", &route.text), ids("contacts", &route.ask)];
        says.extend([ids("checklists", &route.checklists), ids("sources", &route.sources)]);
        things.push(("route `unlisted`".to_owned(), says));
    }
    if let Some(route) = &set.uncovered {
        let mut says = vec![some("text", &route.text), ids("contacts", &route.ask)];
        says.extend([ids("checklists", &route.checklists), ids("sources", &route.sources)]);
        things.push(("route `uncovered`".to_owned(), says));
    }
    let page = |page: &countersign_model::Page| (format!("page `{}`", page.id), vec![some("text", &page.body)]);
    things.extend(it.pack.pages.iter().map(page));
    things
}

fn translations(it: &NamedPack<'_>) -> Vec<Thing> {
    let language = |(language, texts): (&String, &std::collections::BTreeMap<String, String>)| {
        let each = texts.iter().map(|(id, text)| row(&format!("sentence `{id}`"), vec![text.clone()]));
        let known = row("sentences", texts.keys().cloned().collect());
        (format!("translation `{language}`"), each.chain([known]).collect())
    };
    it.pack.translations.0.iter().map(language).collect()
}

fn precedence(it: &NamedPack<'_>) -> Vec<Thing> {
    let thing = |one: &countersign_model::Precedence| {
        (
            format!("precedence of `{}` over `{}`", one.winner, one.loser),
            vec![some("reason", &one.why), ids("tools", &one.tools)],
        )
    };
    it.pack.precedence.iter().map(thing).collect()
}

fn facets(it: &NamedPack<'_>) -> Vec<Thing> {
    let default = |facet: &Facet| facet.default.map(|value| facet.value_id(value).to_owned()).into_iter().collect();
    rows(&it.pack.facets, "facet", |facet| {
        let mut says =
            vec![some("question", &facet.question), all("help", &facet.help), row("default", default(facet))];
        says.extend(facet.values.iter().map(|value| some(&format!("label of `{}`", value.id), &value.label)));
        says.extend(facet.groups.iter().map(|group| some(&format!("label of the group `{}`", group.id), &group.label)));
        says
    })
}

fn tools(it: &NamedPack<'_>) -> Vec<Thing> {
    let thing = |(tool, id): (&Tool, &&Id)| {
        let known = tool.identities.iter().map(|known| known.identity.to_string()).collect();
        let mut says = vec![all("description", &tool.about), all("types", &tool.types), ids("kinds", &tool.kinds)];
        says.push(row("identities", known));
        says.push(ids("developer", &tool.developer));
        if let Some(facet) = it.pack.settings.serves.and_then(|facet| it.pack.facets.at(facet)) {
            says.push(row("uses", facet.value_ids(&tool.serves).into_iter().map(str::to_owned).collect()));
        }
        let noted = tool.aliases.iter().filter_map(|alias| Some((alias, alias.note.as_ref()?)));
        says.extend(noted.map(|(alias, note)| some(&format!("note on the name {}", alias.name), note)));
        says.push(ids("listings", tool.listings.iter().map(|listing| &listing.source)));
        says.extend(tool.listings.iter().flat_map(|listing| listed(it.pack, listing)));
        (format!("tool `{id}`"), says)
    };
    it.pack.tools.iter().filter(|tool| super::tool_matching::is_compared(tool)).zip(&it.tools).map(thing).collect()
}

/// Returns what a source says about a tool. Changed conditions are reported with the rules.
fn listed(pack: &Pack, listing: &Listing) -> Vec<TextRow> {
    let by = |what: &str| format!("{what} in `{}`", listing.source);
    let day = |what: &str, day: Option<String>| row(&by(what), day.into_iter().collect());
    let mut says = vec![ids(&by("grade"), [&listing.grade]), all(&by("note"), &listing.note)];
    let cases = listing.grades.iter().map(|own| format!("{}: {}", scope_text(pack, &own.when), own.grade));
    says.push(row(&by("grades in some cases"), cases.collect()));
    says.push(all(&by("notes on grades in some cases"), listing.grades.iter().filter_map(|own| own.note.as_ref())));
    says.push(day("date", listing.date.map(|day| day.to_string())));
    says.push(day("first day", listing.from.map(|day| day.to_string())));
    says.push(day("last day", listing.until.map(|day| day.to_string())));
    says.push(day("review", listing.review.map(|day| day.to_string())));
    let routes = listing.routes.iter().flatten();
    let ways = routes.map(|route| format!("{}: {}", scope_text(pack, &route.scope), route.how.text));
    says.push(row(&by("ways to get it"), ways.collect()));
    let limit = |limit: &countersign_model::Limit| {
        let facet = pack.facets.at(limit.facet)?;
        Some(format!("{} is {}", facet.id, facet.value_ids(&limit.values).join(" or ")))
    };
    says.push(row(&by("limits"), listing.limits.iter().filter_map(limit).collect()));
    says
}

fn asks_of_rule(rule: &countersign_model::Rule) -> Thing {
    (format!("rule `{}`", rule.id), vec![ids("contacts", &rule.ask)])
}

fn rows<T: countersign_model::HasId>(
    table: &countersign_model::Table<T>,
    what: &str,
    says: impl Fn(&T) -> Vec<TextRow>,
) -> Vec<Thing> {
    table.iter().map(|row| (format!("{what} `{}`", row.id()), says(row))).collect()
}

fn row(what: &str, texts: Vec<String>) -> TextRow {
    TextRow { what: what.to_owned(), texts }
}

fn some(what: &str, text: &Text) -> TextRow {
    row(what, vec![text.text.clone()])
}

fn all<'a>(what: &str, texts: impl IntoIterator<Item = &'a Text>) -> TextRow {
    row(what, texts.into_iter().map(|text| text.text.clone()).collect())
}

fn ids<'a>(what: &str, ids: impl IntoIterator<Item = &'a Id>) -> TextRow {
    row(what, ids.into_iter().map(ToString::to_string).collect())
}

fn joined(ids: &[Id]) -> String {
    ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}

fn scope(what: &str, pack: &Pack, scope: &Scope) -> TextRow {
    row(what, vec![scope_text(pack, scope)])
}

/// Returns a scope by ids.
fn scope_text(pack: &Pack, scope: &Scope) -> String {
    let clause = |clause: &countersign_model::Clause| {
        let facet = pack.facets.at(clause.facet)?;
        Some(format!("{} is {}", facet.id, facet.value_ids(&clause.values).join(" or ")))
    };
    let clauses: Vec<String> = scope.clauses.iter().filter_map(clause).collect();
    if clauses.is_empty() { "always".to_owned() } else { clauses.join("; ") }
}
