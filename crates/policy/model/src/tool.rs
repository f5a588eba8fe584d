use crate::{Facet, FileId, HasId, Id, PartialDate, Scope, SourcedIdentity, Span, Strength, Table, Text, ValueSet};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where an entry about a tool comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToolOrigin {
    /// The organisation's own packs: the tool is in the register.
    #[default]
    Register,
    /// A catalogue of products: no list of the organisation names the tool.
    Catalogue,
    /// A ban on a developer: the entry represents everything that the developer makes.
    Developer,
}

/// An app, service, browser extension or piece of hardware in the register.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tool {
    /// Its id.
    pub id: Id,
    /// The pack of the chain that lists it.
    pub layer: usize,
    /// Where the entry comes from.
    pub origin: ToolOrigin,
    /// Its name.
    pub name: String,
    /// Other names: former, new, colloquial.
    pub aliases: Vec<Alias>,
    /// What it is, in a sentence.
    pub about: Option<Text>,
    /// The kinds that it belongs to. Rules can name them.
    pub kinds: Vec<Id>,
    /// Its developer.
    pub developer: Option<Id>,
    /// The types that lists call it.
    pub types: Vec<Text>,
    /// What it is good for: values of the facet that the pack names for this.
    pub serves: ValueSet,
    /// What each source says about it.
    pub listings: Vec<Listing>,
    /// How machines know it.
    pub identities: Vec<SourcedIdentity>,
    /// Where it is declared.
    pub span: Span,
}

impl Tool {
    /// Returns true if the organisation's own packs name it.
    pub fn in_register(&self) -> bool {
        self.origin == ToolOrigin::Register
    }

    /// Moves every span of the tool into a file, because its own file has a new id.
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
    /// How the name relates to the tool, as in "former name".
    pub note: Option<Text>,
}

/// What one source says about a tool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listing {
    /// The source.
    pub source: Id,
    /// The grade in all cases that `grades` does not name.
    pub grade: Id,
    /// The grades for some cases, which do not overlap.
    pub grades: Vec<CaseGrade>,
    /// When the grade was given, if that is not the source's own date.
    pub date: Option<PartialDate>,
    /// The first day on which it is in force: the day of the grade or of the source, unless it
    /// states another.
    pub from: Option<Date>,
    /// The last day of the approval, inclusive.
    pub until: Option<Date>,
    /// The day by which it must be reviewed.
    pub review: Option<Date>,
    /// A remark.
    pub note: Option<Text>,
    /// For each facet that it mentions, the values that it permits.
    pub limits: Vec<Limit>,
    /// The ways to get the tool. `None` if the source does not mention any.
    pub routes: Option<Vec<Route>>,
    /// The conditions of use.
    pub conditions: Vec<Condition>,
    /// Where it is declared.
    pub span: Span,
}

/// The grade that a source gives in some cases.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CaseGrade {
    /// The grade.
    pub grade: Id,
    /// The cases.
    pub when: Scope,
    /// A remark.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// The values of one facet that a listing permits.
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
    /// Where it applies: values of the facets that the pack names for routes.
    pub scope: Scope,
    /// What to do.
    pub how: Text,
    /// An approval that opens the way.
    pub approval: Option<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// A condition of use.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Condition {
    /// The sentence.
    pub text: Text,
    /// How strongly it binds.
    pub strength: Strength,
    /// The cases in which it applies.
    pub when: Scope,
    /// Where it is declared.
    pub span: Span,
}

/// The largest number of cases to check one by one.
const MOST_CASES: usize = 1 << 16;

impl Listing {
    /// Returns true if the listing is in force on a day: it has begun and not ended.
    pub fn holds(&self, at: Date) -> bool {
        self.from.is_none_or(|from| from <= at) && !self.has_ended(at)
    }

    /// Returns true if the approval ended before a day.
    pub fn has_ended(&self, at: Date) -> bool {
        self.until.is_some_and(|until| until < at)
    }

    /// Returns the grade in a case. All facts must be given.
    pub fn grade_in(&self, facts: &[Option<usize>]) -> &Id {
        self.grades.iter().find(|own| own.when.covers(facts)).map_or(&self.grade, |own| &own.grade)
    }

    /// Returns the grades that the facts leave open, each with its cases unless the facts settle
    /// them. The grade for all other cases comes last.
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

    /// Returns true if the facts leave a case open that `grades` does not name. Also returns true
    /// if there are too many cases to check.
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

    /// Returns true if another listing gives the same grades, as written.
    pub fn same_grades(&self, other: &Self) -> bool {
        self.grade == other.grade && self.case_grades() == other.case_grades()
    }

    fn case_grades(&self) -> BTreeSet<(&Id, &Scope)> {
        self.grades.iter().map(|own| (&own.grade, &own.when)).collect()
    }

    /// Returns every grade that the listing gives, each once.
    pub fn all_grades(&self) -> Vec<&Id> {
        let mut all = vec![&self.grade];
        for own in &self.grades {
            if !all.contains(&&own.grade) {
                all.push(&own.grade);
            }
        }
        all
    }

    /// Returns the values of a facet that the listing permits, if it limits the facet.
    pub fn limit(&self, facet: usize) -> Option<&ValueSet> {
        self.limits.iter().find(|limit| limit.facet == facet).map(|limit| &limit.values)
    }
}

/// A grade that some facts leave open.
#[derive(Clone, Copy, Debug)]
pub struct GradeIn<'a> {
    /// The grade.
    pub grade: &'a Id,
    /// A remark.
    pub note: Option<&'a Text>,
    /// The cases in which it applies.
    pub cases: Cases<'a>,
}

/// The cases in which one of a listing's grades applies.
#[derive(Clone, Copy, Debug)]
pub enum Cases<'a> {
    /// All cases that the facts leave open.
    All,
    /// In these.
    Where(&'a Scope),
    /// All cases that the other grades do not name.
    Elsewhere,
}

impl HasId for Tool {
    fn id(&self) -> &Id {
        &self.id
    }
}
