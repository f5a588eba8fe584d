use crate::figures::{Figures, Peer};
use crate::measure::{each, median, times};
use crate::workload::{DAY, QUESTIONS, Workload};
use countersign_compile::{Compiler, compile};
use countersign_decide::diff;
use countersign_pack::{PackFolder, read};
use countersign_compiled::{Decisions, Policy, Subject, number};
use std::hint::black_box;
use std::time::Duration;

/// The compiled policy and the cost of making it.
pub struct Ours {
    policy: Policy,
    bytes: Vec<u8>,
}

const SECOND: Duration = Duration::from_secs(1);

/// Returns the same pack with one rule edited: it changes the conditions of the seventh rule.
fn edited(folder: &PackFolder) -> PackFolder {
    let mut folder = folder.clone();
    for file in folder.files.iter_mut().filter(|file| file.path.ends_with(".cedar")) {
        let text = String::from_utf8(file.bytes.clone()).expect("text");
        let changed =
            text.replacen("context.account == Account::\"personal\"", "context.account != Account::\"work\"", 1);
        assert_ne!(text, changed, "a rule is edited");
        file.bytes = changed.into_bytes();
    }
    folder
}

/// Measures the time from a pack in memory to its policy, and again after an edit.
pub fn compiling(workload: &Workload, figures: &mut Figures) {
    let fresh = || (workload.pack.clone(), &workload.files);
    let time = median(SECOND * 3, || {
        let (pack, files) = fresh();
        let mut compiler = Compiler::default();
        let compiled = compiler.compile(pack, files).expect("sound");
        black_box(compiler.policy(&compiled, DAY).expect("a policy"));
    });
    figures.tell("compile", time / 1e6, "ms");
    let time = median(SECOND * 2, || {
        let reading = read(std::slice::from_ref(&workload.folder));
        let compiled = compile(reading.pack, &reading.files).expect("sound");
        black_box(compiled.policy(DAY).expect("a policy"));
    });
    figures.tell("compile_from_documents", time / 1e6, "ms");
    let other = edited(&workload.folder);
    let other = read(std::slice::from_ref(&other));
    let mut compiler = Compiler::default();
    let (mut turn, mut measured) = (false, Vec::new());
    for _ in 0..times(41, 4) {
        // Two versions in turn, so that the cache of the other one is dropped each time.
        let (pack, files) = if turn { (other.pack.clone(), &other.files) } else { fresh() };
        let begin = std::time::Instant::now();
        let compiled = compiler.compile(pack, files).expect("sound");
        black_box(compiler.policy(&compiled, DAY).expect("a policy"));
        measured.push(begin.elapsed().as_nanos() as f64);
        turn = !turn;
    }
    let mut measured = measured.split_off(3);
    measured.sort_by(f64::total_cmp);
    figures.tell("recompile", measured[measured.len() / 2] / 1e6, "ms");
    let old = workload.compiled.policy(DAY).expect("a policy");
    let new = compile(other.pack, &other.files).expect("sound").policy(DAY).expect("a policy");
    let time = median(SECOND, || {
        black_box(diff::compare(&old, &new).expect("comparable"));
    });
    figures.tell("compare", time / 1e6, "ms");
    let time = median(SECOND, || {
        black_box(diff::diff(&old, &new).expect("comparable"));
    });
    figures.tell("compare_statements", time / 1e6, "ms");
}

/// Repeats one thing for a profiler.
pub fn only(workload: &Workload, what: &str) {
    let other = edited(&workload.folder);
    let other = read(std::slice::from_ref(&other));
    let mut compiler = Compiler::default();
    let mut policy = |pack: &countersign_model::Pack, files| {
        let compiled = compiler.compile(pack.clone(), files).expect("sound");
        compiler.policy(&compiled, DAY).expect("a policy")
    };
    let (old, new) = (policy(&workload.pack, &workload.files), policy(&other.pack, &other.files));
    let bytes = old.write();
    for _ in 0..20 {
        match what {
            "recompile" => {
                black_box(policy(&workload.pack, &workload.files));
                black_box(policy(&other.pack, &other.files));
            }
            "compare" => drop(black_box(diff::compare(&old, &new))),
            "statements" => drop(black_box(diff::diff(&old, &new))),
            "load" => (0..100).for_each(|_| drop(black_box(Policy::read(&bytes)))),
            _ => panic!("recompile, compare, statements or load"),
        }
    }
}

impl Ours {
    pub fn new(workload: &Workload) -> Self {
        let policy = workload.compiled.policy(DAY).expect("a policy");
        let bytes = policy.write();
        Self { policy, bytes }
    }

    fn one(&self, workload: &Workload, place: usize) -> u8 {
        let question = &workload.questions[place];
        let verdict =
            self.policy.decisions.verdict(usize::from(question.tool), usize::from(question.unit), &question.values);
        verdict.map_or(3, |verdict| number(verdict) as u8)
    }

