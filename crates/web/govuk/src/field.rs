//! What questions share: the form group, and related ids.

use crate::{Attributes, Content, ErrorMessage, Hint, Label};
use std::borrow::Cow;

/// The group around a question: its label, hint, error message and field.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(default))]
pub struct FormGroup<'a> {
    /// More classes of the group.
    pub classes: Cow<'a, str>,
    /// More attributes of the group.
    pub attributes: Attributes<'a>,
    /// The content before the field, or before all choices.
    #[cfg_attr(feature = "serde", serde(alias = "beforeInput", alias = "beforeInputs"))]
    pub before: Content<'a>,
    /// The content after the field, or after all choices.
    #[cfg_attr(feature = "serde", serde(alias = "afterInput", alias = "afterInputs"))]
    pub after: Content<'a>,
}

/// Returns the label of the field with this id.
pub(crate) fn label<'s>(label: &'s Label<'_>, id: &'s str) -> Label<'s> {
    Label { for_id: id.into(), ..label.clone() }
}

/// Returns the hint of the field with this id.
pub(crate) fn hint<'s>(hint: Option<&'s Hint<'_>>, id: &str) -> Option<Hint<'s>> {
    hint.map(|hint| Hint { id: format!("{id}-hint").into(), ..hint.clone() })
}

/// Returns the error message of the field with this id.
pub(crate) fn error<'s>(error: Option<&'s ErrorMessage<'_>>, id: &str) -> Option<ErrorMessage<'s>> {
    error.map(|error| ErrorMessage { id: format!("{id}-error").into(), ..error.clone() })
}

/// Returns the ids of elements that describe the field with this id, the given ones first.
pub(crate) fn described_by(given: &str, id: &str, hint: bool, error: bool) -> String {
    let hint = hint.then(|| format!("{id}-hint"));
    let error = error.then(|| format!("{id}-error"));
    joined([given, hint.as_deref().unwrap_or_default(), error.as_deref().unwrap_or_default()])
}

/// Returns the words that are not empty, separated by spaces.
pub(crate) fn joined<'s>(words: impl IntoIterator<Item = &'s str>) -> String {
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Returns the id of the choice at this position. The first one has the bare prefix.
pub(crate) fn choice_id<'s>(own: &'s str, prefix: &'s str, index: &usize) -> Cow<'s, str> {
    match (own, index) {
        ("", 0) => prefix.into(),
        ("", index) => format!("{prefix}-{}", index + 1).into(),
        (own, _) => own.into(),
    }
}

/// Returns the id of the hint of a choice, or an empty string.
pub(crate) fn choice_hint_id(hint: Option<&Hint<'_>>, id: &str) -> String {
    hint.map(|_| format!("{id}-item-hint")).unwrap_or_default()
}

/// Returns the hint of the choice with this id.
pub(crate) fn choice_hint<'s>(hint: Option<&'s Hint<'_>>, id: &str, class: &str) -> Option<Hint<'s>> {
    let with = |own: &'s Hint<'_>| Hint {
        id: choice_hint_id(hint, id).into(),
        classes: joined([class, &own.classes]).into(),
        ..own.clone()
    };
    hint.map(with)
}

/// Returns the label of the choice with this id.
pub(crate) fn choice_label<'s>(label: &'s Label<'_>, content: &'s Content<'_>, id: &'s str, class: &str) -> Label<'s> {
    Label {
        content: content.clone(),
        for_id: id.into(),
        classes: joined([class, &label.classes]).into(),
        is_page_heading: false,
        attributes: label.attributes.clone(),
    }
}
