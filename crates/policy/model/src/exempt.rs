use crate::{Pack, Question};

impl Pack {
    /// Returns a question with the facts and approvals of an exemption, if its record is in force
    /// on the day and gives the tool back. Facts that the question already has stay.
    pub fn with_exemption(&self, mut question: Question, record: &str) -> Question {
        let Some(record) = self.exemptions.get(record) else { return question };
        let tool = self.entry_of(&question.subject).map(|tool| &tool.id);
        if !record.holds(question.at) || !record.tools.covers(tool) {
            return question;
        }
        let lifted = self.bans.get(record.ban.as_str()).and_then(|ban| ban.lifted.as_ref());
        for clause in lifted.iter().flat_map(|scope| &scope.clauses) {
            let Some(facet) = self.facets.at(clause.facet).filter(|facet| facet.derived) else { continue };
            let given = clause.values.iter().find(|value| facet.default != Some(*value));
            if let Some(fact) = question.facts.get_mut(clause.facet) {
                *fact = fact.or(given);
            }
        }
        let more = record.approvals.iter().filter(|approval| !question.approved.contains(approval)).cloned();
        question.approved = question.approved.iter().cloned().chain(more).collect();
        question
    }
}
