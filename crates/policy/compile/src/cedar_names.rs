use countersign_model::{Facet, Id, Scope, Table};

/// Returns the Cedar entity type of a facet: `personal-data` is `PersonalData`.
pub fn entity_type(id: &Id) -> String {
    let part = |part: &str| {
        let mut letters = part.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    id.as_str().split('-').map(part).collect()
}

/// Returns the Cedar attribute of a facet or approval: `personal-data` is `personal_data`.
pub fn attribute(id: &Id) -> String {
    id.as_str().replace('-', "_")
}

/// Returns a text as a Cedar literal. Ids need no escapes. Other texts are escaped as Cedar reads
/// them.
pub(crate) fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            '\r' => literal.push_str("\\r"),
            '\0' => literal.push_str("\\0"),
            c if c.is_control() => literal.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// Returns a scope as a Cedar condition.
pub(crate) fn condition(scope: &Scope, facets: &Table<Facet>) -> String {
    let clauses = scope.clauses.iter().filter_map(|clause| {
        let facet = facets.at(clause.facet)?;
        let (kind, name) = (entity_type(&facet.id), attribute(&facet.id));
        let values = facet.value_ids(&clause.values);
        let group = facet.all_groups().into_iter().find(|(_, members)| *members == clause.values);
        Some(match (values.as_slice(), group) {
            ([one], _) => format!("context.{name} == {kind}::\"{one}\""),
            (_, Some((group, _))) => format!("context.{name} in {kind}::\"{group}\""),
            _ => {
                let members: Vec<String> = values.iter().map(|value| format!("{kind}::\"{value}\"")).collect();
                format!("[{}].contains(context.{name})", members.join(", "))
            }
        })
    });
    let clauses: Vec<String> = clauses.collect();
    if clauses.is_empty() { "true".to_owned() } else { clauses.join(" && ") }
}
