//! Every fixture of every component: its options are read, written and compared.

use crate::tree::difference;
use countersign_govuk as govuk;
use serde_json::Value;
use std::path::PathBuf;

/// Returns a file of the npm package, or fails with how to install it.
pub(crate) fn package(file: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../target/npm-web/node_modules/govuk-frontend");
    let path = root.join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; `cargo xtask test --install` brings the npm packages", path.display())
    })
}

/// Returns a file of the npm package's component.
pub(crate) fn component(name: &str, file: &str) -> Value {
    serde_json::from_str(&package(&format!("dist/govuk/components/{name}/{file}"))).expect("JSON")
}

/// Reports every fixture that does not match, by name.
fn check(name: &str, count: usize, render: fn(Value) -> Result<String, String>) {
    let file = component(name, "fixtures.json");
    assert_eq!(file["component"], name);
    let fixtures = file["fixtures"].as_array().expect("fixtures");
    assert_eq!(fixtures.len(), count, "{name} has another number of fixtures: is this another version?");
    let failures: Vec<String> = fixtures
        .iter()
        .filter_map(|fixture| {
            let expected = fixture["html"].as_str().expect("html");
            let different = match render(fixture["options"].clone()) {
                Ok(written) => difference(expected, &written)?,
                Err(error) => error,
            };
            Some(format!("{}: {different}", fixture["name"]))
        })
        .collect();
    assert!(failures.is_empty(), "{} of {count} fixtures of {name}:\n{}", failures.len(), failures.join("\n"));
}

/// Reads the options of a macro and writes the component.
pub(crate) fn written<T: serde::de::DeserializeOwned + askama::Template>(options: Value) -> Result<String, String> {
    let component: T = serde_json::from_value(options).map_err(|error| format!("options: {error}"))?;
    component.render().map_err(|error| error.to_string())
}

/// Writes a component from its options.
pub(crate) type Render = fn(Value) -> Result<String, String>;

macro_rules! components {
    ($($test:ident: $type:ident, $name:literal, $count:literal;)*) => {
        /// Every component, with the function that writes it.
        pub(crate) const COMPONENTS: &[(&str, Render)] = &[$(($name, written::<govuk::$type<'static>>)),*];

        $(#[test]
        fn $test() {
            check($name, $count, written::<govuk::$type<'static>>);
        })*
    };
}

components! {
    back_link: BackLink, "back-link", 7;
    breadcrumbs: Breadcrumbs, "breadcrumbs", 12;
    button: Button, "button", 38;
    checkboxes: Checkboxes, "checkboxes", 42;
    details: Details, "details", 10;
    error_message: ErrorMessage, "error-message", 9;
    error_summary: ErrorSummary, "error-summary", 19;
    fieldset: Fieldset, "fieldset", 18;
    generic_header: GenericHeader, "generic-header", 7;
    hint: Hint, "hint", 6;
    input: Input, "input", 45;
    inset_text: InsetText, "inset-text", 6;
    label: Label, "label", 17;
    language_navigation: LanguageNavigation, "language-navigation", 13;
    notification_banner: NotificationBanner, "notification-banner", 21;
    pagination: Pagination, "pagination", 15;
    panel: Panel, "panel", 19;
    phase_banner: PhaseBanner, "phase-banner", 7;
    radios: Radios, "radios", 43;
    select: Select, "select", 19;
    service_navigation: ServiceNavigation, "service-navigation", 33;
    skip_link: SkipLink, "skip-link", 9;
    summary_list: SummaryList, "summary-list", 30;
    table: Table, "table", 21;
    tag: Tag, "tag", 12;
    warning_text: WarningText, "warning-text", 8;
}

#[test]
fn the_package_is_of_the_version_that_is_said() {
    let package: Value = serde_json::from_str(&package("package.json")).expect("JSON");
    assert_eq!(package["version"], govuk::FRONTEND_VERSION);
}