    /// Returns the verdict of every question, and the time of a decision if the next question
    /// depends on it.
    pub fn decide(&self, workload: &Workload, figures: &mut Figures) -> (Vec<u8>, f64) {
        let wanted: Vec<u8> = (0..QUESTIONS).map(|place| self.one(workload, place)).collect();
        let steps = times(1_000_000, 10_000);
        let dependent = each(9, steps, || {
            let mut place = 0;
            for _ in 0..steps {
                place = (place + 1 + 61 * usize::from(black_box(self.one(workload, place)))) % QUESTIONS;
            }
            place
        });
        let throughput = each(9, steps, || {
            let mut sum = 0;
            for step in 0..steps {
                sum += usize::from(self.one(workload, step % QUESTIONS));
            }
            sum
        });
        figures.tell("decide_throughput", throughput, "ns");
        figures.tell("decide_per_second", 1e9 / throughput, "decisions/s");
        (wanted, dependent)
    }

    /// Prints the number of decisions after which compiling pays off, against the best peer.
    pub fn break_even(&self, workload: &Workload, peers: &[Peer], figures: &mut Figures) {
        let best = peers.iter().min_by(|one, other| one.with_request_ns.total_cmp(&other.with_request_ns));
        let compiling = median(SECOND, || {
            let compiled = compile(workload.pack.clone(), &workload.files).expect("sound");
            black_box(compiled.policy(DAY).expect("a policy"));
        });
        // From words to a decision, as a caller of an interface would ask.
        let words: Vec<(String, String, Vec<(String, String)>)> = workload
            .questions
            .iter()
            .take(256)
            .map(|question| {
                let id = |place: u16| workload.pack.tools.at(usize::from(place)).expect("known").id.to_string();
                let unit = workload.pack.units.at(usize::from(question.unit)).expect("known").id.to_string();
                let facts = workload.pack.facets.iter().enumerate();
                let facts =
                    facts.map(|(place, facet)| (facet.id.to_string(), workload.value(question, place).to_owned()));
                (id(question.tool), unit, facts.collect())
            })
            .collect();
        let ours = each(9, words.len(), || {
            let mut sum = 0;
            for (tool, unit, facts) in &words {
                let pack = &self.policy.pack;
                let mut values = [0_u8; 8];
                for (facet, value) in facts {
                    let place = pack.facets.position(facet).expect("known");
                    values[place] = pack.facets.at(place).and_then(|facet| facet.value(value)).expect("known") as u8;
                }
                let tool = pack.tools.position(tool).expect("known");
                let unit = pack.units.position(unit).expect("known");
                sum += self.policy.decisions.verdict(tool, unit, &values).map_or(0, |verdict| number(verdict) as usize);
            }
            sum
        });
        figures.tell("decide_with_request", ours, "ns");
        if let Some(best) = best {
            figures.tell("break_even", (compiling / (best.with_request_ns - ours)).ceil(), "decisions");
        }
    }

    /// Measures questions: making a plan, and looking one up.
    pub fn asking(&self, workload: &Workload, figures: &mut Figures) {
        let time = median(SECOND, || {
            let mut questions = countersign_decide::Questions::new(&self.policy);
            for question in workload.questions.iter().take(8) {
                black_box(
                    questions
                        .next(Subject::Tool(usize::from(question.tool)), usize::from(question.unit), &[None; 8])
                        .expect("a plan"),
                );
            }
        });
        figures.tell("questions_build", time / 8.0 / 1e3, "us");
        let mut questions = countersign_decide::Questions::new(&self.policy);
        // Each question with some of its facts known.
        let partly: Vec<(usize, usize, [Option<u8>; 8])> = workload
            .questions
            .iter()
            .enumerate()
            .map(|(place, question)| {
                let known = std::array::from_fn(|facet| {
                    let bit = place.wrapping_mul(2_654_435_761) >> (8 + facet) & 1;
                    (bit == 1).then(|| question.values[facet])
                });
                (usize::from(question.tool), usize::from(question.unit), known)
            })
            .collect();
        for (tool, unit, known) in &partly {
            questions.next(Subject::Tool(*tool), *unit, known).expect("a plan");
        }
        let time = each(9, partly.len(), || {
            let mut sum = 0;
            for (tool, unit, known) in &partly {
                sum += questions.next(Subject::Tool(*tool), *unit, known).expect("a plan").ask.unwrap_or(0);
            }
            sum
        });
        figures.tell("questions", time / 1e3, "us");
    }

    /// Prints the bytes in memory and in a file, and the time of loading.
    pub fn sizes(&self, figures: &mut Figures) {
        let decisions = &self.policy.decisions;
        figures.tell("memory", decisions.bytes() as f64 / 1024.0, "KiB");
        figures.tell("diagrams", decisions.diagrams.words().len() as f64 * 4.0 / 1024.0, "KiB");
        figures.tell("distinct_policies", decisions.distinct() as f64, "functions");
        figures.tell("file", self.bytes.len() as f64 / 1024.0, "KiB");
        let time = median(SECOND, || {
            black_box(Decisions::read(&self.bytes).expect("a policy"));
        });
        figures.tell("load", time / 1e3, "us");
        let time = median(SECOND, || {
            black_box(Policy::read(&self.bytes).expect("a policy"));
        });
        figures.tell("load_with_words", time / 1e3, "us");
    }
}
