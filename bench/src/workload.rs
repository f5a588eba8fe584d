use countersign_compile::{Compiled, compile};
use countersign_model::Pack;
use countersign_pack::{SourceMap, PackFolder, read};
use countersign_testkit::{Scale, ScaledRule, scaled, scaled_rules};
use jiff::civil::{Date, date};

pub const DAY: Date = date(2026, 4, 1);

/// The pack for all peers, and the questions.
pub struct Workload {
    pub scale: Scale,
    pub folder: PackFolder,
    pub pack: Pack,
    pub files: SourceMap,
    pub compiled: Compiled,
    pub rules: Vec<ScaledRule>,
    pub questions: Vec<Question>,
}

/// A question as callers hold it: the places of a tool, a unit and values.
#[derive(Clone, Copy)]
pub struct Question {
    pub tool: u16,
    pub unit: u16,
    pub values: [u8; 8],
}

/// The number of questions, a power of two.
pub const QUESTIONS: usize = 4096;

impl Workload {
    pub fn new(tools: usize, rules: usize, units: usize) -> Self {
        let scale = Scale { tools, rules, units };
        let folder = scaled(&scale);
        let reading = read(std::slice::from_ref(&folder));
        assert!(reading.diagnostics.iter().all(|one| !one.is_error()), "the pack is sound");
        let (pack, files) = (reading.pack, reading.files);
        let compiled = compile(pack.clone(), &files).expect("the rules are sound");
        // A linear congruential generator (Knuth), for the same questions in every run.
        let mut state = 0x2026_u64;
        let mut below = |size: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % size
        };
        let sizes: Vec<usize> = pack.facets.iter().map(|facet| facet.values.len()).collect();
        assert_eq!(sizes.len(), 8);
        let questions = (0..QUESTIONS).map(|_| Question {
            tool: below(tools) as u16,
            unit: below(units) as u16,
            // Private use would settle most questions at once, so three of four are business.
            values: std::array::from_fn(
                |facet| if facet == 0 { (below(4) == 0) as u8 } else { below(sizes[facet]) as u8 },
            ),
        });
        let questions = questions.collect();
        let rules = scaled_rules(&scale);
        Self { scale, folder, pack, files, compiled, rules, questions }
    }

    pub fn value(&self, question: &Question, facet: usize) -> &str {
        let place = question.values[facet];
        self.pack.facets.at(facet).expect("known").value_id(usize::from(place))
    }

    pub fn fact(&self, question: &Question, facet: &str) -> &str {
        self.value(question, self.pack.facets.position(facet).expect("known"))
    }

    /// Returns a unit and those above it, itself first.
    pub fn above(&self, unit: usize) -> Vec<String> {
        let mut ids = Vec::new();
        let mut next = self.pack.units.at(unit);
        while let Some(unit) = next {
            ids.push(unit.id.to_string());
            next = unit.parent.as_ref().and_then(|parent| self.pack.units.get(parent.as_str()));
        }
        ids
    }

    /// Returns true if the listing of the tool does not permit the question's value of a facet.
    pub fn beyond(&self, question: &Question, facet: &str) -> bool {
        let facet = self.pack.facets.position(facet).expect("known");
        let tool = self.pack.tools.at(usize::from(question.tool)).expect("known");
        let limit = tool.listings[0].limit(facet).expect("limited");
        !limit.contains(usize::from(question.values[facet]))
    }

    /// Returns true if the tool is not available on the device in the way of the question.
    pub fn off_route(&self, question: &Question) -> bool {
        let tool = self.pack.tools.at(usize::from(question.tool)).expect("known");
        let facts: Vec<Option<usize>> = question.values.iter().map(|value| Some(usize::from(*value))).collect();
        !tool.listings[0].routes.as_ref().expect("routes").iter().any(|route| route.scope.meets(&facts))
    }
}
