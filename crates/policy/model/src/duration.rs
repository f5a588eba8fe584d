use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A length of time as documents state it: `30 days`, `6 months`, `24 hours`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Duration {
    amount: u16,
    unit: DurationUnit,
}

/// The unit of a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DurationUnit {
    /// Hours.
    Hour,
    /// Days of the calendar.
    Day,
    /// Working days. The pack does not know which days these are.
    WorkingDay,
    /// Weeks.
    Week,
    /// Months of the calendar.
    Month,
    /// Years of the calendar.
    Year,
}

/// A text that is not a duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDuration;

impl DurationUnit {
    /// Every unit.
    pub const ALL: [Self; 6] = [Self::Hour, Self::Day, Self::WorkingDay, Self::Week, Self::Month, Self::Year];
    /// The units that the calendar counts in whole days.
    pub const CALENDAR: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::WorkingDay => "working day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl Duration {
    /// Reads a number from 1 to 9,999 and a unit, as in `1 year` or `30 days`.
    ///
    /// # Errors
    /// Returns [`InvalidDuration`] if the text has another form.
    pub fn parse(text: &str) -> Result<Self, InvalidDuration> {
        let (amount, unit) = text.trim().split_once(' ').ok_or(InvalidDuration)?;
        let digits = amount.len() <= 4 && amount.bytes().all(|byte| byte.is_ascii_digit());
        let amount: u16 = amount.parse().ok().filter(|amount| digits && *amount > 0).ok_or(InvalidDuration)?;
        let unit = unit.trim();
        let named = |known: &DurationUnit| unit.strip_suffix('s').unwrap_or(unit) == known.as_str();
        let unit = DurationUnit::ALL.into_iter().find(named).ok_or(InvalidDuration)?;
        Ok(Self { amount, unit })
    }

    /// Returns the number of units.
    pub fn amount(self) -> u16 {
        self.amount
    }

    /// Returns the unit.
    pub fn unit(self) -> DurationUnit {
        self.unit
    }

    /// Returns the last day of a period of this length that begins on `first`.
    ///
    /// That is the day before the day with the same number, or the last day of a month that has no
    /// such day. `None` if the calendar does not count the unit, or ends earlier.
    pub fn last_day(self, first: Date) -> Option<Date> {
        let amount = i64::from(self.amount);
        let span = match self.unit {
            DurationUnit::Day => amount.days(),
            DurationUnit::Week => amount.weeks(),
            DurationUnit::Month => amount.months(),
            DurationUnit::Year => amount.years(),
            DurationUnit::Hour | DurationUnit::WorkingDay => return None,
        };
        let same = first.checked_add(span).ok()?;
        let cut = matches!(self.unit, DurationUnit::Month | DurationUnit::Year) && same.day() != first.day();
        if cut { Some(same) } else { same.yesterday().ok() }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.amount == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.amount, self.unit.as_str())
    }
}

impl fmt::Display for DurationUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for InvalidDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a duration is a number and a unit, as in `30 days`, `6 months` or `1 year`")
    }
}

impl std::error::Error for InvalidDuration {}

#[cfg(test)]
mod tests {
    use super::Duration;
    use jiff::civil::Date;

    #[test]
    fn the_last_day_is_the_one_before_the_same_day() {
        for (first, length, last) in [
            ("2026-01-01", "6 months", "2026-06-30"),
            ("2026-01-15", "1 month", "2026-02-14"),
            ("2026-01-31", "1 month", "2026-02-28"),
            ("2024-01-31", "1 month", "2024-02-29"),
            ("2024-02-29", "1 year", "2025-02-28"),
            ("2024-02-29", "4 years", "2028-02-28"),
            ("2026-03-01", "1 day", "2026-03-01"),
            ("2026-03-01", "2 weeks", "2026-03-14"),
        ] {
            let (first, last): (Date, Date) = (first.parse().expect("a day"), last.parse().expect("a day"));
            let length = Duration::parse(length).expect("a duration");
            assert_eq!(length.last_day(first), Some(last), "{first} and {length}");
        }
        let late: Date = "9999-12-31".parse().expect("a day");
        assert_eq!(Duration::parse("9999 years").expect("a duration").last_day(late), None);
    }

    #[test]
    fn a_duration_is_a_number_and_a_unit() {
        for text in ["24 hours", "1 day", "5 working days", "2 weeks", "6 months", "7 years"] {
            assert_eq!(Duration::parse(text).expect("a duration").to_string(), text);
        }
        for text in [
            "",
            "6",
            "months",
            "0 days",
            "-1 days",
            "+1 day",
            "1.5 years",
            "P6M",
            "six months",
            "99999 days",
            "6 monthss",
        ] {
            assert!(Duration::parse(text).is_err(), "{text}");
        }
    }
}
