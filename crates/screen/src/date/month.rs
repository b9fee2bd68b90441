//! Months in words: Gregorian in English, French and Arabic (as the Mashreq, the Maghreb and Morocco name them), Hijri in Arabic.

use std::collections::HashMap;
use std::sync::LazyLock;

use mithaq_names::normalise;

/// A month that was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    /// From 1.
    pub(super) number: u8,
    /// Of the Hijri calendar.
    pub(super) hijri: bool,
}

const GREGORIAN: [&str; 12] = [
    "january jan janvier janv يناير جانفي|كانون الثاني",
    "february feb fevrier fevr fev فبراير فيفري شباط",
    "march mar mars مارس آذار",
    "april apr avril avr أبريل إبريل أفريل نيسان",
    "may mai مايو ماي أيار",
    "june jun juin يونيو يونية جوان حزيران",
    "july jul juillet juil يوليو يولية يوليوز جويلية تموز",
    "august aug aout أغسطس أوت غشت آب",
    "september sept sep septembre سبتمبر شتنبر أيلول",
    "october oct octobre أكتوبر|تشرين الأول",
    "november nov novembre نوفمبر نونبر|تشرين الثاني",
    "december dec decembre ديسمبر دجنبر|كانون الأول",
];

const HIJRI: [&str; 12] = [
    "محرم المحرم muharram",
    "صفر safar",
    "|ربيع الأول",
    "|ربيع الثاني|ربيع الآخر",
    "|جمادى الأولى|جمادى الأول",
    "|جمادى الآخرة|جمادى الثانية|جمادى الثاني",
    "رجب rajab",
    "شعبان shaban shaaban",
    "رمضان ramadan",
    "شوال shawwal",
    "|ذو القعدة|ذي القعدة",
    "|ذو الحجة|ذي الحجة",
];

/// By the name as [`normalise`] folds it.
static MONTHS: LazyLock<HashMap<String, Month>> = LazyLock::new(|| {
    let calendars = [(GREGORIAN, false), (HIJRI, true)];
    let each = calendars
        .into_iter()
        .flat_map(|(names, hijri)| (1..).zip(names).map(move |named| (named, hijri)));
    each.flat_map(|((number, names), hijri)| {
        // Single words, then names of two words after bars.
        let mut parts = names.split('|');
        let single = parts.next().into_iter().flat_map(str::split_whitespace);
        let month = Month { number, hijri };
        single
            .chain(parts)
            .map(move |name| (normalise(name), month))
            .collect::<Vec<_>>()
    })
    .collect()
});

/// The month that this word names, alone or with the next, and how many words do.
pub(super) fn named(word: &str, next: Option<&str>) -> Option<(Month, usize)> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let two = next.and_then(|next| MONTHS.get(&format!("{word} {next}")));
    let one = || MONTHS.get(word).map(|month| (*month, 1));
    two.map(|month| (*month, 2)).or_else(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_of_one_month() {
        let names = GREGORIAN.iter().chain(&HIJRI);
        let count: usize = names
            .map(|names| {
                let mut parts = names.split('|');
                let single = parts
                    .next()
                    .map_or(0, |single| single.split_whitespace().count());
                single + parts.count()
            })
            .sum();
        // “يونيو” and “يونية” may fold alike; two months never do.
        assert!(
            MONTHS.len() <= count && MONTHS.len() + 6 >= count,
            "{}",
            MONTHS.len()
        );
        let number =
            |word: &str, next| named(&normalise(word), next).map(|(month, _)| month.number);
        assert_eq!(number("août", None), Some(8));
        assert_eq!(number("آذار", None), Some(3));
        assert_eq!(number("تشرين", Some("الثاني")), Some(11));
        assert_eq!(number("banana", None), None);
    }
}
