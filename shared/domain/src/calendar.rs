//! Deadlines: the following midnight after their last day, in the programme's time zone (domain 7).

use alloc::vec::Vec;
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};

/// The programme's days: zone, weekend and holidays.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Zone in which days begin and end
    pub zone: TimeZone,
    /// Days of the week without business
    pub weekend: Vec<Weekday>,
    /// Dates without business
    pub holidays: Vec<Date>,
}

impl Calendar {
    /// The date of an instant in the programme's zone.
    #[must_use]
    pub fn date(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    /// Whether business is done on this date.
    #[must_use]
    pub fn is_business_day(&self, date: Date) -> bool {
        !self.weekend.contains(&date.weekday()) && !self.holidays.contains(&date)
    }

    /// End of the `days`-th calendar day after `start`; the start day is not counted.
    #[must_use]
    pub fn after_days(&self, start: Timestamp, days: u16) -> Timestamp {
        self.end_of(self.date(start).saturating_add(i64::from(days).days()))
    }

    /// End of the `days`-th business day after `start`; the start day is not counted.
    #[must_use]
    pub fn after_business_days(&self, start: Timestamp, days: u16) -> Timestamp {
        let mut date = self.date(start);
        let mut left = days;
        while left > 0 && date < Date::MAX {
            date = date.saturating_add(1.day());
            if self.is_business_day(date) {
                left -= 1;
            }
        }
        self.end_of(date)
    }

    /// The beginning of the day that lies so many calendar days before the end of a deadline's last day.
    #[must_use]
    pub fn days_before(&self, end: Timestamp, days: u16) -> Timestamp {
        let local = self.zone.to_datetime(end).saturating_sub(i64::from(days).days());
        self.zone.to_timestamp(local).unwrap_or(end)
    }

    /// Business days that begin after `start` and end by `end`.
    #[must_use]
    pub fn business_days_left(&self, start: Timestamp, end: Timestamp) -> u16 {
        let last = self.date(end);
        let days = self.date(start).series(1.day()).skip(1).take_while(|date| *date < last);
        u16::try_from(days.filter(|date| self.is_business_day(*date)).count()).unwrap_or(u16::MAX)
    }

    /// The end of the day of this instant; an instant that ends a day stays as it is.
    #[must_use]
    pub fn day_end(&self, at: Timestamp) -> Timestamp {
        let date = self.date(at);
        match self.zone.to_timestamp(date.at(0, 0, 0, 0)) {
            Ok(midnight) if midnight == at => at,
            Ok(_) | Err(_) => self.end_of(date),
        }
    }

    /// The first instant after `after` at which it is this hour of the day; of an hour that summer time leaves
    /// out, the instant that takes its place.
    #[must_use]
    pub fn next_hour(&self, after: Timestamp, hour: i8) -> Timestamp {
        let today = self.date(after);
        let at = |date: Date| self.zone.to_timestamp(date.at(hour, 0, 0, 0)).unwrap_or(Timestamp::MAX);
        Some(at(today)).filter(|at| *at > after).unwrap_or_else(|| at(today.saturating_add(1.day())))
    }

    /// The midnight that ends a date: an act is in time while `now <` this instant.
    fn end_of(&self, date: Date) -> Timestamp {
        self.zone.to_timestamp(date.saturating_add(1.day()).at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn berlin() -> Calendar {
        Calendar {
            zone: TimeZone::get("Europe/Berlin").unwrap(),
            weekend: vec![Weekday::Saturday, Weekday::Sunday],
            holidays: vec![
                jiff::civil::date(2026, 12, 25),
                jiff::civil::date(2026, 12, 26),
                jiff::civil::date(2027, 1, 1),
            ],
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn scenario_23_calendar_days_end_at_local_midnight_over_daylight_saving() {
        // Summer time begins on 29 March 2026: the offset of the end differs from that of the start.
        assert_eq!(berlin().after_days(at("2026-03-25T10:00:00Z"), 10), at("2026-04-04T22:00:00Z"));
        assert_eq!(berlin().after_days(at("2026-10-20T10:00:00Z"), 10), at("2026-10-30T23:00:00Z"));
        // 23:30 UTC is already the next day in Berlin, and the start day is not counted.
        assert_eq!(berlin().after_days(at("2026-11-21T23:30:00Z"), 1), at("2026-11-23T23:00:00Z"));
    }

    #[test]
    fn scenario_23_business_days_skip_weekends_and_holidays() {
        // Monday to the next Monday.
        assert_eq!(berlin().after_business_days(at("2026-11-23T09:00:00Z"), 5), at("2026-11-30T23:00:00Z"));
        // A start on Saturday counts from Monday on.
        assert_eq!(berlin().after_business_days(at("2026-11-21T09:00:00Z"), 1), at("2026-11-23T23:00:00Z"));
        // 23 December + 5 business days: 24, 28, 29, 30, 31 (25 and 26 are holidays, 27 is a Sunday).
        assert_eq!(berlin().after_business_days(at("2026-12-23T09:00:00Z"), 5), at("2026-12-31T23:00:00Z"));
    }

    #[test]
    fn the_next_morning_is_local_over_daylight_saving() {
        for (after, eight) in [
            ("2026-11-23T06:59:59Z", "2026-11-23T07:00:00Z"),
            ("2026-11-23T07:00:00Z", "2026-11-24T07:00:00Z"),
            // Summer time begins on 29 March 2026 and ends on 25 October.
            ("2026-03-28T08:00:00Z", "2026-03-29T06:00:00Z"),
            ("2026-03-29T00:30:00Z", "2026-03-29T06:00:00Z"),
            ("2026-10-24T10:00:00Z", "2026-10-25T07:00:00Z"),
            // Already the next day in Berlin.
            ("2026-11-23T23:30:00Z", "2026-11-24T07:00:00Z"),
        ] {
            assert_eq!(berlin().next_hour(at(after), 8), at(eight), "{after}");
        }
        // There is no 2 o'clock on 29 March: an hour later it is 3.
        assert_eq!(berlin().next_hour(at("2026-03-28T22:00:00Z"), 2), at("2026-03-29T01:00:00Z"));
        assert_eq!(berlin().next_hour(at("2026-03-29T01:00:00Z"), 2), at("2026-03-30T00:00:00Z"));
    }

    #[test]
    fn a_calendar_without_business_days_ends_instead_of_looping() {
        let never = Calendar {
            weekend: (1..=7).filter_map(|n| Weekday::from_monday_one_offset(n).ok()).collect(),
            ..berlin()
        };
        assert!(never.after_business_days(at("9990-01-01T00:00:00Z"), 1) > at("9990-01-01T00:00:00Z"));
    }
}
