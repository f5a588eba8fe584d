use crate::{Facet, FileId, HasId, Id, PartialDate, Scope, SourcedIdentity, Span, Strength, Table, Text, ValueSet};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who says that there is a tool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToolOrigin {
    /// The organisation's own packs: it is part of the register.
    #[default]
    Register,
    /// A catalogue of products: no list of the organisation names it.
    Catalogue,
    /// A ban on its developer: it stands for whatever that developer makes.
    Developer,
}

/// An app, service, browser extension or piece of hardware in the register.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tool {
    /// Its id.
    pub id: Id,
    /// The pack of the chain that lists it.
    pub layer: usize,
    /// Who says that there is such a tool.
    pub origin: ToolOrigin,
    /// Its name.
    pub name: String,
    /// Other names: former, new, colloquial.
    pub aliases: Vec<Alias>,
    /// What it is, in a sentence.
    pub about: Option<Text>,
    /// What it is, as kinds that rules may speak of.
    pub kinds: Vec<Id>,
    /// Who makes it, a developer.
    pub developer: Option<Id>,
    /// What it is, in the words of the lists that name it.
    pub types: Vec<Text>,
    /// What it serves: values of the facet that the pack names for it.
    pub serves: ValueSet,
    /// What each source says of it.
    pub listings: Vec<Listing>,
    /// How machines know it.
    pub identities: Vec<SourcedIdentity>,
    /// Where it is declared.
    pub span: Span,
}

impl Tool {
    /// Whether the organisation's own packs name it.
    pub fn in_register(&self) -> bool {
        self.origin == ToolOrigin::Register
    }

    /// Puts every place of the tool into a file: its own is another one now.
    pub fn moved(&mut self, file: FileId) {
        let listings = self.listings.iter_mut().flat_map(|listing| {
            let routes = listing.routes.iter_mut().flatten().map(|route| &mut route.span);
            let conditions = listing.conditions.iter_mut().map(|condition| &mut condition.span);
            let grades = listing.grades.iter_mut().map(|own| &mut own.span);
            routes.chain(conditions).chain(grades).chain([&mut listing.span])
        });
        let identities = self.identities.iter_mut().map(|known| &mut known.span);
        listings.chain(identities).chain([&mut self.span]).for_each(|span| span.file = file);
    }
}

/// Another name of a tool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// What it has to do with the tool, as in "former name".
    pub note: Option<Text>,
}

/// What one source says of a tool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listing {
    /// The source.
    pub source: Id,
    /// The grade it gives, wherever it gives no other.
    pub grade: Id,
    /// The grades that it gives in some cases; no two of them meet.
    pub grades: Vec<CaseGrade>,
    /// When it was given, where that is not the source's own date.
    pub date: Option<PartialDate>,
    /// The first day on which it holds: the day of the grade or of the source, unless
    /// it states another.
    pub from: Option<Date>,
    /// The last day on which the approval holds, inclusive.
    pub until: Option<Date>,
    /// The day by which it is to be reviewed.
    pub review: Option<Date>,
    /// A word on it.
    pub note: Option<Text>,
    /// For each facet it speaks of, the values it admits.
    pub limits: Vec<Limit>,
    /// The ways to get the tool; none where the source does not speak of them.
    pub routes: Option<Vec<Route>>,
    /// What to heed.
    pub conditions: Vec<Condition>,
    /// Where it is declared.
    pub span: Span,
}

/// The grade that a source gives in some cases only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CaseGrade {
    /// The grade.
    pub grade: Id,
    /// The cases.
    pub when: Scope,
    /// A word on it.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// What a listing admits of one facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The facet, by its place.
    pub facet: usize,
    /// The values.
    pub values: ValueSet,
}

/// A way to get a tool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Route {
    /// Where it is: values of the facets that the pack names for routes.
    pub scope: Scope,
    /// What to do.
    pub how: Text,
    /// An approval without which the way is shut.
    pub approval: Option<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// What to heed when using a tool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Condition {
    /// What.
    pub text: Text,
    /// How strongly.
    pub strength: Strength,
    /// When.
    pub when: Scope,
    /// Where it is declared.
    pub span: Span,
}

/// The most cases that are looked at one by one.
const MOST_CASES: usize = 1 << 16;

