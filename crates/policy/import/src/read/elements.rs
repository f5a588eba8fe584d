//! The open elements of a page, and their effect on the text inside.

/// The largest number of elements open at once. Deeper ones count like those around them.
const MOST_OPEN: usize = 1_000;

/// Elements without an end tag (HTML, section 13.1.2).
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Open elements, with counts of their effects on text.
#[derive(Default)]
pub(super) struct Elements {
    open: Vec<Element>,
    unread: usize,
    hidden: usize,
    struck: usize,
    bold: usize,
}

struct Element {
    name: String,
    /// Its text is not for readers: a script, a style.
    unread: bool,
    hidden: bool,
    struck: bool,
    bold: bool,
}

impl Elements {
    /// Opens an element, and closes those that it ends.
    pub(super) fn start(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>, closed: bool) {
        let ended: &[&str] = match name {
            "tr" => &["td", "th", "tr"],
            "td" | "th" => &["td", "th"],
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "p" | "ul" | "ol" | "dl" | "table" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &["p"],
            _ => &[],
        };
        // Only elements that are open within the same table or list.
        let fence = |open: &Element| matches!(open.name.as_str(), "table" | "ul" | "ol" | "dl");
        while let Some(place) = self.open.iter().rposition(|open| ended.contains(&open.name.as_str()) || fence(open)) {
            if self.open.get(place).is_none_or(fence) {
                break;
            }
            self.close_from(place);
        }
        if VOID.contains(&name) || closed || self.open.len() >= MOST_OPEN {
            return;
        }
        let style = attribute("style").unwrap_or_default().to_ascii_lowercase();
        let style: String = style.split_whitespace().collect();
        let element = Element {
            name: name.to_owned(),
            unread: matches!(name, "script" | "style" | "template" | "noscript"),
            hidden: attribute("hidden").is_some()
                || style.contains("display:none")
                || style.contains("visibility:hidden"),
            struck: matches!(name, "s" | "del" | "strike") || style.contains("line-through"),
            bold: matches!(name, "b" | "strong" | "summary")
                || style.contains("font-weight:bold")
                || style.contains("font-weight:700"),
        };
        self.count(&element, 1);
        self.open.push(element);
    }

    /// Closes the last element of a name, and everything inside it.
    pub(super) fn end(&mut self, name: &str) {
        if let Some(place) = self.open.iter().rposition(|open| open.name == name) {
            self.close_from(place);
        }
    }

    fn close_from(&mut self, place: usize) {
        while self.open.len() > place {
            let Some(element) = self.open.pop() else { return };
            self.count(&element, -1);
        }
    }

    fn count(&mut self, element: &Element, by: isize) {
        let add = |count: &mut usize, is: bool| {
            if is {
                *count = count.saturating_add_signed(by);
            }
        };
        add(&mut self.unread, element.unread);
        add(&mut self.hidden, element.hidden);
        add(&mut self.struck, element.struck);
        add(&mut self.bold, element.bold);
    }

    /// Returns true if text here is not for readers.
    pub(super) fn unread(&self) -> bool {
        self.unread > 0
    }

    /// Returns the number of hidden elements around.
    pub(super) fn hidden(&self) -> usize {
        self.hidden
    }

    /// Returns true if text here is struck out.
    pub(super) fn struck(&self) -> bool {
        self.struck > 0
    }

    /// Returns true if text here is bold.
    pub(super) fn bold(&self) -> bool {
        self.bold > 0
    }
}
