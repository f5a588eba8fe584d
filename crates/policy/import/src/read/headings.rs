//! The headings above a place of a document: its own, those of the parts around it, and
//! the earlier ones beside it.

use crate::Above;

/// A whole paragraph in bold type stands for a heading below all others.
pub(super) const BOLD: u8 = 7;

/// A line that ends with a colon, right above a list.
pub(super) const COLON: u8 = 8;

/// The most headings beside each other that are kept.
const MOST_BESIDE: usize = 20;

/// The longest paragraph that stands for a heading, in characters.
const LONGEST: usize = 120;

/// Headings as far as a document was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Headings {
    path: Vec<Heading>,
}

#[derive(Clone, Debug)]
struct Heading {
    level: u8,
    text: String,
    /// Those of the same level before it, in the same part.
    earlier: Vec<String>,
}

impl Headings {
    /// Adds a heading: 1 is the highest level.
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

    /// Adds a paragraph that looks like a heading: bold as a whole, or with a colon at its
    /// end.
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

    /// The nearest one; empty where there is none.
    pub(super) fn name(&self) -> String {
        self.path.last().map(|heading| heading.text.clone()).unwrap_or_default()
    }

    /// All of them, the nearest first.
    pub(super) fn above(&self) -> Vec<Above> {
        let mut all = Vec::new();
        for heading in self.path.iter().rev() {
            all.push(Above { text: heading.text.clone(), beside: false });
            all.extend(heading.earlier.iter().rev().map(|text| Above { text: text.clone(), beside: true }));
        }
        all
    }
}
