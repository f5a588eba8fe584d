//! The clock: the only module that reads it.

use countersign_model::Pack;
use jiff::civil::Date;

/// Returns today in the pack's time zone.
pub fn today(pack: &Pack) -> Date {
    today_in(&pack.settings.time_zone)
}

/// Returns today in a time zone. Uses UTC if there is no time zone of that name.
#[expect(clippy::disallowed_methods, reason = "the command line is where time enters")]
pub fn today_in(zone: &str) -> Date {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    jiff::Timestamp::now().to_zoned(zone).date()
}

/// Returns the nanoseconds since 1970, truncated to 64 bits. Only for names, never for answers.
#[expect(clippy::disallowed_methods, reason = "the command line is where time enters; no answer depends on it")]
pub fn unix_nanoseconds() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos() as u64
}
