//! Dates as the list writes them.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::fields::{Cell, Fields};
use crate::error::{Fault, ListErrorKind, quoted};
use crate::{Birth, BirthDate};

/// What a date-of-birth element says.
pub(super) enum Stated {
    Birth(Birth),
    /// Words that name no year, as in “30-35 years old”.
    Words(String),
    Nothing,
}

/// A day; some entries of 2015 add a time zone (`2015-07-01-04:00`), which says nothing of the day.
pub(super) fn day(cell: &Cell) -> Result<Date, Fault> {
    let (day, zone) = cell.text.split_at_checked(10).unwrap_or((&cell.text, ""));
    let is_zone = matches!(
        zone.as_bytes(),
        [] | [b'Z'] | [b'+' | b'-', _, _, b':', _, _]
    );
    let parsed = is_zone.then(|| day.parse().ok()).flatten();
    parsed.ok_or_else(|| {
        Fault::new(
            ListErrorKind::Value,
            format!("the date {}", quoted(&cell.text)),
            "a day of the calendar written YYYY-MM-DD",
            "correct the date, or fetch the list again",
        )
        .at(cell.at)
    })
}

/// A date of birth given as one text: a day or a year.
pub(super) fn birth_date(cell: &Cell) -> Result<BirthDate, Fault> {
    if cell.text.len() == 4 {
        year(cell).map(BirthDate::Year)
    } else {
        day(cell).map(BirthDate::Day)
    }
}

fn year(cell: &Cell) -> Result<i16, Fault> {
    plausible_year(&cell.text).ok_or_else(|| {
        Fault::new(
            ListErrorKind::Value,
            format!("the year {}", quoted(&cell.text)),
            "a year from 1800 to 2100",
            "correct the year, or fetch the list again",
        )
        .at(cell.at)
    })
}

fn plausible_year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|year| digits && (1800..=2100).contains(year))
}

/// Reads a date-of-birth element.
///
/// `TYPE_OF_DATE` tells whether the date is approximate; how precise it is follows from which parts are there: EXACT
/// with only a `YEAR` is that year, its day unknown. A note that is no more than a month completes the year beside
/// it; a note alone is read for a month and a year.
pub(super) fn birth(mut fields: Fields) -> Result<Stated, Fault> {
    let kind = fields.take("TYPE_OF_DATE");
    let mut approximate = match kind.as_ref().map(|cell| cell.text.as_str()) {
        None | Some("EXACT" | "BETWEEN") => false,
        Some("APPROXIMATELY") => true,
        Some(other) => {
            let fault = Fault::new(
                ListErrorKind::Value,
                format!("the TYPE_OF_DATE {}", quoted(other)),
                "EXACT, APPROXIMATELY or BETWEEN",
                "say in `un::dates` what the new kind means",
            );
            return Err(fault.at(kind.map_or(fields.at, |cell| cell.at)));
        }
    };
    let mut note = fields.text("NOTE");
    if note
        .as_deref()
        .is_some_and(|n| n.eq_ignore_ascii_case("approximately"))
    {
        approximate = true;
        note = None;
    }
    let date = if let Some(cell) = fields.take("DATE") {
        Some(birth_date(&cell)?)
    } else if let Some(cell) = fields.take("YEAR") {
        let year = year(&cell)?;
        let month = note.as_deref().and_then(month_named);
        if month.is_some() {
            note = None;
        }
        Some(
            month.map_or(BirthDate::Year(year), |month| BirthDate::Month {
                year,
                month,
            }),
        )
    } else {
        between(&mut fields)?
    };
    fields.finish()?;
    let (date, approximate, note) = match (date, note) {
        (Some(date), note) => (date, approximate, note),
        (None, None) => return Ok(Stated::Nothing),
        (None, Some(words)) => match from_words(&words) {
            Some((date, rough)) => (date, approximate || rough, Some(words)),
            None => return Ok(Stated::Words(words)),
        },
    };
    Ok(Stated::Birth(Birth {
        date,
        approximate,
        note,
    }))
}

fn between(fields: &mut Fields) -> Result<Option<BirthDate>, Fault> {
    let (from, to) = match (fields.take("FROM_YEAR"), fields.take("TO_YEAR")) {
        (None, None) => return Ok(None),
        (Some(one), None) | (None, Some(one)) => {
            return year(&one).map(|y| Some(BirthDate::Year(y)));
        }
        (Some(from), Some(to)) => (from, to),
    };
    let (first, last) = (year(&from)?, year(&to)?);
    if first > last {
        let fault = Fault::new(
            ListErrorKind::Value,
            format!("a FROM_YEAR {first} after its TO_YEAR {last}"),
            "the earlier year first",
            "swap the two, or fetch the list again",
        );
        return Err(fault.at(from.at));
    }
    Ok(Some(BirthDate::Between {
        from: first,
        to: last,
    }))
}

