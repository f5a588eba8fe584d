//! Components inside one another, and inside a page.

use crate::tree::difference;
use askama::Template;
use countersign_govuk::{
    Button, Checkbox, Checkboxes, Content, EndSlot, Fieldset, Input, Label, LanguageItem, LanguageNavigation, Legend,
    Radio, Radios, ServiceNavigation, Slots, Table, TableCell, Tag,
};

#[derive(Template)]
#[template(source = "<main>{{ title }}{{ save }}{% for tag in tags %}{{ tag }}{% endfor %}</main>", ext = "html")]
struct Page<'a> {
    title: &'a str,
    save: Button<'a>,
    tags: Vec<Tag<'a>>,
}

#[test]
fn a_page_does_not_escape_components() {
    let page = Page { title: "1 < 2", save: Button::new("Save"), tags: vec![Tag::new("New"), Tag::new("Old")] };
    let expected = r#"<main>1 &lt; 2<button type="submit" class="govuk-button" data-module="govuk-button">Save</button>
        <strong class="govuk-tag">New</strong><strong class="govuk-tag">Old</strong></main>"#;
    assert_eq!(difference(expected, &page.to_string()), None);
}

#[test]
fn a_choice_reveals_another_component() {
    let address = Input { name: "address".into(), label: Label::new("Address"), ..Input::default() };
    let radios = Radios {
        name: "how".into(),
        fieldset: Some(Fieldset { legend: Some(Legend::new("How?")), ..Fieldset::default() }),
        items: vec![Radio {
            content: "By post".into(),
            value: "post".into(),
            conditional: Content::html(address.to_string()),
            ..Radio::default()
        }],
        ..Radios::default()
    };
    let html = radios.to_string();
    assert!(html.contains("id=\"conditional-how\""), "{html}");
    assert!(html.contains("<label class=\"govuk-label\" for=\"address\">Address</label>"), "{html}");
}

#[test]
fn a_slot_holds_another_component() {
    let items = vec![
        LanguageItem { content: "English".into(), lang: "en".into(), ..LanguageItem::default() },
        LanguageItem { content: "Cymraeg".into(), lang: "cy".into(), href: "/cy".into(), ..LanguageItem::default() },
    ];
    let languages = LanguageNavigation { items, ..LanguageNavigation::default() };
    let end = EndSlot { html: languages.to_string().into(), inline: true };
    let slots = Slots { end, ..Slots::default() };
    let html = ServiceNavigation { slots, ..ServiceNavigation::default() }.to_string();
    assert!(html.contains("govuk-service-navigation__inlining-container"), "{html}");
    assert!(html.contains("aria-current=\"true\" lang=\"en\">English"), "{html}");
}

#[test]
fn an_entry_that_says_nothing_is_left_out_and_counted() {
    let item = |value: &'static str| Checkbox { value: value.into(), content: value.into(), ..Checkbox::default() };
    let items = vec![item("one"), Checkbox::default(), item("three")];
    let html = Checkboxes { name: "n".into(), items, ..Checkboxes::default() }.to_string();
    assert_eq!(html.matches("<input").count(), 2);
    assert!(html.contains("id=\"n-3\""), "{html}");
}

#[test]
fn cells_are_made_from_what_there_is() {
    let rows = vec![vec![TableCell::new("One"), TableCell::numeric(format!("{}", 1))], Vec::new()];
    let html = Table { rows, ..Table::default() }.to_string();
    assert_eq!(html.matches("<tr").count(), 1);
    assert!(html.contains("<td class=\"govuk-table__cell govuk-table__cell--numeric\">1</td>"), "{html}");
}
