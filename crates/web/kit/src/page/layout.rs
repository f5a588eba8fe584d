use super::page_request::PageRequest;
use crate::site::NavigationEntry;
use askama::Template;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::CONTENT_LANGUAGE;
use axum::response::Response;
use countersign_assets::DIGEST;
use countersign_govuk::{
    BackLink, Content, GenericHeader, LanguageItem, LanguageNavigation, NavigationItem, ServiceNavigation, SkipLink,
};

/// The layout that surrounds every page.
pub struct Layout<'v> {
    visit: &'v PageRequest,
    /// The heading of the page.
    pub title: String,
    /// Whether the user must correct an input. The title then begins with the word for an error.
    pub wrong: bool,
    /// The address of the previous page.
    pub back: Option<String>,
    /// Whether a field suggests completions while the user types.
    pub completes: bool,
}

impl<'v> Layout<'v> {
    /// Creates a layout with a heading.
    pub fn new(visit: &'v PageRequest, title: impl Into<String>) -> Self {
        Self { visit, title: title.into(), wrong: false, back: None, completes: false }
    }

    /// Sets the address of the previous page.
    pub fn back(mut self, to: impl Into<String>) -> Self {
        self.back = Some(to.into());
        self
    }

    /// Sets whether the user must correct an input.
    pub fn wrong(mut self, wrong: bool) -> Self {
        self.wrong = wrong;
        self
    }

    /// Returns a message of the pages.
    pub fn word(&self, id: &str) -> &'v str {
        self.visit.word(id)
    }

    /// Returns a message of the answers.
    pub fn text(&self, id: &str) -> &'v str {
        self.visit.say().word(&format!("ui.{id}"))
    }

    /// Returns an address of the service without a query.
    pub fn at(&self, path: &str) -> String {
        self.visit.at(path)
    }

    /// Returns a link that keeps the language.
    pub fn to(&self, path: &str) -> String {
        self.visit.to(path)
    }

    /// Returns the language of the page.
    pub fn lang(&self) -> &str {
        self.visit.language().unwrap_or(&self.visit.pack().settings.language)
    }

    /// Returns true if the user asked for a language.
    pub fn lang_asked(&self) -> bool {
        self.visit.language().is_some()
    }

    /// Returns the message about the end of an exemption.
    pub fn exemption_until(&self, date: &str) -> String {
        self.visit.say().fill("ui.exemption-until", &[("date", date)])
    }

    /// Returns the message about the first day of a ban.
    pub fn banned_since(&self, date: &str) -> String {
        self.visit.say().fill("ui.banned-since", &[("date", date)])
    }

    /// Returns the service's name.
    pub fn service_name(&self) -> &str {
        let own = self.visit.pack().settings.site.title.as_ref();
        own.map_or_else(|| self.word("service"), |title| self.visit.say().say(title))
    }

    /// Returns the organisation's name.
    pub fn organisation(&self) -> &str {
        self.visit.pack().own().map_or("", |layer| self.visit.say().say(&layer.name))
    }

    /// Returns the title for the browser.
    pub fn whole_title(&self) -> String {
        let mark = if self.wrong { format!("{}: ", self.word("error")) } else { String::new() };
        let service = self.service_name();
        let title = if self.title == service { String::new() } else { format!("{} – ", self.title) };
        format!("{mark}{title}{service} – {}", self.organisation())
    }

    /// Returns the address of an asset.
    pub fn asset(&self, name: &str) -> String {
        self.visit.at(&format!("/assets/{DIGEST}/{name}"))
    }

    /// Returns the address of the organisation's style sheet, which changes with the version.
    pub fn brand(&self) -> String {
        self.visit.at(&format!("/assets/brand.css?v={}", self.visit.version.id))
    }

    /// Returns the address of the icon, in the organisation's colour.
    pub fn icon(&self) -> String {
        self.visit.at(&format!("/assets/icon.svg?v={}", self.visit.version.id))
    }

    /// Returns the link to the main content.
    pub fn skip(&self) -> SkipLink<'_> {
        SkipLink { content: self.word("skip").into(), href: "#main".into(), ..SkipLink::default() }
    }

    /// Returns the header.
    pub fn header(&self) -> GenericHeader<'_> {
        GenericHeader { url: self.to("/").into(), logo: Content::text(self.organisation()), ..GenericHeader::default() }
    }

    /// Returns the navigation.
    pub fn navigation(&self) -> ServiceNavigation<'_> {
        let path = self.visit.path.as_str();
        let item = |entry: &'static NavigationEntry| NavigationItem {
            content: self.word(entry.message).into(),
            href: self.to(entry.path).into(),
            active: path.strip_prefix(entry.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                || entry.also.iter().any(|also| path.starts_with(also)),
            ..NavigationItem::default()
        };
        ServiceNavigation {
            service_name: self.service_name().into(),
            service_url: self.to("/").into(),
            navigation: self.visit.service.site().navigation.iter().copied().map(item).collect(),
            menu_button_text: self.word("menu").into(),
            ..ServiceNavigation::default()
        }
    }

    /// Returns the choice of languages. `None` if there is only one.
    pub fn languages(&self) -> Option<LanguageNavigation<'_>> {
        let own = self.visit.pack().settings.language.as_str();
        let others: Vec<&String> = self.visit.version.languages.iter().filter(|lang| *lang != own).collect();
        if others.is_empty() {
            return None;
        }
        let item = |lang: &'v str, asked: Option<&str>| LanguageItem {
            content: native(lang).into(),
            lang: lang.into(),
            href: self.visit.in_language(asked).into(),
            current: Some(self.visit.language() == asked),
            ..LanguageItem::default()
        };
        let items = std::iter::once(item(self.visit.pack().settings.language.as_str(), None));
        let items = items.chain(others.into_iter().map(|lang| item(lang, Some(lang)))).collect();
        Some(LanguageNavigation { items, aria_label: self.word("language").into(), ..LanguageNavigation::default() })
    }

    /// Returns the link to the previous page.
    pub fn back_link(&self) -> Option<BackLink<'_>> {
        let href = self.back.as_deref()?;
        Some(BackLink { content: self.word("back").into(), href: href.into(), ..BackLink::default() })
    }

    /// Returns the line about the policy in the footer.
    pub fn policy_of(&self) -> String {
        let (pack, day) = (self.organisation(), self.visit.version.at.to_string());
        self.visit.fill("policy-of", &[("pack", pack), ("version", self.visit.version.number()), ("day", &day)])
    }

    /// Returns the link for feedback. `None` if no contact for feedback has an address.
    pub fn feedback(&self) -> Option<String> {
        let pack = self.visit.pack();
        let contacts = pack.settings.feedback.iter().filter_map(|id| pack.contacts.get(id.as_str()));
        contacts.flat_map(|contact| &contact.reach).find_map(|reach| href(reach))
    }
}

