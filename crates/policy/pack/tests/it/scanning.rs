//! The outline of rules.

use countersign_pack::rule_outline::scan;
use proptest::prelude::*;

#[test]
fn rules_are_parted_by_semicolons_outside_text_and_comments() {
    let text = r#"
// a; comment
@id("one; two") // and; another
@text("say \"hi\"")
permit (principal, action == Action::"use", resource); @id("b")
forbid (principal, action  ==  Action :: "advise", resource) when { "a;b" == "c" };
"#;
    let (rules, faults) = scan(text);
    assert!(faults.is_empty());
    let told: Vec<_> = rules
        .iter()
        .map(|rule| {
            let notes: Vec<_> = rule.annotations.iter().map(|note| format!("{}={}", note.key, note.value)).collect();
            (
                notes.join(", "),
                rule.effect.as_ref().map(|(word, _)| word.clone()),
                rule.action.as_ref().map(|(word, _)| word.clone()),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("id=one; two, text=say \"hi\"".into(), Some("permit".into()), Some("use".into())),
            ("id=b".into(), Some("forbid".into()), Some("advise".into())),
        ]
    );
}

#[test]
fn a_facet_may_be_called_as_an_effect_is() {
    let text = r#"@id("a") forbid (principal, action == Action::"use", resource)
when { context.permit == Permit::"none" && resource.limits.forbid.contains(context.forbid) };"#;
    let (rules, faults) = scan(text);
    assert_eq!((rules.len(), faults), (1, Vec::new()));
}

proptest! {
    /// For any text, spans are inside it, in order, and on character boundaries.
    #[test]
    fn spans_lie_in_the_text(text in "(\\PC|[@\"\\\\/;(){}\n]){0,200}") {
        let (rules, faults) = scan(&text);
        let mut last = 0;
        for rule in &rules {
            prop_assert!(rule.span.start >= last);
            last = rule.span.end;
            prop_assert!(text.get(rule.span.clone()).is_some());
            for note in &rule.annotations {
                prop_assert!(text.get(note.key_span.clone()).is_some() && text.get(note.value_span.clone()).is_some());
            }
        }
        for fault in &faults {
            prop_assert!(fault.span.end <= text.len());
        }
    }
}
