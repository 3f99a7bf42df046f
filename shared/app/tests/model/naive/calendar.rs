//! The programme's days, counted one by one: days since 1970 and milliseconds, no library.
//!
//! Only Berlin is known here. Summer time runs from the last Sunday of March to the last Sunday of October,
//! both at 01:00 UTC.

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// An instant in milliseconds since 1970, UTC.
pub(crate) type At = i64;
/// A date, as days since 1970.
pub(crate) type Day = i64;

/// The programme's holidays.
#[derive(Debug, Clone, Default)]
pub(crate) struct Calendar {
    pub(crate) holidays: Vec<Day>,
}

fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day of a date.
pub(crate) fn day(year: i64, month: i64, of_month: i64) -> Day {
    let mut days = 0;
    for earlier in 1970..year {
        days += if is_leap(earlier) { 366 } else { 365 };
    }
    for earlier in 1..month {
        days += days_of_month(year, earlier);
    }
    days + of_month - 1
}

/// Year, month and day of the month.
pub(crate) fn date(day: Day) -> (i64, i64, i64) {
    let (mut left, mut year, mut month) = (day, 1970, 1);
    while left >= if is_leap(year) { 366 } else { 365 } {
        left -= if is_leap(year) { 366 } else { 365 };
        year += 1;
    }
    while left >= days_of_month(year, month) {
        left -= days_of_month(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

/// 0 = Monday … 6 = Sunday; 1 January 1970 was a Thursday.
fn weekday(day: Day) -> i64 {
    (day + 3).rem_euclid(7)
}

fn last_sunday(year: i64, month: i64) -> Day {
    let mut sunday = day(year, month, days_of_month(year, month));
    while weekday(sunday) != 6 {
        sunday -= 1;
    }
    sunday
}

fn is_summer(at: At) -> bool {
    let (year, ..) = date(at.div_euclid(DAY));
    let begins = last_sunday(year, 3) * DAY + HOUR;
    let ends = last_sunday(year, 10) * DAY + HOUR;
    at >= begins && at < ends
}

/// The local date of an instant.
pub(crate) fn local_day(at: At) -> Day {
    let offset = if is_summer(at) { 2 * HOUR } else { HOUR };
    (at + offset).div_euclid(DAY)
}

/// The local midnight with which a day begins.
pub(crate) fn midnight(day: Day) -> At {
    let summer = day * DAY - 2 * HOUR;
    if is_summer(summer) { summer } else { day * DAY - HOUR }
}

/// The instant that ends a day: an act is in time before it.
pub(crate) fn end_of(day: Day) -> At {
    midnight(day + 1)
}

/// The end of the day of this instant; a midnight ends the day before it.
pub(crate) fn end_of_day_of(at: At) -> At {
    if midnight(local_day(at)) == at { at } else { end_of(local_day(at)) }
}

/// The end of the day so many calendar days later; the first day is not counted.
pub(crate) fn after_days(at: At, days: u32) -> At {
    let mut day = local_day(at);
    for _ in 0..days {
        day += 1;
    }
    end_of(day)
}

/// The same date a year ago; 28 February for a leap day.
pub(crate) fn a_year_before(today: Day) -> Day {
    let (year, month, of_month) = date(today);
    day(year - 1, month, of_month.min(days_of_month(year - 1, month)))
}

impl Calendar {
    pub(crate) fn is_business_day(&self, day: Day) -> bool {
        weekday(day) < 5 && !self.holidays.contains(&day)
    }

    /// The end of the day so many business days later; the first day is not counted.
    pub(crate) fn after_business_days(&self, at: At, days: u32) -> At {
        let mut day = local_day(at);
        for _ in 0..days {
            day += 1;
            while !self.is_business_day(day) {
                day += 1;
            }
        }
        end_of(day)
    }

    /// Whole business days from tomorrow up to a deadline.
    pub(crate) fn business_days_left(&self, now: At, deadline: At) -> u32 {
        let mut left = 0;
        let mut day = local_day(now) + 1;
        while end_of(day) <= deadline {
            if self.is_business_day(day) {
                left += 1;
            }
            day += 1;
        }
        left
    }
}