impl Listing {
    /// Whether the listing holds on a day: it has begun and not ended.
    pub fn holds(&self, at: Date) -> bool {
        self.from.is_none_or(|from| from <= at) && !self.has_ended(at)
    }

    /// Whether the approval has ended before a day.
    pub fn has_ended(&self, at: Date) -> bool {
        self.until.is_some_and(|until| until < at)
    }

    /// The grade in a case, all facts of which are given.
    pub fn grade_in(&self, facts: &[Option<usize>]) -> &Id {
        self.grades.iter().find(|own| own.when.covers(facts)).map_or(&self.grade, |own| &own.grade)
    }

    /// The grades that the facts leave open, the one wherever no other holds last, each
    /// with its cases unless the facts settle them.
    pub fn grades_in(&self, facts: &[Option<usize>], facets: &Table<Facet>) -> Vec<GradeIn<'_>> {
        if let Some(own) = self.grades.iter().find(|own| own.when.covers(facts)) {
            return vec![GradeIn {
                grade: &own.grade,
                note: own.note.as_ref().or(self.note.as_ref()),
                cases: Cases::All,
            }];
        }
        let open = self.grades.iter().filter(|own| own.when.meets(facts));
        let mut found: Vec<GradeIn<'_>> = open
            .map(|own| GradeIn {
                grade: &own.grade,
                note: own.note.as_ref().or(self.note.as_ref()),
                cases: Cases::Where(&own.when),
            })
            .collect();
        let cases = if found.is_empty() { Cases::All } else { Cases::Elsewhere };
        if found.is_empty() || self.has_other_cases(facts, facets) {
            found.push(GradeIn { grade: &self.grade, note: self.note.as_ref(), cases });
        }
        found
    }

    /// Whether the facts leave a case open for which no grade of its own is given. What has
    /// too many cases to look at counts as having one.
    fn has_other_cases(&self, facts: &[Option<usize>], facets: &Table<Facet>) -> bool {
        let named = self.grades.iter().flat_map(|own| &own.when.clauses).map(|clause| clause.facet);
        let open: BTreeSet<usize> = named.filter(|facet| facts.get(*facet).copied().flatten().is_none()).collect();
        let sizes: Vec<(usize, usize)> =
            open.into_iter().filter_map(|facet| Some((facet, facets.at(facet)?.values.len()))).collect();
        let count = sizes.iter().try_fold(1_usize, |count, (_, size)| count.checked_mul(*size));
        let Some(count) = count.filter(|count| *count <= MOST_CASES) else { return true };
        let mut whole = facts.to_vec();
        (0..count).any(|case| {
            let mut rest = case;
            for (facet, size) in &sizes {
                if let Some(fact) = whole.get_mut(*facet) {
                    *fact = Some(rest % size);
                }
                rest /= size;
            }
            !self.grades.iter().any(|own| own.when.covers(&whole))
        })
    }

    /// Whether another listing gives the same grades, as written.
    pub fn same_grades(&self, other: &Self) -> bool {
        self.grade == other.grade && self.case_grades() == other.case_grades()
    }

    fn case_grades(&self) -> BTreeSet<(&Id, &Scope)> {
        self.grades.iter().map(|own| (&own.grade, &own.when)).collect()
    }

    /// Every grade that it gives, each once.
    pub fn all_grades(&self) -> Vec<&Id> {
        let mut all = vec![&self.grade];
        for own in &self.grades {
            if !all.contains(&&own.grade) {
                all.push(&own.grade);
            }
        }
        all
    }

    /// The values admitted of a facet, if the listing limits it.
    pub fn limit(&self, facet: usize) -> Option<&ValueSet> {
        self.limits.iter().find(|limit| limit.facet == facet).map(|limit| &limit.values)
    }
}

/// A grade that some facts leave open.
#[derive(Clone, Copy, Debug)]
pub struct GradeIn<'a> {
    /// The grade.
    pub grade: &'a Id,
    /// A word on it.
    pub note: Option<&'a Text>,
    /// Where it holds.
    pub cases: Cases<'a>,
}

/// Where one of the grades of a listing holds.
#[derive(Clone, Copy, Debug)]
pub enum Cases<'a> {
    /// Wherever the facts can lie.
    All,
    /// In these.
    Where(&'a Scope),
    /// Wherever none of the others holds.
    Elsewhere,
}

impl HasId for Tool {
    fn id(&self) -> &Id {
        &self.id
    }
}