/// The month, where the words are a month's name and nothing else.
fn month_named(words: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = words.trim_end_matches('.').to_lowercase();
    let found = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(&word))?;
    i8::try_from(found + 1).ok()
}

/// A date found in words, and whether reading it that way makes it approximate.
fn from_words(words: &str) -> Option<(BirthDate, bool)> {
    if words.to_lowercase().contains("hijri") {
        // The tabular calendar and the one observed differ by a day or two.
        return words
            .split_whitespace()
            .find_map(hijri)
            .map(|day| (BirthDate::Day(day), true));
    }
    let tokens: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .collect();
    let years: Vec<i16> = tokens.iter().filter_map(|t| plausible_year(t)).collect();
    let months: Vec<i8> = tokens.iter().filter_map(|t| month_named(t)).collect();
    match (years.as_slice(), months.as_slice()) {
        (&[year], &[month]) => Some((BirthDate::Month { year, month }, false)),
        (&[year], _) => Some((BirthDate::Year(year), false)),
        _ => None,
    }
}

/// A day written `24/06/1402` in the Islamic calendar, by its tabular form (civil epoch, 16 July 622).
fn hijri(text: &str) -> Option<Date> {
    let mut parts = text.split('/').map(|part| part.parse::<i32>().ok());
    let (Some(day), Some(month), Some(year), None) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next())
    else {
        return None;
    };
    if !(1..=30).contains(&day) || !(1..=12).contains(&month) || !(1200..=1500).contains(&year) {
        return None;
    }
    let days = day + (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year) / 30;
    // Of the Julian day numbers: 1948438.5 before the calendar's first day, 2440587.5 at 1970-01-01.
    const TO_1970: i32 = 492_149;
    date(1970, 1, 1).checked_add((days - TO_1970).days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Position;

    fn read(parts: &[(&'static str, &str)]) -> Option<Birth> {
        let mut fields = Fields::new("INDIVIDUAL_DATE_OF_BIRTH", Position::START);
        for (name, text) in parts {
            let cell = Cell {
                text: (*text).to_owned(),
                at: Position::START,
            };
            fields.add(name, cell, false).unwrap();
        }
        match birth(fields).unwrap() {
            Stated::Birth(birth) => Some(birth),
            Stated::Words(_) | Stated::Nothing => None,
        }
    }

    #[test]
    fn a_date_is_as_precise_as_its_parts_and_no_more() {
        let exact = |date| {
            Some(Birth {
                date,
                approximate: false,
                note: None,
            })
        };
        let kind = ("TYPE_OF_DATE", "EXACT");
        assert_eq!(
            read(&[kind, ("DATE", "1978-04-28")]),
            exact(BirthDate::Day(date(1978, 4, 28)))
        );
        assert_eq!(
            read(&[kind, ("YEAR", "1971")]),
            exact(BirthDate::Year(1971))
        );
        assert_eq!(
            read(&[kind, ("YEAR", "1958"), ("NOTE", "Sep.")]),
            exact(BirthDate::Month {
                year: 1958,
                month: 9
            })
        );
        assert_eq!(
            read(&[
                ("TYPE_OF_DATE", "BETWEEN"),
                ("FROM_YEAR", "1955"),
                ("TO_YEAR", "1958")
            ]),
            exact(BirthDate::Between {
                from: 1955,
                to: 1958
            })
        );
        assert_eq!(read(&[("TYPE_OF_DATE", "")]), None);
        assert_eq!(
            read(&[
                ("TYPE_OF_DATE", "APPROXIMATELY"),
                ("NOTE", "30-35 years old")
            ]),
            None
        );
    }

    #[test]
    fn approximate_dates_say_so_whichever_element_says_it() {
        let by_kind = read(&[("TYPE_OF_DATE", "APPROXIMATELY"), ("YEAR", "1966")]).unwrap();
        let by_note = read(&[
            ("TYPE_OF_DATE", "BETWEEN"),
            ("FROM_YEAR", "1955"),
            ("TO_YEAR", "1958"),
            ("NOTE", "Approximately"),
        ])
        .unwrap();
        assert!(by_kind.approximate && by_note.approximate);
    }

    #[test]
    fn dates_in_notes_are_read() {
        let noted = |words| read(&[("TYPE_OF_DATE", "EXACT"), ("NOTE", words)]).map(|b| b.date);
        assert_eq!(
            noted("Nov. 1973"),
            Some(BirthDate::Month {
                year: 1973,
                month: 11
            })
        );
        assert_eq!(
            noted("Between Aug. and Sep. 1977"),
            Some(BirthDate::Year(1977))
        );
        assert_eq!(
            noted("24/06/1402 (Hijri Calendar)"),
            Some(BirthDate::Day(date(1982, 4, 19)))
        );
    }
}
