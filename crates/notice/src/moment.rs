//! Days and zoneless times of lists as moments: in UTC, so that every reader gets the same.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// The first moment of a day.
pub(crate) fn midnight(day: Date) -> Timestamp {
    utc(day.to_datetime(Time::midnight()))
}

/// A time of day that names no zone. At the very ends of the calendar, where no moment is, the epoch.
pub(crate) fn utc(time: DateTime) -> Timestamp {
    Offset::UTC
        .to_timestamp(time)
        .unwrap_or(Timestamp::UNIX_EPOCH)
}
