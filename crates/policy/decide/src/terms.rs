//! Time limits and terms in sentences, for duties and exemptions.

use crate::Localizer;
use crate::answer::{AdviceEntry, ContactEntry, ExemptionEntry};
use countersign_model::Duration;

impl AdviceEntry {
    /// Returns, in sentences, by when to do a duty and how long to keep its results.
    pub fn times(&self, speaker: Localizer<'_>) -> Vec<String> {
        let times = [("ui.deadline", &self.deadline), ("ui.keep-for", &self.keep_for)];
        times.into_iter().filter_map(|(sentence, time)| with_time(speaker, sentence, time.as_deref()?)).collect()
    }
}

impl ExemptionEntry {
    /// Returns, in sentences, how long an exemption can last, who grants it and who gets a report.
    pub fn terms(&self, speaker: Localizer<'_>) -> Vec<String> {
        let people = |sentence: &str, people: &[ContactEntry]| {
            let names: Vec<&str> = people.iter().map(|one| one.who.as_str()).collect();
            (!names.is_empty()).then(|| speaker.fill(sentence, &[("people", &names.join(", "))]))
        };
        let delegable = self.delegable.map(|yes| if yes { "ui.delegable" } else { "ui.not-delegable" });
        let terms = [
            self.longest.as_deref().and_then(|longest| with_time(speaker, "ui.longest", longest)),
            people("ui.granted-by", &self.granted_by),
            delegable.map(|sentence| speaker.word(sentence).to_owned()),
            people("ui.report-to", &self.report_to),
        ];
        terms.into_iter().flatten().collect()
    }
}

/// Returns a sentence with a time in it, in the speaker's language.
fn with_time(speaker: Localizer<'_>, sentence: &str, time: &str) -> Option<String> {
    let time = Duration::parse(time).ok()?;
    let unit = time.unit().to_string().replace(' ', "-");
    let count = time.amount().to_string();
    let plural = if time.amount() == 1 { "" } else { "s" };
    let time = speaker.fill(&format!("ui.time.{unit}{plural}"), &[("count", &count)]);
    Some(speaker.fill(sentence, &[("time", &time)]))
}
