use countersign_govuk::{Content, ErrorMessage, ErrorSummary, ErrorSummaryItem};
use countersign_web_kit::page::PageRequest;

/// Returns the error message of a field.
pub(crate) fn error<'a>(visit: &'a PageRequest, fault: &'a str) -> ErrorMessage<'a> {
    ErrorMessage {
        content: fault.into(),
        visually_hidden_text: Some(visit.word("error").into()),
        ..ErrorMessage::default()
    }
}

/// Returns the error summary of a page, with a link to the field.
pub(crate) fn summary<'a>(visit: &'a PageRequest, fault: &'a str, field: &str) -> ErrorSummary<'a> {
    ErrorSummary {
        title: Content::text(visit.word("problem")),
        error_list: vec![ErrorSummaryItem {
            content: fault.into(),
            href: format!("#{field}").into(),
            ..ErrorSummaryItem::default()
        }],
        ..ErrorSummary::default()
    }
}
