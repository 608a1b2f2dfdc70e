//! Dates and times as records write them.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, Utc};

/// A signature may say that it was made this much later than now: clocks differ by minutes at most.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// How far the clocks where a day begins first are ahead of UTC.
const EASTERNMOST: TimeDelta = TimeDelta::hours(14);

/// How far the clocks where a day ends last are ahead of UTC: they are behind it.
const WESTERNMOST: TimeDelta = TimeDelta::hours(-12);

/// A day, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// Reads the written form; `None` for anything else or a day that no calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        if bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let year = number(&bytes[..4])?;
        NaiveDate::from_ymd_opt(year as i32, number(&bytes[5..7])?, number(&bytes[8..])?).map(Self)
    }

    /// Whether a text is written as days are, and no calendar has that day.
    pub(super) fn is_no_day(text: &str) -> bool {
        let form = text
            .bytes()
            .map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
        form.eq(*b"0000-00-00") && Self::parse(text).is_none()
    }

    /// The day as chrono holds it.
    pub fn day(self) -> NaiveDate {
        self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.0.year(),
            self.0.month(),
            self.0.day()
        )
    }
}

/// A moment in UTC, written as RFC 3339 with `Z` and at most nine digits of a fraction: `2026-11-23T10:00:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(DateTime<Utc>);

impl Time {
    /// Reads the written form; `None` for anything else, offsets other than `Z` and leap seconds among it.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, clock) = text.strip_suffix('Z')?.split_once('T')?;
        let (clock, nanoseconds) = match clock.split_once('.') {
            Some((clock, fraction)) => (clock, nanoseconds(fraction)?),
            None => (clock, 0),
        };
        let bytes: &[u8; 8] = clock.as_bytes().try_into().ok()?;
        if bytes[2] != b':' || bytes[5] != b':' {
            return None;
        }
        let clock = NaiveTime::from_hms_nano_opt(
            number(&bytes[..2])?,
            number(&bytes[3..5])?,
            number(&bytes[6..])?,
            nanoseconds,
        )?;
        Some(Self(NaiveDateTime::new(Date::parse(day)?.0, clock).and_utc()))
    }

    /// A moment of the system's clock or of other arithmetic.
    pub fn from_utc(moment: DateTime<Utc>) -> Self {
        Self(moment)
    }

    /// Whether it is further ahead of the time `at` than clocks differ.
    pub fn is_ahead_of(self, at: Self) -> bool {
        self.0 > at.0 + CLOCK_TOLERANCE
    }

    /// Reads the written form of XML Schema's `dateTimeStamp`, which documents that are no records use: with an offset
    /// or `Z`, with any number of digits of a fraction, of which nine are kept, and with 24:00:00 as the end of a day.
    pub fn parse_stamp(text: &str) -> Option<Self> {
        let (local, ahead) = match text.strip_suffix('Z') {
            Some(local) => (local, TimeDelta::zero()),
            None => {
                let (local, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
                (local, parse_offset(offset)?)
            }
        };
        let (whole, fraction) = match local.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return None,
            None => (local, ""),
        };
        if !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let fraction = if fraction.is_empty() {
            String::new()
        } else {
            format!(".{}", fraction.get(..9).unwrap_or(fraction))
        };
        let (whole, days) = match whole.strip_suffix("T24:00:00") {
            Some(day) if fraction.trim_matches(['.', '0']).is_empty() => (format!("{day}T00:00:00"), 1),
            _ => (whole.to_owned(), 0),
        };
        let time = Self::parse(&format!("{whole}{fraction}Z"))?;
        Some(Self(time.0 + TimeDelta::days(days) - ahead))
    }

    /// The moment as chrono holds it.
    pub fn moment(self) -> DateTime<Utc> {
        self.0
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// A date or a time: what is known of when something was published, said or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A whole day.
    Date(Date),
    /// An exact moment.
    Time(Time),
}

impl Moment {
    /// Reads either form.
    pub fn parse(text: &str) -> Option<Self> {
        Date::parse(text)
            .map(Moment::Date)
            .or_else(|| Time::parse(text).map(Moment::Time))
    }

    /// The day it falls on, in UTC.
    pub fn day(self) -> NaiveDate {
        match self {
            Moment::Date(date) => date.day(),
            Moment::Time(time) => time.moment().date_naive(),
        }
    }

    /// Whether it is surely ahead of the time `at`: a moment further than clocks differ, a day that has begun nowhere yet.
    pub fn is_ahead_of(self, at: Time) -> bool {
        match self {
            Moment::Date(date) => date.day() > (at.moment() + EASTERNMOST).date_naive(),
            Moment::Time(time) => time.is_ahead_of(at),
        }
    }

    /// Whether it is surely before `other`: held at the coarser of the two. A day is that of some place: beside a moment it
    /// counts from where it begins first to where it ends last.
    pub fn is_before(self, other: Self) -> bool {
        match (self, other) {
            (Moment::Time(a), Moment::Time(b)) => a < b,
            (Moment::Date(a), Moment::Date(b)) => a < b,
            (Moment::Date(day), Moment::Time(time)) => day.day() < (time.moment() + WESTERNMOST).date_naive(),
            (Moment::Time(time), Moment::Date(day)) => (time.moment() + EASTERNMOST).date_naive() < day.day(),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Date(date) => date.fmt(f),
            Moment::Time(time) => time.fmt(f),
        }
    }
}

/// How far a place's clocks are ahead of UTC: `+hh:mm` or `-hh:mm`, 14 hours at most.
fn parse_offset(text: &str) -> Option<TimeDelta> {
    const MOST: i64 = 14 * 60;
    let bytes: &[u8; 6] = text.as_bytes().try_into().ok()?;
    let sign = match bytes[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = (number(&bytes[1..3])?, number(&bytes[4..])?);
    let ahead = i64::from(hours * 60 + minutes);
    (bytes[3] == b':' && minutes < 60 && ahead <= MOST).then(|| TimeDelta::minutes(sign * ahead))
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| {
        digit
            .is_ascii_digit()
            .then(|| value * 10 + u32::from(digit - b'0'))
    })
}

fn nanoseconds(fraction: &str) -> Option<u32> {
    if fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    Some(number(fraction.as_bytes())? * 10_u32.pow(9 - fraction.len() as u32))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_day_beside_a_moment_is_that_of_some_place() {
        let moment = |text: &str| Moment::parse(text).unwrap();
        // The evening of the 20th in Los Angeles.
        assert!(!moment("2025-08-20").is_before(moment("2025-08-21T03:00:00Z")));
        assert!(!moment("2025-08-20").is_before(moment("2025-08-21T11:59:59Z")));
        assert!(moment("2025-08-20").is_before(moment("2025-08-21T12:00:00Z")));
        // The morning of the 20th on Kiritimati.
        assert!(!moment("2025-08-19T10:00:00Z").is_before(moment("2025-08-20")));
        assert!(moment("2025-08-19T09:59:59Z").is_before(moment("2025-08-20")));
        assert!(moment("2025-08-19").is_before(moment("2025-08-20")));
    }
}
