use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Returns the Markdown of a pack as HTML. Shows HTML in it as text, and pictures as their
/// alternative text. Keeps only links to the web, to mail and to pages of this service. Leaves out
/// the first heading, because the page already has it.
pub(crate) fn html_of(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut first = true;
    let mut skipping = false;
    let events = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if first => {
            (first, skipping) = (false, true);
            None
        }
        Event::End(TagEnd::Heading(HeadingLevel::H1)) if skipping => {
            skipping = false;
            None
        }
        _ if skipping => None,
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Image { .. }) => Some(Event::Start(Tag::Emphasis)),
        Event::End(TagEnd::Image) => Some(Event::End(TagEnd::Emphasis)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if is_safe(&dest_url) { dest_url } else { CowStr::Borrowed("#") };
            Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        event => Some(event),
    });
    let mut written = String::new();
    html::push_html(&mut written, events);
    classed(&written)
}

fn is_safe(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    let schemes = ["https://", "http://", "mailto:"];
    schemes.iter().any(|scheme| lower.starts_with(scheme))
        || ((lower.starts_with('/') && !lower.starts_with("//")) || lower.starts_with('#'))
            && !lower.chars().any(char::is_control)
}

/// Adds the classes of the design system to elements. Text cannot look like an element, because its
/// angle brackets are escaped.
fn classed(html: &str) -> String {
    let classes = [
        ("<p>", "<p class=\"govuk-body\">"),
        ("<ul>", "<ul class=\"govuk-list govuk-list--bullet\">"),
        ("<ol>", "<ol class=\"govuk-list govuk-list--number\">"),
        ("<h1>", "<h2 class=\"govuk-heading-l\">"),
        ("</h1>", "</h2>"),
        ("<h2>", "<h2 class=\"govuk-heading-m\">"),
        ("<h3>", "<h3 class=\"govuk-heading-s\">"),
        ("<table>", "<table class=\"govuk-table\">"),
        ("<thead>", "<thead class=\"govuk-table__head\">"),
        ("<tbody>", "<tbody class=\"govuk-table__body\">"),
        ("<tr>", "<tr class=\"govuk-table__row\">"),
        ("<th>", "<th class=\"govuk-table__header\" scope=\"col\">"),
        ("<td>", "<td class=\"govuk-table__cell\">"),
    ];
    classes.iter().fold(html.to_owned(), |html, (plain, classed)| html.replace(plain, classed))
}

#[cfg(test)]
mod tests {
    use super::html_of;

    #[test]
    fn nothing_of_a_page_is_run() {
        for (markdown, wanted) in [
            ("# T\n\n<script>alert(1)</script>\n", "&lt;script&gt;"),
            ("# T\n\na <b onclick=x>b</b>\n", "&lt;b onclick"),
            ("# T\n\n[x](javascript:alert(1))\n", "href=\"#\""),
            ("# T\n\n[x](JaVaScRiPt:alert(1))\n", "href=\"#\""),
            ("# T\n\n[x](//elsewhere.example)\n", "href=\"#\""),
            ("# T\n\n[x](data:text/html,x)\n", "href=\"#\""),
            ("# T\n\n![p](https://elsewhere.example/p.png)\n", "<em>p</em>"),
            ("# T\n\n[x](/tools)\n", "href=\"/tools\""),
        ] {
            let html = html_of(markdown);
            assert!(html.contains(wanted), "{markdown:?}: {html}");
            assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<h1"), "{html}");
        }
    }
}
