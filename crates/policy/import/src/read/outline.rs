//! The headings of a document, with the text and the tables directly below each.

/// The largest number of letters of a heading that count. Each tool below reads the headings around
/// it, so a very long one would be read very often.
const MOST_LETTERS: usize = 300;

/// The headings of a document, in order.
#[derive(Default)]
pub(super) struct Outline {
    sections: Vec<Section>,
    /// The sections around the reader's position, by place.
    open: Vec<usize>,
}

/// A heading, with what stands directly below it.
#[derive(Default)]
pub(super) struct Section {
    pub(super) level: u8,
    pub(super) text: String,
    /// Its line, or 0 if the format has none.
    pub(super) line: usize,
    /// The section around it, by place.
    pub(super) parent: Option<usize>,
    /// Whether there are headings below it.
    pub(super) has_sections: bool,
    pub(super) paragraphs: Vec<String>,
    /// The place of its first table or list among all, and of the first one behind it.
    pub(super) tables: (usize, usize),
}

impl Outline {
    /// Adds a heading. `tables` is the number of tables before it.
    pub(super) fn heading(&mut self, level: u8, text: &str, line: usize, tables: usize) {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text: String = words.chars().take(MOST_LETTERS).collect();
        if text.is_empty() {
            return;
        }
        self.end_section(tables);
        let is_below = |place: &usize| self.sections.get(*place).is_some_and(|own| own.level < level);
        while self.open.pop_if(|place| !is_below(place)).is_some() {}
        let parent = self.open.last().copied();
        if let Some(around) = parent.and_then(|place| self.sections.get_mut(place)) {
            around.has_sections = true;
        }
        self.open.push(self.sections.len());
        self.sections.push(Section { level, text, line, parent, tables: (tables, tables), ..Section::default() });
    }

    /// Adds a paragraph below the last heading.
    pub(super) fn paragraph(&mut self, text: &str) {
        if let Some(last) = self.sections.last_mut() {
            last.paragraphs.push(text.to_owned());
        }
    }

    /// Returns all sections. `tables` is the number of all tables.
    pub(super) fn finish(mut self, tables: usize) -> Vec<Section> {
        self.end_section(tables);
        self.sections
    }

    fn end_section(&mut self, tables: usize) {
        if let Some(last) = self.sections.last_mut() {
            last.tables.1 = tables;
        }
    }
}
