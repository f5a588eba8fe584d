use crate::check::Check;
use countersign_pack::Diagnostic;

/// Approvals, rules, bans and exemptions that have ended, and reviews that are due.
pub(crate) const CHECK: Check = Check {
    name: "past-date",
    doc: "An approval, a rule, a ban or an exemption has ended, or a review is due.",
    run: |subject| {
        let pack = subject.compiled.pack();
        let at = subject.at;
        let mut found = Vec::new();
        for tool in &pack.tools {
            for listing in &tool.listings {
                if let Some(until) = listing.until.filter(|until| *until < at) {
                    // The listing ended on purpose, and answers say so too.
                    let message = format!("the approval of {} ended on {until}", tool.name);
                    found.push(
                        Diagnostic::note("ended", listing.span, message).help("renew it, or leave it as a record"),
                    );
                }
                if let Some(review) = listing.review.filter(|review| *review < at) {
                    let message = format!("the review of {} was due on {review}", tool.name);
                    found.push(
                        Diagnostic::warning("past-date", listing.span, message)
                            .help("review the tool and set the next date"),
                    );
                }
            }
        }
        for rule in &pack.rules {
            if let Some(until) = rule.until.filter(|until| *until < at) {
                found.push(
                    Diagnostic::warning("past-date", rule.span, format!("rule `{}` ended on {until}", rule.id))
                        .help("take it out, or set a later day"),
                );
            }
        }
        for ban in &pack.bans {
            if let Some(until) = ban.until.filter(|until| *until < at) {
                found.push(
                    Diagnostic::warning("past-date", ban.span, format!("the ban `{}` ended on {until}", ban.id))
                        .help("take it out, or set a later day"),
                );
            }
        }
        for exemption in pack.exemptions.iter().filter(|exemption| exemption.until < at) {
            let message = format!("the exemption `{}` ended on {}", exemption.id, exemption.until);
            found.push(
                Diagnostic::warning("past-date", exemption.span, message)
                    .help("take it out; a new one needs its approvals anew"),
            );
        }
        found
    },
};
