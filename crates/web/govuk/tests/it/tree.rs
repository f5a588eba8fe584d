//! HTML as a tree, to compare the output with the expected HTML.
//!
//! The tokenizer is that of the HTML standard. The tree is stricter than a browser's: every element
//! must be closed in its place, so that two pieces are equal only if every browser shows the same
//! for both.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Elements that are never closed.
const VOID: &[&str] = &["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements within a line of text, next to which white space is visible.
const INLINE: &[&str] = &["a", "b", "em", "i", "small", "span", "strong"];

/// Elements whose text keeps its white space.
const VERBATIM: &[&str] = &["textarea", "pre"];

/// An element or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element { name: String, classes: Vec<String>, attributes: BTreeMap<String, String>, children: Vec<Node> },
    Text(String),
}

/// Returns the nodes of a piece of HTML, or what is wrong with it.
pub(crate) fn parse(html: &str) -> Result<Vec<Node>, String> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    // The nodes so far of each open element. The first one is the piece itself.
    let mut open = vec![(None, Vec::new())];
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                if tag.self_closing || VOID.iter().any(|void| tag.name == void.as_bytes()) {
                    last(&mut open).push(element(&tag));
                } else {
                    open.push((Some(element(&tag)), Vec::new()));
                }
            }
            Token::EndTag(tag) => {
                let closed = String::from_utf8_lossy(&tag.name).into_owned();
                match open.pop() {
                    Some((Some(Node::Element { name, classes, attributes, .. }), children)) if name == closed => {
                        let children = tidy(&name, children);
                        last(&mut open).push(Node::Element { name, classes, attributes, children });
                    }
                    _ => return Err(format!("</{closed}> closes nothing")),
                }
            }
            Token::String(text) => last(&mut open).push(Node::Text(String::from_utf8_lossy(&text).into_owned())),
            Token::Error(error) => return Err(format!("HTML that the standard forbids: {error:?}")),
            other => return Err(format!("neither element nor text: {other:?}")),
        }
    }
    match open.pop() {
        Some((None, nodes)) => Ok(tidy("", nodes)),
        other => Err(format!("never closed: {other:?}")),
    }
}

fn last(open: &mut [(Option<Node>, Vec<Node>)]) -> &mut Vec<Node> {
    &mut open.last_mut().expect("something open").1
}

fn element(tag: &html5gum::StartTag<()>) -> Node {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut attributes: BTreeMap<String, String> =
        tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
    let classes = attributes.remove("class").unwrap_or_default();
    let classes = classes.split_whitespace().map(str::to_owned).collect();
    Node::Element { name: text(&tag.name), classes, attributes, children: Vec::new() }
}

/// Joins texts, collapses their white space, and drops it where it is invisible.
fn tidy(parent: &str, children: Vec<Node>) -> Vec<Node> {
    let mut joined: Vec<Node> = Vec::new();
    for child in children {
        match (joined.last_mut(), child) {
            (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
            (_, child) => joined.push(child),
        }
    }
    if VERBATIM.contains(&parent) {
        return joined;
    }
    let inline =
        |node: Option<&Node>| matches!(node, Some(Node::Element { name, .. }) if INLINE.contains(&name.as_str()));
    let seen = |index: usize| {
        let before = index.checked_sub(1).and_then(|before| joined.get(before));
        (inline(before), inline(joined.get(index + 1)))
    };
    let tidied = joined.iter().enumerate().filter_map(|(index, node)| match node {
        Node::Text(text) => {
            let (after_inline, before_inline) = seen(index);
            let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if after_inline && text.starts_with(char::is_whitespace) && (!words.is_empty() || before_inline) {
                words.insert(0, ' ');
            }
            if before_inline && text.ends_with(char::is_whitespace) && !words.trim().is_empty() {
                words.push(' ');
            }
            (!words.is_empty()).then_some(Node::Text(words))
        }
        element @ Node::Element { .. } => Some(element.clone()),
    });
    tidied.collect()
}

/// Writes the tree with one node on each line.
fn lines(nodes: &[Node], depth: usize, out: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    for node in nodes {
        match node {
            Node::Text(text) => out.push(format!("{indent}{text:?}")),
            Node::Element { name, classes, attributes, children } => {
                let mut line = format!("{indent}<{name}> .{}", classes.join("."));
                for (name, value) in attributes {
                    write!(line, " {name}={value:?}").expect("a string takes all");
                }
                out.push(line);
                lines(children, depth + 1, out);
            }
        }
    }
}

/// Returns the difference between two pieces of HTML, if any.
pub(crate) fn difference(expected: &str, written: &str) -> Option<String> {
    let (expected, written) = match (parse(expected), parse(written)) {
        (Ok(expected), Ok(written)) if expected == written => return None,
        (Ok(expected), Ok(written)) => (expected, written),
        (Err(error), _) => return Some(format!("the fixture: {error}")),
        (_, Err(error)) => return Some(format!("what is written: {error}\n{written}")),
    };
    let (mut wanted, mut found) = (Vec::new(), Vec::new());
    lines(&expected, 0, &mut wanted);
    lines(&written, 0, &mut found);
    let same = wanted.iter().zip(&found).take_while(|(wanted, found)| wanted == found).count();
    let show = |lines: &[String]| lines.get(same..).unwrap_or_default().iter().take(3).cloned().collect::<Vec<_>>();
    Some(format!("expected\n    {}\n  but found\n    {}", show(&wanted).join("\n    "), show(&found).join("\n    ")))
}

#[test]
fn what_browsers_show_alike_is_equal() {
    let alike = [
        ("<p class='a  b' id=x hidden>one\n two</p>", "<p hidden='' id=\"x\" class=\"a b\"> one two\n</p>"),
        ("<ul>\n  <li>1</li>\n</ul>", "<ul><li>1</li></ul>"),
        ("<p>&#39;&amp;</p>", "<p>&apos;&#x26;</p>"),
        ("<p>\n <b>x</b> y\n</p>", "<p><b>x</b>\ny</p>"),
    ];
    for (one, other) in alike {
        assert_eq!(difference(one, other), None, "{one}");
    }
}

#[test]
fn what_browsers_show_otherwise_differs() {
    let unlike = [
        ("<p>one</p>", "<p>two</p>"),
        ("<p>one</p>", "<div>one</div>"),
        ("<p>one</p>", "<p>one</p><p></p>"),
        ("<p class='a b'></p>", "<p class='b a'></p>"),
        ("<p class='a'></p>", "<p></p>"),
        ("<p id=x></p>", "<p id=y></p>"),
        ("<p id=x></p>", "<p id=x hidden></p>"),
        ("<p>&lt;b&gt;</p>", "<p><b></b></p>"),
        ("<p><b>Error:</b> one</p>", "<p><b>Error:</b>one</p>"),
        ("<p><b>one</b> <b>two</b></p>", "<p><b>one</b><b>two</b></p>"),
        ("<textarea>\n one</textarea>", "<textarea>one</textarea>"),
        ("<div><p></p></div>", "<div></div><p></p>"),
    ];
    for (one, other) in unlike {
        assert!(difference(one, other).is_some(), "{one} is not {other}");
    }
}

#[test]
fn what_is_not_closed_in_its_place_is_refused() {
    for faulty in ["<p>", "</p>", "<p><b></p></b>", "<p></p></p>", "<p id=x id=y></p>", "<!-- note -->"] {
        assert!(parse(faulty).is_err(), "{faulty}");
    }
}
