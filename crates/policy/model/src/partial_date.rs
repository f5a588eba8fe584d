use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A date as documents give it: a year, a month or a day (ISO 8601-1, reduced precision: `2018`,
/// `2018-08`, `2023-03-16`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    first: Date,
    precision: Precision,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Precision {
    Year,
    Month,
    Day,
}

/// A text that is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDate;

impl PartialDate {
    /// Reads `2018`, `2018-08` or `2018-08-31`.
    ///
    /// # Errors
    /// Returns [`InvalidDate`] if the text has another form or names no day of the calendar.
    pub fn parse(text: &str) -> Result<Self, InvalidDate> {
        let digits = |part: &str, count: usize| {
            let fits = part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
            if fits { part.parse::<i16>().map_err(|_| InvalidDate) } else { Err(InvalidDate) }
        };
        let mut parts = text.split('-');
        let year = digits(parts.next().unwrap_or_default(), 4)?;
        let month = parts.next().map(|part| digits(part, 2)).transpose()?;
        let day = parts.next().map(|part| digits(part, 2)).transpose()?;
        if parts.next().is_some() {
            return Err(InvalidDate);
        }
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (_, None) => Precision::Month,
            _ => Precision::Day,
        };
        let part = |number: Option<i16>| i8::try_from(number.unwrap_or(1)).map_err(|_| InvalidDate);
        let first = Date::new(year, part(month)?, part(day)?).map_err(|_| InvalidDate)?;
        Ok(Self { first, precision })
    }

    /// Returns the day on which it begins: the first of its month or year, or the day itself.
    pub fn first_day(self) -> Date {
        self.first
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.first.year(), self.first.month(), self.first.day());
        match self.precision {
            Precision::Year => write!(f, "{year:04}"),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Day => write!(f, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date is written `2018`, `2018-08` or `2018-08-31`")
    }
}

impl std::error::Error for InvalidDate {}
