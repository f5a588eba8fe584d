//! Devices and platforms in headings.

use crate::plain_words::plain;

/// The words for devices and platforms in headings, each with a common name.
const DEVICES: &[(&str, &[&str])] = &[
    ("Windows", &["windows", "win", "windows pc", "pc", "windows laptop", "windows 10", "windows 11"]),
    ("Mac", &["mac", "macos", "mac os", "macs", "os x", "macbook", "apple mac"]),
    ("Linux", &["linux", "ubuntu"]),
    ("iOS", &["ios", "iphone", "ipad", "ipados", "iphone ipad", "ios ipados"]),
    ("Android", &["android"]),
    (
        "Mobile",
        &["mobile", "mobiles", "phone", "phones", "smartphone", "smartphones", "mobile device", "mobile devices"],
    ),
    ("Tablet", &["tablet", "tablets"]),
    ("Laptop", &["laptop", "laptops"]),
    ("Desktop", &["desktop", "desktops"]),
    ("Chromebook", &["chromebook", "chromebooks", "chrome os", "chromeos"]),
    ("Browser", &["browser", "web browser", "web app"]),
    ("Server", &["server", "servers"]),
    ("Your own device", &["byod", "personal device", "personal devices", "own device"]),
    ("Managed device", &["managed device", "managed devices", "corporate device", "corporate devices", "work device"]),
];

/// Returns true if a heading names only a device or platform.
pub(crate) fn is_device(heading: &str) -> bool {
    known(&plain(heading)).is_some()
}

fn known(words: &str) -> Option<&'static str> {
    DEVICES.iter().find(|(_, names)| names.contains(&words)).map(|(name, _)| *name)
}

/// Returns the device of a heading, by its common name.
pub(crate) fn canonical(heading: &str) -> String {
    known(&plain(heading)).map_or_else(|| heading.trim().to_owned(), str::to_owned)
}

/// Returns the device in a heading such as "Approved applications - macOS", after a dash, after a
/// colon or in brackets.
pub(crate) fn in_heading(heading: &str) -> Option<String> {
    let parts = heading.split(['-', '–', '—', ':', '(', ')']).map(plain);
    parts.filter_map(|part| known(&part)).next_back().map(str::to_owned)
}
