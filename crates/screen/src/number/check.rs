//! Check digits: what a number says of its own correctness.

use super::{Number, NumberKind};

/// Whether a number's own check digits hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// It has none that are known here.
    None,
    /// They hold: a slip of the pen is all but excluded.
    Holds,
    /// They fail: somewhere it is mistyped.
    Fails,
}

impl Check {
    pub(crate) fn of(number: &Number) -> Self {
        let key = number.key();
        match number.kind {
            NumberKind::Account if looks_like_iban(key) => Self::from_bool(iban_holds(key)),
            NumberKind::Vin => Self::from_bool(vin_holds(key)),
            _ => Self::None,
        }
    }

    const fn from_bool(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}

/// Two letters, two digits, at most 34 characters in all (ISO 13616-1).
fn looks_like_iban(key: &str) -> bool {
    let bytes = key.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes.iter().all(u8::is_ascii_alphanumeric)
}

/// ISO 13616-1: the first four characters moved to the end, letters as 10 to 35, the whole modulo 97 is 1.
fn iban_holds(key: &str) -> bool {
    let (head, tail) = key.split_at(4);
    let remainder = tail
        .chars()
        .chain(head.chars())
        .try_fold(0, |remainder, c| {
            let digit = c.to_digit(36)?;
            Some(
                if digit < 10 {
                    remainder * 10 + digit
                } else {
                    remainder * 100 + digit
                } % 97,
            )
        });
    remainder == Some(1)
}

/// ISO 3779 and 49 CFR 565.15: seventeen characters without I, O and Q, the ninth a weighted sum modulo 11. Makers
/// outside North America and China need not keep the ninth, so a failure here is a hint, not a verdict.
fn vin_holds(key: &str) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    if key.chars().count() != 17 {
        return false;
    }
    let sum = key
        .chars()
        .zip(WEIGHTS)
        .try_fold(0, |sum, (c, weight)| Some(sum + vin_value(c)? * weight));
    let expected = sum.map(|sum| match sum % 11 {
        10 => 'x',
        digit => char::from_digit(digit, 10).unwrap_or('x'),
    });
    expected.is_some() && key.chars().nth(8) == expected
}

fn vin_value(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => c.to_digit(10)?,
        'a' | 'j' => 1,
        'b' | 'k' | 's' => 2,
        'c' | 'l' | 't' => 3,
        'd' | 'm' | 'u' => 4,
        'e' | 'n' | 'v' => 5,
        'f' | 'w' => 6,
        'g' | 'p' | 'x' => 7,
        'h' | 'y' => 8,
        'r' | 'z' => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: NumberKind, text: &str) -> Check {
        Check::of(&Number::new(kind, text).unwrap())
    }

    #[test]
    fn an_iban_holds_or_fails_by_its_remainder() {
        // The examples of the SWIFT IBAN registry.
        for iban in [
            "GB29 NWBK 6016 1331 9268 19",
            "FR14 2004 1010 0505 0001 3M02 606",
            "MR13 0002 0001 0100 0012 3456 753",
        ] {
            assert_eq!(check(NumberKind::Account, iban), Check::Holds, "{iban}");
        }
        assert_eq!(
            check(NumberKind::Account, "GB29 NWBK 6016 1331 9268 91"),
            Check::Fails
        );
        assert_eq!(check(NumberKind::Account, "00123456789"), Check::None);
    }

    #[test]
    fn a_vin_holds_or_fails_by_its_ninth_character() {
        assert_eq!(check(NumberKind::Vin, "1M8GDM9AXKP042788"), Check::Holds);
        assert_eq!(check(NumberKind::Vin, "1M8GDM9A1KP042788"), Check::Fails);
        assert_eq!(check(NumberKind::Vin, "1M8GDM9"), Check::Fails);
    }
}
