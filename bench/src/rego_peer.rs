//! regorus, Microsoft's engine for Rego: the same rules in Rego, with no approval granted built in,
//! so that one evaluation gives the verdict. Its three ways to evaluate are measured, and the
//! fastest is the peer.

use crate::figures::{Figures, Peer};
use crate::measure::each;
use crate::workload::{Question, Workload};
use countersign_testkit::{Condition, Over, ScaledRule};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine, PolicyModule, Value};
use serde_json::json;
use std::hint::black_box;

fn body(rule: &ScaledRule) -> String {
    let mut lines = match rule.over {
        Over::All => Vec::new(),
        Over::Grade(grade) => vec![format!("tool.grade == \"{grade}\"")],
        Over::Kind(kind) => vec![format!("tool.kind == \"{kind}\"")],
        Over::Tool(tool) => vec![format!("input.tool == \"tool-{tool}\"")],
    };
    lines.extend(rule.all.iter().map(|condition| match condition {
        Condition::Is(facet, value) => format!("input[\"{facet}\"] == \"{value}\""),
        Condition::IsNot(facet, value) => format!("input[\"{facet}\"] != \"{value}\""),
        Condition::Issued => "input.device != \"own\"".to_owned(),
        Condition::AboveLimit => "not tool.admits[input.classification]".to_owned(),
        Condition::TooPersonal => "not tool.personal[input[\"personal-data\"]]".to_owned(),
        Condition::OffRoute => "not tool.routes[input.device][input.via]".to_owned(),
        Condition::Within(unit) => format!("data.units[input.unit][\"unit-{unit}\"]"),
    }));
    lines.iter().map(|line| format!("  {line}\n")).collect()
}

fn policy(workload: &Workload) -> String {
    let mut text = String::from("package countersign\nimport rego.v1\n\ntool := data.tools[input.tool]\n\n");
    for rule in &workload.rules {
        let heads: &[&str] = match (rule.permits, rule.approval) {
            (true, None) => &["permit"],
            // It waits for an approval, so it permits nothing now.
            (true, Some(_)) => &[],
            (false, None) => &["forbid", "always"],
            (false, Some(_)) => &["forbid"],
        };
        for head in heads {
            text.push_str(&format!("{head} if {{\n{}}}\n\n", body(rule)));
        }
    }
    // The way that needs an approval, which is a route of every tool.
    text.push_str("forbid if {\n  input.purpose\n  input.device == \"phone\"\n  input.via == \"app\"\n}\n\n");
    text.push_str("default permit := false\ndefault forbid := false\ndefault always := false\n");
    text.push_str("verdict := 0 if { permit; not forbid } else := 2 if { always } else := 1\n");
    text
}

fn data(workload: &Workload) -> serde_json::Value {
    let mut tools = serde_json::Map::new();
    let facet = |name: &str| workload.pack.facets.position(name).expect("known");
    let (device, via) = (facet("device"), facet("via"));
    for (place, tool) in workload.pack.tools.iter().enumerate() {
        let ids = |place: usize| -> Vec<String> {
            workload.pack.facets.at(place).expect("known").values.iter().map(|value| value.id.to_string()).collect()
        };
        let mut question = Question { tool: place as u16, unit: 0, values: [0; 8] };
        let mut admitted = |name: &str| {
            let mut admits = serde_json::Map::new();
            for (value, id) in ids(facet(name)).into_iter().enumerate() {
                question.values[facet(name)] = value as u8;
                if !workload.beyond(&question, name) {
                    admits.insert(id, json!(true));
                }
            }
            admits
        };
        let (admits, personal) = (admitted("classification"), admitted("personal-data"));
        let mut routes = serde_json::Map::new();
        for (one, id) in ids(device).into_iter().enumerate() {
            let mut row = serde_json::Map::new();
            for (other, way) in ids(via).into_iter().enumerate() {
                question.values[device] = one as u8;
                question.values[via] = other as u8;
                if !workload.off_route(&question) {
                    row.insert(way, json!(true));
                }
            }
            routes.insert(id, row.into());
        }
        let entry = json!({
            "grade": tool.listings[0].grade.as_str(), "kind": tool.kinds[0].as_str(),
            "admits": admits, "personal": personal, "routes": routes,
        });
        tools.insert(tool.id.to_string(), entry);
    }
    let units = (0..workload.scale.units).map(|unit| {
        let above = workload.above(unit);
        let above: serde_json::Map<_, _> = above.into_iter().map(|id| (id, json!(true))).collect();
        (format!("unit-{unit}"), above.into())
    });
    let units: serde_json::Map<_, serde_json::Value> = units.collect();
    json!({ "tools": tools, "units": units })
}

fn input(workload: &Workload, question: &Question) -> Value {
    let mut input = serde_json::Map::new();
    for (place, facet) in workload.pack.facets.iter().enumerate() {
        input.insert(facet.id.to_string(), json!(workload.value(question, place)));
    }
    let unit = workload.pack.units.at(usize::from(question.unit)).expect("known");
    let tool = workload.pack.tools.at(usize::from(question.tool)).expect("known");
    input.insert("tool".into(), json!(tool.id.as_str()));
    input.insert("unit".into(), json!(unit.id.as_str()));
    Value::from(serde_json::Value::from(input))
}

fn number(value: &Value) -> u8 {
    value.as_u64().expect("a verdict") as u8
}

pub fn decide(workload: &Workload, wanted: &[u8], questions: usize, figures: &mut Figures) -> Peer {
    let asked = &workload.questions[..questions];
    let inputs: Vec<Value> = asked.iter().map(|question| input(workload, question)).collect();
    let (text, data) = (policy(workload), Value::from(data(workload)));
    let mut engine = Engine::new();
    engine.add_policy("countersign.rego".into(), text.clone()).expect("Rego");
    engine.add_data(data.clone()).expect("data");
    let entry = "data.countersign.verdict";
    let compiled = regorus::compile_policy_with_entrypoint(
        data.clone(),
        &[PolicyModule { id: "countersign.rego".into(), content: text.into() }],
        entry.into(),
    )
    .expect("Rego");
    let program = Compiler::compile_from_policy(&compiled, &[entry]).expect("a program");
    let mut vm = RegoVM::new_with_policy(compiled.clone());
    vm.load_program(program);
    vm.set_data(data).expect("data");
    let mut run = |input: &Value| {
        vm.set_input(input.clone());
        number(&vm.execute().expect("a verdict"))
    };
    for (place, input) in inputs.iter().enumerate() {
        assert_eq!(run(input), wanted[place], "regorus agrees: {input:?}");
    }
    let some = questions.min(500);
    let time = each(3, some, || {
        inputs[..some]
            .iter()
            .map(|input| {
                engine.set_input(input.clone());
                usize::from(number(&engine.eval_rule(entry.into()).expect("a verdict")))
            })
            .sum()
    });
    figures.tell("regorus_interpreter", time, "ns");
    let time = each(3, some, || {
        inputs[..some]
            .iter()
            .map(|input| usize::from(number(&compiled.eval_with_input(input.clone()).expect("a verdict"))))
            .sum()
    });
    figures.tell("regorus_compiled", time, "ns");
    let time = each(3, questions, || inputs.iter().map(|input| usize::from(run(black_box(input)))).sum());
    figures.tell("regorus_vm", time, "ns");
    let with_request =
        each(3, questions, || asked.iter().map(|question| usize::from(run(&input(workload, question)))).sum());
    Peer { name: "regorus", decide_ns: time, with_request_ns: with_request }
}
