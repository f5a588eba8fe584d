//! Components of the [GOV.UK Design System](https://design-system.service.gov.uk/) for Rust
//! templates, with the markup of GOV.UK Frontend 6.6.0.
//!
//! A component is a struct. Its fields are the options of the Nunjucks macro with the same name.
//! [`Display`](std::fmt::Display) writes its HTML, and it nests unescaped in any
//! [askama](https://docs.rs/askama) template. Styles and scripts are not included: they are in the
//! npm package `govuk-frontend`.
//!
//! ```
//! use askama::Template;
//! use countersign_govuk::{Attributes, Button, Content, Hint, Input, Label};
//!
//! #[derive(Template)]
//! #[template(source = "<form>{{ name }}{{ save }}</form>", ext = "html")]
//! struct Page<'a> {
//!     name: Input<'a>,
//!     save: Button<'a>,
//! }
//!
//! let page = Page {
//!     name: Input {
//!         name: "full-name".into(),
//!         label: Label::new("Full name"),
//!         hint: Some(Hint::new("As on your passport")),
//!         ..Input::default()
//!     },
//!     save: Button {
//!         content: Content::html("Save <em>now</em>"),
//!         attributes: Attributes::new().with("data-page", "1"),
//!         ..Button::default()
//!     },
//! };
//! let html = page.render()?;
//! assert!(html.contains("<label class=\"govuk-label\" for=\"full-name\">"));
//! assert!(html.contains("aria-describedby=\"full-name-hint\""));
//! assert!(html.contains("Save <em>now</em>"));
//! # Ok::<(), askama::Error>(())
//! ```
//!
//! # Conventions
//!
//! - Strings are `Cow<'a, str>`: a page borrows what it has (`"Save".into()`) and owns what it
//!   makes (`format!("…").into()`), and one type serves both. `String` would copy every literal of
//!   every page each time it is shown.
//! - An empty string, an empty list and `None` all mean "not given". The attribute or element is
//!   then left out, or the default in the field's description is used. A string is an `Option` only
//!   if empty has its own meaning.
//! - [`Content`] is text, which is escaped, or HTML, which is not. All other strings are escaped,
//!   except those whose description says that they are HTML.
//! - An entry of a list with only default values is left out.
//! - A field that HTML calls `type` or `for` is `kind` or `for_id`.
//!
//! # Features
//!
//! `serde` reads every component from the JSON options of its Nunjucks macro, under their own
//! names. As in Nunjucks, `false`, `null` and an empty string mean that an error message or an
//! entry is missing, and a number can replace a string.

#[macro_use]
mod component;

mod attributes;
mod content;
mod defaults;
mod field;
mod filters;
#[cfg(feature = "serde")]
mod read;

mod back_link;
mod breadcrumbs;
mod button;
mod checkboxes;
mod details;
mod error_message;
mod error_summary;
mod fieldset;
mod generic_header;
mod hint;
mod input;
mod inset_text;
mod label;
mod language_navigation;
mod notification_banner;
mod pagination;
mod panel;
mod phase_banner;
mod radios;
mod select;
mod service_navigation;
mod skip_link;
mod summary_list;
mod table;
mod tag;
mod warning_text;

pub use attributes::Attributes;
pub use back_link::BackLink;
pub use breadcrumbs::{Breadcrumb, Breadcrumbs};
pub use button::Button;
pub use checkboxes::{Checkbox, Checkboxes};
pub use content::Content;
pub use details::Details;
pub use error_message::ErrorMessage;
pub use error_summary::{ErrorSummary, ErrorSummaryItem};
pub use field::FormGroup;
pub use fieldset::{Fieldset, Legend};
pub use generic_header::GenericHeader;
pub use hint::Hint;
pub use input::{Affix, Input, InputWrapper};
pub use inset_text::InsetText;
pub use label::Label;
pub use language_navigation::{LanguageItem, LanguageNavigation};
pub use notification_banner::{BannerKind, NotificationBanner};
pub use pagination::{Pagination, PaginationItem, PaginationLink};
pub use panel::{Panel, PanelAction, PanelActions};
pub use phase_banner::PhaseBanner;
pub use radios::{Radio, Radios};
pub use select::{Select, SelectItem};
pub use service_navigation::{EndSlot, NavigationItem, ServiceNavigation, Slots};
pub use skip_link::SkipLink;
pub use summary_list::{
    SummaryAction, SummaryActions, SummaryCard, SummaryCardTitle, SummaryCell, SummaryList, SummaryRow,
};
pub use table::{Table, TableCell};
pub use tag::Tag;
pub use warning_text::WarningText;

/// The version of the npm package `govuk-frontend` that this markup comes from. Styles and scripts
/// of another version may not fit.
pub const FRONTEND_VERSION: &str = "6.6.0";
