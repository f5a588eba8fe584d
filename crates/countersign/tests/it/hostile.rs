//! Malicious packs: each causes an error, never a panic or an abort.

use crate::support::run;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn pack(more: &[(&str, &[u8])]) -> TempDir {
    let root = TempDir::new().expect("a folder");
    assert_eq!(run(&["init", root.path().to_str().expect("UTF-8")]).status, 0);
    for (path, bytes) in more {
        fs::write(root.path().join(path), bytes).expect("a file");
    }
    root
}

fn refused(dir: &Path) -> String {
    let dir = dir.to_str().expect("UTF-8");
    let lint = run(&["lint", dir]);
    assert_eq!(lint.status, 3, "{}{}", lint.out, lint.err);
    let check = run(&["check", "exchat", "--pack", dir]);
    assert_eq!(check.status, 3, "{}{}", check.out, check.err);
    lint.out + &lint.err
}

#[test]
fn huge_files() {
    let root = pack(&[]);
    let file = fs::File::create(root.path().join("rules/huge.cedar")).expect("a file");
    file.set_len(100 << 20).expect("a size");
    assert!(refused(root.path()).contains("larger than"));
}

#[test]
fn deep_toml() {
    let deep = format!("x = {}{}", "[".repeat(10_000), "]".repeat(10_000));
    let root = pack(&[("kinds.toml", deep.as_bytes())]);
    refused(root.path());
}

#[test]
fn rules_that_would_abort_the_parser() {
    let rule = |body: String| {
        format!("@id(\"a\") @text(\"t\") permit (principal, action == Action::\"use\", resource) when {{ {body} }};")
    };
    for body in [
        format!("{}true{}", "!(".repeat(2_000), ")".repeat(2_000)),
        vec!["true"; 3_000].join(" || "),
        format!("context{}", ".a".repeat(3_000)),
        format!("{} true", "if true then true else ".repeat(3_000)),
        vec!["true"; 3_000].join(" == "),
        format!("[{}]", vec!["Device::\"own\""; 5_000].join(",")),
    ] {
        let root = pack(&[("rules/hostile.cedar", rule(body).as_bytes())]);
        refused(root.path());
    }
}

/// Parses, validates and evaluates the largest rule within the limits.
#[test]
fn rules_at_their_bounds_are_borne() {
    let rule = |id: &str, body: String| {
        format!(
            "@id(\"{id}\") @text(\"t\") permit (principal, action == Action::\"use\", resource) when {{ {body} }};\n"
        )
    };
    let test = "context.device == Device::\"own\"";
    let rules = [
        rule("nested", format!("{}{test}{}", "(".repeat(60), ")".repeat(60))),
        rule("negated", format!("{}({test})", "!".repeat(4))),
        rule("chained", vec![test; 80].join(" || ")),
        rule("chosen", format!("{} false", format!("if {test} then true else ").repeat(40))),
        rule("set", format!("[{}].contains(context.device)", vec!["Device::\"own\""; 500].join(", "))),
    ];
    let root = pack(&[("rules/large.cedar", rules.concat().as_bytes())]);
    let dir = root.path().to_str().expect("UTF-8");
    let told = run(&["check", "exchat", "purpose=private", "device=own", "--pack", dir]);
    assert_eq!(told.status, 0, "{}{}", told.out, told.err);
}

#[test]
fn wrong_encodings() {
    for bytes in [&b"\xff\xfef\0o\0r\0"[..], &b"name = \"\xc3\x28\"\n"[..]] {
        let root = pack(&[("kinds.toml", bytes)]);
        assert!(refused(root.path()).contains("UTF-8"));
    }
}

#[test]
fn facets_without_end() {
    let values: String = (0..10_000).map(|place| format!("v{place} = \"V\"\n")).collect();
    let text = format!("[facets.many]\nquestion = \"?\"\n[facets.many.values]\n{values}");
    let root = pack(&[("facets.toml", text.as_bytes())]);
    assert!(refused(root.path()).contains("one to 256 are possible"));
}

/// Creates three facets of 200 values each: eight million combinations.
fn wide(condition: &str) -> tempfile::TempDir {
    let mut text = String::new();
    for facet in ["a", "b", "c"] {
        let values: String = (0..200).map(|place| format!("v{place} = \"V\"\n")).collect();
        text.push_str(&format!("[facets.{facet}]\nquestion = \"?\"\n[facets.{facet}.values]\n{values}\n"));
    }
    let rule = format!(
        "@id(\"wide\") @text(\"t\") permit (principal, action == Action::\"use\", resource) when {{ {condition} }};"
    );
    pack(&[("facets.toml", text.as_bytes()), ("rules/wide.cedar", rule.as_bytes())])
}

#[test]
fn a_rule_over_many_combinations_is_compiled() {
    let root = wide("context.a == A::\"v1\" && context.b == B::\"v1\" && context.c == C::\"v1\"");
    let told = run(&["check", "unheard of", "a=v1", "c=v1", "--pack", root.path().to_str().expect("UTF-8")]);
    assert!(told.out.contains("b=v199"), "{}{}", told.out, told.err);
}

#[test]
fn a_rule_with_too_many_cases_is_named() {
    let record = "{ a: A::\"v1\", b: B::\"v1\", c: C::\"v1\" }";
    let root = wide(&format!("[{record}].contains({{ a: context.a, b: context.b, c: context.c }})"));
    let told = run(&["check", "exchat", "--pack", root.path().to_str().expect("UTF-8")]);
    assert_eq!(told.status, 3);
    assert!(told.err.contains("with rule `wide` the policy has too many different cases"), "{}", told.err);
}

/// Uses five thousand rules, each about other combinations.
#[test]
fn thousands_of_rules_are_borne() {
    let rule = |place: usize| {
        format!(
            "@id(\"rule-{place}\") @text(\"t\") {} (principal, action == Action::\"use\", resource) when {{ context.a == A::\"v{}\" && context.b != B::\"v{}\" && context.c in [C::\"v{}\", C::\"v{}\"] }};\n",
            if place.is_multiple_of(2) { "permit" } else { "forbid" },
            place % 20,
            place / 20 % 20,
            place / 400 % 20,
            place % 7,
        )
    };
    let mut text = String::new();
    for facet in ["a", "b", "c"] {
        let values: String = (0..20).map(|place| format!("v{place} = \"V\"\n")).collect();
        text.push_str(&format!("[facets.{facet}]\nquestion = \"?\"\n[facets.{facet}.values]\n{values}\n"));
    }
    let rules: String = (0..5_000).map(rule).collect();
    let root = pack(&[("facets.toml", text.as_bytes()), ("rules/many.cedar", rules.as_bytes())]);
    let told = run(&["check", "exchat", "a=v3", "b=v4", "c=v5", "--pack", root.path().to_str().expect("UTF-8")]);
    assert!([0, 10, 20].contains(&told.status), "{}{}", told.out, told.err);
}

#[test]
fn names_of_tools_are_bounded() {
    for name in ["", "   ", &"x".repeat(10_000), "a\u{7}b"] {
        assert_eq!(run(&["check", name, "--pack", "packs/moj"]).status, 2);
    }
    assert_eq!(
        run(&["check", "名前 <script>", "--pack", "packs/moj", "--format", "json"]).json()["tool"]["known"],
        false
    );
}
