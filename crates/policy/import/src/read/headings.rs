//! The headings above a place of a document: its own, those of the sections around it, and the
//! earlier ones beside it.

use crate::Above;

/// The level of a paragraph that is all bold, and counts as a heading below all others.
pub(super) const BOLD: u8 = 7;

/// The level of a line that ends with a colon, directly above a list.
pub(super) const COLON: u8 = 8;

/// The largest number of headings beside one another to keep.
const MOST_BESIDE: usize = 20;

/// The longest paragraph that counts as a heading, in characters.
const LONGEST: usize = 120;

/// The headings of a document up to the reader's position.
#[derive(Clone, Debug, Default)]
pub(super) struct Headings {
    path: Vec<Heading>,
}

#[derive(Clone, Debug)]
struct Heading {
    level: u8,
    text: String,
    /// Earlier ones of the same level, in the same section.
    earlier: Vec<String>,
}

impl Headings {
    /// Adds a heading. 1 is the highest level.
    pub(super) fn add(&mut self, level: u8, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        let mut earlier = Vec::new();
        while let Some(last) = self.path.pop_if(|last| last.level >= level) {
            if last.level == level {
                earlier = last.earlier;
                earlier.push(last.text);
            }
        }
        let more = earlier.len().saturating_sub(MOST_BESIDE);
        earlier.drain(..more);
        self.path.push(Heading { level, text, earlier });
    }

    /// Adds a paragraph that looks like a heading: all bold, or with a colon at its end.
    pub(super) fn paragraph(&mut self, text: &str, bold: bool) {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() > LONGEST {
            return;
        }
        if bold && !line.ends_with('.') {
            self.add(BOLD, line.trim_end_matches(':'));
        } else if let Some(line) = line.strip_suffix(':') {
            self.add(COLON, line);
        }
    }

    /// Returns the nearest heading. Empty if there is none.
    pub(super) fn name(&self) -> String {
        self.path.last().map(|heading| heading.text.clone()).unwrap_or_default()
    }

    /// Returns all headings, the nearest first.
    pub(super) fn above(&self) -> Vec<Above> {
        let mut all = Vec::new();
        for heading in self.path.iter().rev() {
            all.push(Above { text: heading.text.clone(), beside: false });
            all.extend(heading.earlier.iter().rev().map(|text| Above { text: text.clone(), beside: true }));
        }
        all
    }
}
