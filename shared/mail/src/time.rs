//! Points in time as people read them: date, time and the zone they are meant in.

use std::sync::LazyLock;

use icu_calendar::{Gregorian, RangeError};
use icu_datetime::input::{Date, Time};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter, fieldsets};
use jiff::{Timestamp, ToSpan, Zoned, civil, tz::TimeZone};

use crate::texts::{Catalogue, Locale};

static TEXTS: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::new(include_str!("../i18n/time.en.ftl"), include_str!("../i18n/time.de.ftl"))
});

/// A point in time and the zone in which people are to read it: the programme's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// The programme's time zone.
    pub zone: TimeZone,
}

impl Moment {
    /// A moment of a zone.
    #[must_use]
    pub fn new(at: Timestamp, zone: &TimeZone) -> Self {
        Self { at, zone: zone.clone() }
    }

    /// When something happened: "Friday, 12 March 2027, 17:05 (Europe/Berlin)".
    #[must_use]
    pub fn event(&self, locale: Locale) -> String {
        let local = self.local();
        let (day, time) = (day(locale, local.date()), time(locale, local.time()));
        let zone = zone_name(&local);
        TEXTS.text(
            locale,
            "event",
            &[("day", (&day).into()), ("time", (&time).into()), ("zone", (&zone).into())],
        )
    }

    /// Until when something may be done. A deadline is stored as the midnight that follows its last day
    /// (domain 7), and nobody reads midnight that way: it is the END of the day before,
    /// "Friday, 12 March 2027, end of day (24:00, Europe/Berlin)".
    #[must_use]
    pub fn deadline(&self, locale: Locale) -> String {
        let Some(last_day) = self.last_day() else { return self.event(locale) };
        let (day, zone) = (day(locale, last_day), zone_name(&self.local()));
        TEXTS.text(locale, "end-of-day", &[("day", (&day).into()), ("zone", (&zone).into())])
    }

    /// The day only: "Friday, 12 March 2027"; of a deadline at midnight the last day.
    #[must_use]
    pub fn deadline_day(&self, locale: Locale) -> String {
        day(locale, self.last_day().unwrap_or_else(|| self.local().date()))
    }

    fn local(&self) -> Zoned {
        self.at.to_zoned(self.zone.clone())
    }

    /// The day before, if this is the first instant of a local day (which a change to summer time may
    /// put at another hour than 0).
    fn last_day(&self) -> Option<civil::Date> {
        let local = self.local();
        let first = local.start_of_day().ok()?;
        if first.timestamp() != self.at {
            return None;
        }
        local.date().checked_sub(1.day()).ok()
    }
}

fn zone_name(local: &Zoned) -> String {
    local.time_zone().iana_name().map_or_else(|| local.offset().to_string(), str::to_owned)
}

/// A day: "Friday, 12 March 2027".
#[must_use]
pub fn day(locale: Locale, date: civil::Date) -> String {
    match (
        gregorian(date),
        FixedCalendarDateTimeFormatter::try_new(locale.icu().into(), fieldsets::YMDE::long()),
    ) {
        (Ok(icu), Ok(formatter)) => formatter.format(&icu).to_string(),
        (Err(_), _) | (_, Err(_)) => date.to_string(),
    }
}

/// The month of a day: "March 2027".
#[must_use]
pub fn month(locale: Locale, date: civil::Date) -> String {
    month_as(locale, date, fieldsets::YM::long())
}

/// The same in little room: "03/2027".
#[must_use]
pub fn short_month(locale: Locale, date: civil::Date) -> String {
    month_as(locale, date, fieldsets::YM::short())
}

fn month_as(locale: Locale, date: civil::Date, length: fieldsets::YM) -> String {
    match (gregorian(date), FixedCalendarDateTimeFormatter::try_new(locale.icu().into(), length)) {
        (Ok(icu), Ok(formatter)) => formatter.format(&icu).to_string(),
        (Err(_), _) | (_, Err(_)) => date.to_string(),
    }
}

/// In the one calendar that is needed: a formatter of all calendars brings along the data of all.
fn gregorian(date: civil::Date) -> Result<Date<Gregorian>, RangeError> {
    let [month, day] = [date.month(), date.day()].map(i8::unsigned_abs);
    Date::try_new_gregorian(i32::from(date.year()), month, day)
}

fn time(locale: Locale, time: civil::Time) -> String {
    let [hour, minute] = [time.hour(), time.minute()].map(i8::unsigned_abs);
    let formatter = NoCalendarFormatter::try_new(locale.icu().into(), fieldsets::T::hm());
    match (Time::try_new(hour, minute, 0, 0), formatter) {
        (Ok(icu), Ok(formatter)) => formatter.format(&icu).to_string(),
        (Err(_), _) | (_, Err(_)) => format!("{hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, month, short_month};
    use crate::Locale;
    use jiff::tz::TimeZone;

    fn at(instant: &str, zone: &str) -> Moment {
        Moment::new(instant.parse().unwrap(), &TimeZone::get(zone).unwrap())
    }

    #[test]
    fn domain_7_a_deadline_at_midnight_is_the_end_of_its_last_day() {
        let deadline = at("2027-03-12T23:00:00Z", "Europe/Berlin");
        assert_eq!(deadline.deadline(Locale::En), "Friday, 12 March 2027, end of day (24:00, Europe/Berlin)");
        assert_eq!(deadline.deadline(Locale::De), "Freitag, 12. März 2027, 24:00 Uhr (Europe/Berlin)");
        assert_eq!(deadline.deadline_day(Locale::De), "Freitag, 12. März 2027");
    }

    #[test]
    fn a_month_is_written_as_the_language_does() {
        let date = "2027-03-01".parse().unwrap();
        assert_eq!([Locale::En, Locale::De].map(|locale| month(locale, date)), ["March 2027", "März 2027"]);
        assert_eq!([Locale::En, Locale::De].map(|locale| short_month(locale, date)), ["03/2027", "03/27"]);
    }

    #[test]
    fn domain_7_any_other_deadline_has_its_time() {
        let deadline = at("2027-07-01T15:05:00Z", "Europe/Berlin");
        assert_eq!(deadline.deadline(Locale::En), "Thursday, 1 July 2027, 17:05 (Europe/Berlin)");
        assert_eq!(deadline.deadline(Locale::De), "Donnerstag, 1. Juli 2027, 17:05 Uhr (Europe/Berlin)");
        assert_eq!(deadline.deadline_day(Locale::En), "Thursday, 1 July 2027");
        let second = at("2027-03-12T22:59:59Z", "Europe/Berlin");
        assert!(second.deadline(Locale::En).ends_with("23:59 (Europe/Berlin)"));
    }

    #[test]
    fn domain_7_midnight_is_that_of_the_zone_and_its_summer_time() {
        let summer = at("2027-06-30T22:00:00Z", "Europe/Berlin");
        assert_eq!(summer.deadline_day(Locale::En), "Wednesday, 30 June 2027");
        assert!(at("2027-06-30T23:00:00Z", "Europe/Berlin").deadline(Locale::En).contains("01:00"));
        // Chile puts the clock forward at midnight: the day begins at one o'clock.
        let chile = at("2026-09-06T04:00:00Z", "America/Santiago");
        assert_eq!(chile.deadline_day(Locale::En), "Saturday, 5 September 2026");
    }

    #[test]
    fn an_event_at_midnight_stays_where_it_is() {
        let event = at("2027-03-12T23:00:00Z", "Europe/Berlin");
        assert_eq!(event.event(Locale::En), "Saturday, 13 March 2027, 00:00 (Europe/Berlin)");
    }
}
