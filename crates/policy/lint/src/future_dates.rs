use crate::check::Check;
use countersign_model::Origin;
use countersign_pack::Diagnostic;

/// Sources, rules, bans and listings that begin later.
pub(crate) const CHECK: Check = Check {
    name: "future-date",
    doc: "A source is dated in the future, so nothing that rests on it holds yet; or a rule, a ban or a listing begins later.",
    run: |subject| {
        let pack = subject.compiled.pack();
        let at = subject.at;
        let later = |what: String, span, from: Option<jiff::civil::Date>| {
            let from = from.filter(|from| *from > at)?;
            Some(Diagnostic::note("future-date", span, format!("{what} holds only from {from}")))
        };
        let source = |source: &countersign_model::Source| {
            let first = source.date?.first_day();
            let message =
                format!("the source `{}` is dated {first}, so nothing that rests on it alone holds yet", source.id);
            let help = "put its date right; or state `from` where something holds before it";
            (first > at).then(|| Diagnostic::warning("future-date", source.span, message).help(help))
        };
        let mut found: Vec<Diagnostic> = pack.sources.iter().filter_map(source).collect();
        let rules = pack.rules.iter().filter(|rule| rule.origin == Origin::Written);
        found.extend(rules.filter_map(|rule| later(format!("rule `{}`", rule.id), rule.span, rule.from)));
        found.extend(pack.bans.iter().filter_map(|ban| later(format!("the ban `{}`", ban.id), ban.span, ban.from)));
        let listings = pack.tools.iter().flat_map(|tool| tool.listings.iter().map(move |listing| (tool, listing)));
        found.extend(listings.filter_map(|(tool, listing)| {
            later(format!("what `{}` says of {}", listing.source, tool.name), listing.span, listing.from)
        }));
        found
    },
};
