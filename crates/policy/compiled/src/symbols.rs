use countersign_model::{HasId, Pack, Table};

/// The ids for questions, without prose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Symbols {
    /// The facets, in the pack's order: the first variables of the diagrams.
    pub facets: Vec<FacetSymbols>,
    /// The approvals, in the pack's order: the other variables.
    pub approvals: Vec<String>,
    /// The units.
    pub units: Vec<String>,
    /// The tools.
    pub tools: Vec<String>,
    /// The kinds.
    pub kinds: Vec<String>,
}

/// A facet and its values by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetSymbols {
    /// The facet.
    pub id: String,
    /// Its values.
    pub values: Vec<String>,
    /// The value of a question that gives none.
    pub default: Option<usize>,
}

impl Symbols {
    /// Returns true if these are the ids of a pack.
    pub fn are_of(&self, pack: &Pack) -> bool {
        fn same_ids<T: HasId>(rows: &Table<T>, ids: &[String]) -> bool {
            rows.ids().eq(ids.iter().map(String::as_str))
        }
        let facet = |(own, facet): (&FacetSymbols, &countersign_model::Facet)| {
            let values = facet.values.iter().map(|value| value.id.as_str());
            own.id == facet.id.as_str()
                && own.default == facet.default
                && values.eq(own.values.iter().map(String::as_str))
        };
        self.facets.len() == pack.facets.len()
            && self.facets.iter().zip(&pack.facets).all(facet)
            && same_ids(&pack.approvals, &self.approvals)
            && same_ids(&pack.units, &self.units)
            && same_ids(&pack.tools, &self.tools)
            && same_ids(&pack.kinds, &self.kinds)
    }

    /// Returns the ids of a pack.
    pub fn of(pack: &Pack) -> Self {
        fn ids<T: HasId>(rows: &Table<T>) -> Vec<String> {
            rows.ids().map(str::to_owned).collect()
        }
        let facet = |facet: &countersign_model::Facet| FacetSymbols {
            id: facet.id.to_string(),
            values: facet.values.iter().map(|value| value.id.to_string()).collect(),
            default: facet.default,
        };
        Self {
            facets: pack.facets.iter().map(facet).collect(),
            approvals: ids(&pack.approvals),
            units: ids(&pack.units),
            tools: ids(&pack.tools),
            kinds: ids(&pack.kinds),
        }
    }
}
