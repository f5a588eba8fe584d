//! The languages that a page is in.

use crate::defaults::{Blank, or};
use crate::{Attributes, Content, filters};
use askama::Template;
use std::borrow::Cow;

/// The languages that a page is in, with links to the other ones.
///
/// Use it where a whole service is in more than one language. It can stand in a
/// [`ServiceNavigation`](crate::ServiceNavigation), in the slot at its end.
///
/// [Design system: language navigation](https://design-system.service.gov.uk/components/language-navigation/)
#[derive(Clone, Debug, Default, PartialEq, Template)]
#[template(path = "language-navigation.html", whitespace = "suppress")]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct LanguageNavigation<'a> {
    /// The languages, each under its own name.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::read::list"))]
    pub items: Vec<LanguageItem<'a>>,
    /// What assistive technology calls this landmark, in the language of the page:
    /// `Language` where it is empty.
    pub aria_label: Cow<'a, str>,
    /// More classes, such as `govuk-language-navigation--inverse` on a dark ground.
    pub classes: Cow<'a, str>,
    /// More attributes.
    pub attributes: Attributes<'a>,
}

/// A language of [`LanguageNavigation`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "camelCase", default))]
pub struct LanguageItem<'a> {
    /// Its name in itself, such as `Cymraeg`.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub content: Content<'a>,
    /// Its tag, such as `cy`.
    pub lang: Cow<'a, str>,
    /// The tag of the page that the link leads to: `lang` where this is empty.
    pub href_lang: Cow<'a, str>,
    /// The direction of its script, `ltr` or `rtl`, where languages of both are listed.
    pub dir: Cow<'a, str>,
    /// Where this page is in that language.
    pub href: Cow<'a, str>,
    /// Whether the page is in it: where nothing is said, whether there is no `href`.
    pub current: Option<bool>,
    /// What only assistive technology says after the name of a link, in its language.
    pub language_description_text: Cow<'a, str>,
    /// More classes of the link, or of the name where there is no link.
    pub classes: Cow<'a, str>,
    /// More attributes of the link, or of the name where there is no link.
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
