use countersign_model::Pack;
use jiff::civil::Date;

/// Returns today in the pack's time zone.
pub(crate) fn today(pack: &Pack) -> Date {
    today_in(&pack.settings.time_zone)
}

/// Returns today in a time zone, or in UTC if there is no time zone of that name. This is the
/// one place that reads the clock.
#[expect(clippy::disallowed_methods, reason = "the command line is where time enters")]
pub(crate) fn today_in(zone: &str) -> Date {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    jiff::Timestamp::now().to_zoned(zone).date()
}
