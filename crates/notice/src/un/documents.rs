//! Documents as the list writes them, some of which have their number only in a remark.

use super::fields::Fields;
use crate::Document;
use crate::error::Fault;

/// What a document element says.
pub(super) enum Stated {
    Document(Document),
    /// A document whose number nobody knows.
    Words(String),
    Nothing,
}

pub(super) fn read(mut fields: Fields) -> Result<Stated, Fault> {
    let kind = fields.text("TYPE_OF_DOCUMENT");
    let detail = fields.text("TYPE_OF_DOCUMENT2");
    let number = fields.text("NUMBER");
    let issued_by = fields.text("ISSUING_COUNTRY");
    let issued_in = fields.text("COUNTRY_OF_ISSUE");
    let city = fields.text("CITY_OF_ISSUE");
    let issued = fields.text("DATE_OF_ISSUE");
    let remark = fields.text("NOTE");
    fields.finish()?;

    // The country that issues is not always the one it was issued in: a consulate has a city abroad.
    let abroad = issued_in
        .clone()
        .filter(|place| issued_by.as_ref().is_some_and(|by| by != place));
    let city = match (city, abroad) {
        (Some(city), Some(country)) => Some(format!("{city}, {country}")),
        (city, country) => city.or(country),
    };
    let detail = detail.filter(|detail| kind.as_ref() != Some(detail));
    let number = number.or_else(|| {
        [&detail, &remark]
            .into_iter()
            .flatten()
            .find_map(|words| number_in(words))
    });
    let note = join([detail, remark]);
    let country = issued_by.or(issued_in);
    Ok(match (kind, number) {
        (kind, Some(number)) => Stated::Document(Document {
            kind: kind.unwrap_or_else(|| "Document".to_owned()),
            number,
            country,
            city,
            issued,
            note,
        }),
        (kind, None) => match join([kind, country, city, issued, note]) {
            Some(words) => Stated::Words(format!("Document: {words}")),
            None => Stated::Nothing,
        },
    })
}

fn join<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The number that words name: what follows “number”, or else the first word of five or more letters and digits with
/// three digits at least. A year has four.
fn number_in(words: &str) -> Option<String> {
    let bare = |word: &str| word.trim_matches([',', '.', ';', '(', ')']).to_owned();
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
    let tokens: Vec<String> = words.split_whitespace().map(bare).collect();
    let after = tokens
        .iter()
        .position(|token| token == "number")
        .map(|at| at + 1);
    let named = after.filter(|at| {
        let here = tokens.get(*at).is_some_and(|token| digits(token) >= 3);
        here || tokens.get(at + 1).is_some_and(|token| digits(token) >= 3)
    });
    if let Some(at) = named {
        let token = tokens.get(at)?;
        // A series of letters may stand apart, as in “L 191609”.
        return Some(if digits(token) == 0 {
            format!("{token} {}", tokens.get(at + 1)?)
        } else {
            token.clone()
        });
    }
    let found = tokens
        .iter()
        .position(|token| token.len() >= 5 && digits(token) >= 3)?;
    let token = tokens.get(found)?;
    let series = found
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .filter(|before| before.len() <= 3 && before.ends_with('-'));
    Some(series.map_or_else(|| token.clone(), |series| format!("{series}{token}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_the_remarks_that_hold_them() {
        let found = |words| number_in(words).unwrap_or_default();
        assert_eq!(
            found("SSN 156-92-9858 (United States of America)"),
            "156-92-9858"
        );
        assert_eq!(
            found("Tunisian passport number L 191609 issued on 28 Feb. 1996"),
            "L 191609"
        );
        assert_eq!(found("04643632 issued on 18 Jun. 1999"), "04643632");
        assert_eq!(
            found("Italian Fiscal Code: DAOMMD74T11Z352Z"),
            "DAOMMD74T11Z352Z"
        );
        assert_eq!(
            found("Moroccan national identity card DE- 473900"),
            "DE-473900"
        );
        assert_eq!(found("Residential card number 665"), "665");
        assert_eq!(found("issued in 1993, under name Muhammad Jamal"), "");
    }
}
