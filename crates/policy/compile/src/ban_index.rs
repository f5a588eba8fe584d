use countersign_model::{Ban, Developer, Id, Kind, Pack, Tool};
use jiff::civil::Date;
use std::collections::HashMap;

/// The bans in force on a day, by what they name, because most name few of many tools.
pub(crate) struct BanIndex<'a> {
    tools: HashMap<&'a Id, Vec<&'a Ban>>,
    kinds: HashMap<&'a Id, Vec<&'a Ban>>,
    developers: HashMap<&'a Id, Vec<&'a Ban>>,
}

impl<'a> BanIndex<'a> {
    pub(crate) fn new(pack: &'a Pack, at: Date) -> Self {
        let (mut tools, mut kinds, mut developers) = (HashMap::new(), HashMap::new(), HashMap::new());
        for ban in pack.bans.iter().filter(|ban| ban.holds(at)) {
            ban.tools.iter().for_each(|tool| tools.entry(tool).or_insert_with(Vec::new).push(ban));
            ban.kinds.iter().for_each(|kind| kinds.entry(kind).or_insert_with(Vec::new).push(ban));
            ban.developers.iter().for_each(|one| developers.entry(one).or_insert_with(Vec::new).push(ban));
        }
        Self { tools, kinds, developers }
    }

    /// Iterates over the bans that name a tool, one of its kinds or one of its developers. A ban
    /// that names several of these comes several times.
    pub(crate) fn of(
        &self,
        tool: Option<&Tool>,
        kinds: &[&Kind],
        developers: &[&Developer],
    ) -> impl Iterator<Item = &'a Ban> {
        let own = tool.and_then(|tool| self.tools.get(&tool.id)).into_iter().flatten();
        let of_kinds = kinds.iter().filter_map(|kind| self.kinds.get(&kind.id)).flatten();
        let of_developers = developers.iter().filter_map(|developer| self.developers.get(&developer.id)).flatten();
        own.chain(of_kinds).chain(of_developers).copied()
    }
}
