//! Every option of a macro has an effect: for each one, some fixture looks different once the
//! option is set.

use crate::fixtures::{COMPONENTS, Render, component};
use serde_json::{Map, Value, json};

/// The value for options, by which the output is searched.
const MARK: &str = "zz-mark";

/// Returns a value that makes a difference, for options whose value is not written itself.
fn telling(component: &str, path: &[&str]) -> Option<Value> {
    match (component, path.join(".").as_str()) {
        ("select", "value") => Some(json!("2")),
        ("radios", "value") => Some(json!("yes")),
        ("checkboxes", "values") => Some(json!(["british"])),
        ("notification-banner", "type") => Some(json!("success")),
        ("notification-banner", "titleHeadingLevel") => Some(json!("4")),
        ("service-navigation", "slots.end.align") => Some(json!("inline")),
        _ => None,
    }
}

/// An option: its path, through lists as well, and its values. These must make a difference between
/// one another, and the output must contain the mark if they do.
struct Setting<'o> {
    path: Vec<&'o str>,
    values: Vec<Value>,
}

fn settings<'o>(component: &str, params: &'o [Value], path: &[&'o str], found: &mut Vec<Setting<'o>>) {
    for param in params {
        let path = [path, &[param["name"].as_str().expect("a name")]].concat();
        let values = match (telling(component, &path), param["type"].as_str().expect("a type")) {
            (Some(value), _) => vec![Value::Null, value],
            (_, "string") => vec![json!(MARK)],
            (_, "boolean") => vec![json!(true), json!(false)],
            (_, "integer") => vec![json!(3), json!(4)],
            // The content of a call block is the field with the same meaning here.
            (_, "nunjucks-block") => continue,
            (_, "object" | "array") if param["params"].is_array() => {
                settings(component, param["params"].as_array().expect("params"), &path, found);
                continue;
            }
            (_, "object") if path.last() == Some(&"attributes") => vec![json!({ "data-zz": MARK })],
            // Another component.
            (_, "object") if path.last() == Some(&"fieldset") => vec![json!({ "legend": { "text": MARK } })],
            (_, "object") => vec![json!({ "text": MARK })],
            (_, other) => panic!("{component} {path:?}: what is {other}?"),
        };
        found.push(Setting { path, values });
    }
}

/// Sets an option at the end of a path, in every entry of the lists on it.
fn set(options: &mut Value, path: &[&str], value: &Value) {
    match (options, path) {
        (Value::Array(entries), path) => {
            entries.iter_mut().filter(|entry| !entry.is_null()).for_each(|entry| set(entry, path, value));
        }
        (Value::Object(map), [name]) => {
            // HTML would override text.
            if let Some(html) = name.strip_suffix("ext").and_then(html_of) {
                map.remove(&html);
            }
            map.insert((*name).to_owned(), value.clone());
        }
        (Value::Object(map), [name, rest @ ..]) => {
            let inner = map.entry(*name).or_insert_with(|| Value::Object(Map::new()));
            if inner.is_string() {
                *inner = json!({ "html": inner.clone() });
            }
            set(inner, rest, value);
        }
        _ => {}
    }
}

fn html_of(stem: &str) -> Option<String> {
    match stem.strip_suffix('t') {
        Some(prefix) => Some(format!("{prefix}html")),
        None => stem.strip_suffix('T').map(|prefix| format!("{prefix}Html")),
    }
}

fn is_heeded(setting: &Setting<'_>, fixtures: &[Value], render: Render) -> bool {
    fixtures.iter().any(|fixture| {
        let write = |value: &Value| {
            let mut options = fixture["options"].clone();
            set(&mut options, &setting.path, value);
            render(options).unwrap_or_default()
        };
        let pages: Vec<String> = setting.values.iter().map(write).collect();
        match pages.as_slice() {
            [page] => page.contains(MARK),
            [one, other] => one != other && !one.is_empty() && !other.is_empty(),
            _ => false,
        }
    })
}

#[test]
fn every_option_of_every_macro_makes_a_difference() {
    let mut ignored = Vec::new();
    let mut heeded = 0;
    for (name, render) in COMPONENTS {
        let (options, fixtures) = (component(name, "macro-options.json"), component(name, "fixtures.json"));
        let params = options["params"].as_array().or(options.as_array()).expect("params");
        let mut found = Vec::new();
        settings(name, params, &[], &mut found);
        for setting in found {
            if is_heeded(&setting, fixtures["fixtures"].as_array().expect("fixtures"), *render) {
                heeded += 1;
            } else {
                ignored.push(format!("{name}: {}", setting.path.join(".")));
            }
        }
    }
    assert!(ignored.is_empty(), "{heeded} options are heeded, not so:\n{}", ignored.join("\n"));
}
