use crate::{Identity, IdentityKind, Pack, Tool};

/// Hosts of app stores: their pages are about other people's apps.
const STORES: &[&str] = &[
    "play.google.com",
    "apps.apple.com",
    "itunes.apple.com",
    "chromewebstore.google.com",
    "chrome.google.com",
    "addons.mozilla.org",
    "apps.microsoft.com",
    "microsoftedge.microsoft.com",
    "f-droid.org",
    "flathub.org",
    "snapcraft.io",
];

impl Pack {
    /// Returns the tool that machines know by this name, or the tool of an address: one of its
    /// pages, or its page in a store.
    pub(crate) fn tool_at(&self, text: &str) -> Option<usize> {
        let text = text.trim().trim_matches(['<', '>']);
        self.only_tool_known_as(text).or_else(|| self.tool_of_address(text))
    }

    /// Returns the one tool that machines know by this name, of whatever kind. `None` if several
    /// are.
    fn only_tool_known_as(&self, name: &str) -> Option<usize> {
        let is = |tool: &Tool| {
            let mut known = tool.identities.iter().filter(|known| known.identity.kind != IdentityKind::Domain);
            known.any(|known| known.identity.name.eq_ignore_ascii_case(name))
        };
        let mut tools = self.tools.iter().enumerate().filter(|(_, tool)| is(tool)).map(|(place, _)| place);
        let first = tools.next()?;
        tools.next().is_none().then_some(first)
    }

    fn tool_of_address(&self, text: &str) -> Option<usize> {
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, page) = rest.split_at_checked(end)?;
        let host = host.rsplit('@').next()?.split(':').next()?.trim_end_matches('.').to_ascii_lowercase();
        if STORES.contains(&host.as_str()) {
            return self.tool_in_store(&host, page);
        }
        let host = Identity::parse(IdentityKind::Domain, &host).ok()?;
        host.and_above().find_map(|domain| {
            let known = |tool: &Tool| {
                let mut domains = tool.identities.iter().filter(|known| known.identity.kind == IdentityKind::Domain);
                domains.any(|known| known.identity.name == domain)
            };
            self.tools.iter().position(known)
        })
    }

    /// Returns the tool of a page in a store: by the name in its address, or because a name's
    /// source is an address of the same page.
    fn tool_in_store(&self, host: &str, page: &str) -> Option<usize> {
        let (path, query) = page.split_once('?').unwrap_or((page, ""));
        let id = query.split(['&', '#']).find_map(|pair| pair.strip_prefix("id="));
        let parts: Vec<&str> = path.split(['/', '#']).filter(|part| !part.is_empty()).collect();
        if let Some(found) = id.into_iter().chain(parts.iter().copied()).find_map(|part| self.only_tool_known_as(part))
        {
            return Some(found);
        }
        let number = parts.iter().rev().find(|part| is_number(part)).or_else(|| parts.last()).copied();
        let wanted = id.or(number)?;
        let of_store = |source: &str| {
            let rest = source.split_once("://").map_or(source, |(_, rest)| rest);
            let (own, page) = rest.split_once('/').unwrap_or((rest, ""));
            let same_store =
                own.eq_ignore_ascii_case(host) || (own.ends_with("apple.com") && host.ends_with("apple.com"));
            same_store && page.split(['/', '?', '&', '=', '#']).any(|part| part.eq_ignore_ascii_case(wanted))
        };
        let is = |tool: &Tool| tool.identities.iter().any(|known| of_store(&known.source));
        let mut tools = self.tools.iter().enumerate().filter(|(_, tool)| is(tool)).map(|(place, _)| place);
        let first = tools.next()?;
        tools.next().is_none().then_some(first)
    }
}

/// Returns true if a part of an address is the number of an app, as in `id835599320`.
fn is_number(part: &str) -> bool {
    let digits = part.strip_prefix("id").unwrap_or_default();
    digits.len() > 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}
