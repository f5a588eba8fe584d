//! Dates as lists write them. An ambiguous date is not used.

use jiff::civil::Date;

/// Which of two numbers of a date is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// 31/12/2025.
    DayFirst,
    /// 12/31/2025.
    MonthFirst,
}

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Returns the order of a column's dates, if some of them can be read in one way only and none in
/// the other way only.
pub(crate) fn order<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Order> {
    let (mut day_first, mut month_first) = (false, false);
    for (one, other, _) in cells.filter_map(numbers) {
        day_first |= one > 12 && other <= 12;
        month_first |= other > 12 && one <= 12;
    }
    match (day_first, month_first) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// Returns the date in a cell.
pub(crate) fn day(text: &str, order: Option<Order>) -> Option<Date> {
    let text = text.trim();
    let head = text.split(['T', ' ']).next().unwrap_or_default();
    if head.len() == 10
        && let Ok(date) = head.parse()
    {
        return Some(date);
    }
    if let Some((one, other, year)) = numbers(text) {
        let (day, month) = match order {
            Some(Order::DayFirst) => (one, other),
            Some(Order::MonthFirst) => (other, one),
            None if one == other => (one, other),
            None if one > 12 => (one, other),
            None if other > 12 => (other, one),
            None => return None,
        };
        return Date::new(year, month, day).ok();
    }
    words(text)
}

/// Reads two numbers and a year: `31/12/2025`, `31.12.2025`, `31-12-2025`.
fn numbers(text: &str) -> Option<(i8, i8, i16)> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let [one, other, year] = parts.as_slice() else { return None };
    let year = if year.len() == 4 { year.parse().ok()? } else { return None };
    Some((one.trim().parse().ok()?, other.trim().parse().ok()?, year))
}

/// Reads a month by its name: `31 December 2025`, `Dec 31, 2025`, `31-Dec-2025`.
fn words(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split([' ', ',', '-', '/']).filter(|part| !part.is_empty()).collect();
    let [one, other, year] = parts.as_slice() else { return None };
    let month = |word: &str| {
        let start = word.to_lowercase().chars().take(3).collect::<String>();
        let known = word.chars().all(char::is_alphabetic).then(|| MONTHS.iter().position(|name| *name == start))?;
        known.and_then(|place| i8::try_from(place + 1).ok())
    };
    let number = |word: &str| word.trim_end_matches(|c: char| c.is_alphabetic()).parse::<i8>().ok();
    let year: i16 = if year.len() == 4 { year.parse().ok()? } else { return None };
    match (month(one), month(other)) {
        (None, Some(month)) => Date::new(year, month, number(one)?).ok(),
        (Some(month), None) => Date::new(year, month, number(other)?).ok(),
        _ => None,
    }
}
