//! Text that is not HTML is escaped in every place.

use crate::fixtures::{COMPONENTS, component};
use crate::tree::{Node, parse};
use countersign_govuk::{Attributes, Button, Content, Tag};
use serde_json::{Value, json};

/// Text that would break out of an attribute, or out of an element.
const HOSTILE: &str = "'\"><zz-broken zz=\"&'>";

/// Options that are HTML, besides those whose name says so.
const HTML: &[&str] = &["start", "end", "navigationStart", "navigationEnd"];

/// Puts hostile text into every string that is not HTML, and removes HTML.
fn infect(value: &mut Value, key: &str) {
    match value {
        Value::String(text) if HTML.contains(&key) || key.to_lowercase().ends_with("html") => text.clear(),
        // Entries of lists that are not given.
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => text.push_str(HOSTILE),
        Value::Array(entries) => entries.iter_mut().for_each(|entry| infect(entry, key)),
        Value::Object(map) => map.iter_mut().for_each(|(key, entry)| infect(entry, key)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn broken(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(_) => false,
        Node::Element { name, attributes, children, .. } => {
            name == "zz-broken" || attributes.contains_key("zz") || broken(children)
        }
    })
}

#[test]
fn no_text_breaks_out_of_any_component() {
    for (name, render) in COMPONENTS {
        for fixture in component(name, "fixtures.json")["fixtures"].as_array().expect("fixtures") {
            let mut options = fixture["options"].clone();
            infect(&mut options, "");
            let written = render(options).expect("written");
            let nodes = parse(&written).unwrap_or_else(|error| panic!("{name}, {}: {error}", fixture["name"]));
            assert!(!broken(&nodes), "{name}, {}: {written}", fixture["name"]);
        }
    }
}

#[test]
fn names_that_are_no_names_are_left_out() {
    let names = ["", "a b", "a>b", "a/b", "a=b", "a\"b", "a'b", "a<b", "a\nb", "a\0b"];
    let attributes = names.into_iter().fold(Attributes::new(), |all, name| all.with(name, "1").flag(name));
    assert_eq!(attributes.to_string(), "");
    assert!(!attributes.is_empty());
    assert_eq!(Attributes::new().flag("@click.once").to_string(), " @click.once");
}

#[test]
fn attributes_come_in_every_form() {
    let read = |value: Value| serde_json::from_value::<Attributes<'_>>(value).expect("attributes").to_string();
    assert_eq!(
        read(json!({ "b": "x & y", "a": 1, "c": true, "d": false })),
        r#" b="x &#38; y" a="1" c="true" d="false""#
    );
    assert_eq!(read(json!({ "a": { "value": true, "optional": true } })), " a");
    assert_eq!(
        read(json!({ "a": { "value": false, "optional": true }, "b": { "value": null, "optional": true } })),
        ""
    );
    assert_eq!(read(json!({ "a": { "value": "x", "optional": true }, "b": { "value": true } })), r#" a="x" b="true""#);
    assert_eq!(read(json!(" data-a=\"1\" hidden")), " data-a=\"1\" hidden");
    assert_eq!(read(json!(null)), "");
}

#[test]
fn content_is_escaped_unless_it_is_html() {
    assert_eq!(Tag::new("1 < 2").to_string(), "<strong class=\"govuk-tag\">1 &#60; 2</strong>");
    let tag = Tag::new(Content::html("<i>one</i>"));
    assert_eq!(tag.to_string(), "<strong class=\"govuk-tag\"><i>one</i></strong>");
    assert!(Button::new(String::from("<b>")).to_string().contains("&#60;b&#62;"));
}
