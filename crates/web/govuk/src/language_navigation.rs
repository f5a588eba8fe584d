//! The languages of a page.

use crate::defaults::{Blank, or};
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// The languages of a page, with links to the other ones.
///
/// Use it if a whole service is in more than one language. You can put it into the end slot of a
/// [`ServiceNavigation`](crate::ServiceNavigation).
///
/// [Design system: language navigation](https://design-system.service.gov.uk/components/language-navigation/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "language-navigation.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct LanguageNavigation<'a> {
    /// The languages, each under its own name.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<LanguageItem<'a>>,
    /// The name of this landmark for assistive technology, in the language of the page. If empty,
    /// `Language`.
    pub aria_label: Cow<'a, str>,
    /// More classes, such as `govuk-language-navigation--inverse` on a dark background.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// A language of [`LanguageNavigation`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct LanguageItem<'a> {
    /// Its own name for itself, such as `Cymraeg`.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// Its tag, such as `cy`.
    pub lang: Cow<'a, str>,
    /// The language tag of the linked page. If empty, `lang`.
    pub href_lang: Cow<'a, str>,
    /// The direction of its script, `ltr` or `rtl`, if the list has languages of both.
    pub dir: Cow<'a, str>,
    /// The address of this page in that language.
    pub href: Cow<'a, str>,
    /// Whether the page is in it. If `None`, whether there is no `href`.
    pub current: Option<bool>,
    /// The text after the name of a link that only assistive technology reads, in its language.
    pub language_description_text: Cow<'a, str>,
    /// More classes of the link, or of the name if there is no link.
    pub classes: Cow<'a, str>,
    /// More attributes of the link, or of the name if there is no link.
    pub attributes: Attributes<'a>,
}

impl LanguageItem<'_> {
    fn is_current(&self) -> bool {
        self.current.unwrap_or(self.href.is_empty())
    }

    fn is_link(&self) -> bool {
        !self.is_current() && !self.href.is_empty()
    }

    fn target(&self) -> &str {
        or(&self.href_lang, &self.lang)
    }
}

components!(LanguageNavigation);