/// Returns the native name of a language, or its tag if the name is not in this list.
fn native(tag: &str) -> &str {
    match tag.split('-').next().unwrap_or(tag) {
        "en" => "English",
        "cy" => "Cymraeg",
        "ga" => "Gaeilge",
        "gd" => "Gàidhlig",
        "fr" => "Français",
        "de" => "Deutsch",
        "es" => "Español",
        "it" => "Italiano",
        "nl" => "Nederlands",
        "pl" => "Polski",
        "pt" => "Português",
        "sv" => "Svenska",
        "da" => "Dansk",
        "fi" => "Suomi",
        "el" => "Ελληνικά",
        "uk" => "Українська",
        _ => tag,
    }
}

/// Returns a link to a mail or web address. `None` for other text.
pub fn href(reach: &str) -> Option<String> {
    let address = reach.trim();
    if address.starts_with("https://") || address.starts_with("http://") {
        return Some(address.to_owned());
    }
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\'' | '?' | '&' | '%');
    let (name, domain) = address.split_once('@')?;
    let fits = !name.is_empty() && domain.contains('.') && address.chars().all(plain);
    fits.then(|| format!("mailto:{address}"))
}

/// Returns a page as a response.
pub fn page(status: StatusCode, lang: &str, template: &impl Template) -> Response {
    let Ok(html) = template.render() else {
        tracing::error!("a page could not be written");
        let text = b"This page could not be written.".to_vec();
        return crate::response::with(StatusCode::INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", text);
    };
    let mut response = crate::response::with(status, "text/html; charset=utf-8", html.into_bytes());
    if let Ok(lang) = HeaderValue::from_str(lang) {
        response.headers_mut().insert(CONTENT_LANGUAGE, lang);
    }
    response
}
