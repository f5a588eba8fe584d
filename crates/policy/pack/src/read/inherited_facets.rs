//! Facets that a pack declares again. It may add to its parent's facet and remove nothing.

use crate::Diagnostic;
use countersign_model::{Facet, Group, ValueSet};

/// Returns the child's facet with what it inherits. A child that does not decide also keeps the
/// parent's default.
pub(super) fn inherited(parent: &Facet, child: Facet, decides: bool) -> Facet {
    let mut facet = child;
    facet.settled_by_child |= parent.settled_by_child;
    facet.about_tool |= parent.about_tool;
    for group in &mut facet.groups {
        group.open |= parent.group(group.id.as_str()).is_some_and(|own| own.open);
    }
    let review: ValueSet = moved(parent, &parent.review, &facet);
    review.iter().for_each(|value| facet.review.insert(value));
    if !decides {
        facet.default = parent.default.and_then(|value| facet.value(parent.value_id(value)));
    }
    facet
}

/// Returns the child's facet with the values and groups of its parent that it lost.
pub(super) fn with_lost(parent: &Facet, mut child: Facet) -> Facet {
    for value in &parent.values {
        if child.value(value.id.as_str()).is_none() {
            child.values.push(value.clone());
        }
    }
    for group in &parent.groups {
        let members = moved(parent, &group.members, &child);
        match child.groups.iter_mut().find(|own| own.id == group.id) {
            Some(own) => members.iter().for_each(|member| own.members.insert(member)),
            None => child.groups.push(Group { members, ..group.clone() }),
        }
    }
    child
}

/// Reports what a redeclared facet has lost compared with its parent's.
pub(super) fn narrowed(parent: &Facet, child: &Facet) -> Vec<Diagnostic> {
    let lost = |what: &str, word: &str| {
        let message = format!("`{}` of the parent pack has the {what} `{word}`, which is missing here", parent.id);
        Diagnostic::error("narrows-parent", child.span, message)
            .also(parent.span, "declared by the parent here")
            .help(format!("repeat `{word}`; a pack may add to its parent's facets and take nothing away"))
    };
    let gone = parent.values.iter().filter(|value| child.value(value.id.as_str()).is_none());
    let mut faults: Vec<Diagnostic> = gone.map(|value| lost("value", value.id.as_str())).collect();
    for group in &parent.groups {
        match child.group(group.id.as_str()) {
            None => faults.push(lost("group", group.id.as_str())),
            Some(own) => faults.extend(shrunk(parent, group, child, own)),
        }
    }
    let default = |facet: &Facet| facet.default.map(|value| facet.value_id(value).to_owned());
    let given = child.default.is_some() && parent.settled_by_child;
    if parent.default.is_some() && default(parent) != default(child) && !given {
        faults.push(lost("default", default(parent).unwrap_or_default().as_str()));
    }
    if parent.derived && !child.derived {
        faults.push(lost("mark", "derived = true"));
    }
    if child.settled_by_child && !parent.settled_by_child {
        let message = format!("the parent pack does not leave `{}` open", parent.id);
        let fault = Diagnostic::error("narrows-parent", child.span, message).also(parent.span, "declared here");
        faults.push(fault.help("take out `settled-by`: only the pack that declares a facet can leave it open"));
    }
    if faults.is_empty() {
        faults.extend(reordered(parent, child));
    }
    faults
}

/// Reports members that a group has by its parent's definition and not by its own.
fn shrunk(parent: &Facet, group: &Group, child: &Facet, own: &Group) -> Option<Diagnostic> {
    let wanted = by_parents_definition(parent, group, child);
    let lost: ValueSet = wanted.iter().filter(|value| !own.members.contains(*value)).collect();
    if lost.is_empty() {
        return None;
    }
    let names = |values: &ValueSet| {
        let names: Vec<String> = child.value_ids(values).into_iter().map(|id| format!("`{id}`")).collect();
        names.join(", ")
    };
    let (verb, them) = if lost.len() == 1 { ("is", "it") } else { ("are", "them") };
    let message = format!(
        "{} {verb} in the group `{}` of `{}` as the parent pack defines it, and this pack leaves {them} out",
        names(&lost),
        group.id,
        parent.id
    );
    let fault = Diagnostic::error("narrows-parent", child.span, message);
    Some(if group.open {
        let others: ValueSet = (0..child.values.len()).filter(|value| !wanted.contains(*value)).collect();
        let quoted: Vec<String> = child.value_ids(&others).into_iter().map(|id| format!("\"{id}\"")).collect();
        fault
            .also(parent.span, format!("here it is all values but {}, so new values are in it, too", names(&others)))
            .help(format!(
                "write `except = [{}]`, or add {}; rules of the parent that name the group are about these values, too",
                quoted.join(", "),
                names(&lost)
            ))
    } else {
        fault
            .also(parent.span, "declared by the parent here")
            .help(format!("add {}; a pack may add to its parent's groups and take nothing away", names(&lost)))
    })
}

/// Returns the members of a group as its parent defines it, among the values of the child.
fn by_parents_definition(parent: &Facet, group: &Group, child: &Facet) -> ValueSet {
    let member = |value: &usize| match parent.value(child.value_id(*value)) {
        Some(known) => group.members.contains(known),
        None => group.open,
    };
    (0..child.values.len()).filter(member).collect()
}

/// Reports an order that differs from the parent's.
fn reordered(parent: &Facet, child: &Facet) -> Option<Diagnostic> {
    let fault = |message: String, help: String| {
        Diagnostic::error("narrows-parent", child.span, message)
            .also(parent.span, "declared by the parent here")
            .help(help)
    };
    if parent.ordered != child.ordered {
        let (word, help) = if parent.ordered {
            ("ordered in the parent pack, and not here", "add `ordered = true`")
        } else {
            ("not ordered in the parent pack, and is here", "take out `ordered = true`")
        };
        let help = format!("{help}; the parent's rules rely on it");
        return Some(fault(format!("`{}` is {word}", parent.id), help));
    }
    let kept: Vec<usize> = parent.values.iter().filter_map(|value| child.value(value.id.as_str())).collect();
    if parent.ordered && !kept.is_sorted() {
        let order: Vec<&str> = parent.values.iter().map(|value| value.id.as_str()).collect();
        let message = format!("the values of `{}` are in another order than in the parent pack", parent.id);
        return Some(fault(message, format!("keep the order {}; new values go anywhere between", order.join(", "))));
    }
    None
}

/// Maps values of one facet to those of another, by their ids.
fn moved(from: &Facet, values: &ValueSet, to: &Facet) -> ValueSet {
    values.iter().filter_map(|value| to.value(from.value_id(value))).collect()
}
