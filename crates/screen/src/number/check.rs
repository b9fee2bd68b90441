//! Check digits: what a number says of its own correctness.

use sha2::{Digest as _, Sha256};
use sha3::Keccak256;

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

    /// The same of a number as it was written: the addresses of wallets check themselves by upper and lower case, which the one
    /// form leaves out.
    pub(crate) fn of_written(number: &Number, written: &str) -> Self {
        match (number.kind, Self::of(number)) {
            (NumberKind::Account, Self::None) => {
                wallet(written.trim()).map_or(Self::None, Self::from_bool)
            }
            (_, check) => check,
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

/// Whether a wallet's address holds; none where it is no address with a check.
fn wallet(text: &str) -> Option<bool> {
    eip55(text)
        .or_else(|| bech32(text))
        .or_else(|| base58check(text))
}

/// EIP-55: of forty hexadecimal digits, each letter is upper case where the hash of them all says so. In one case throughout there
/// is no check.
fn eip55(text: &str) -> Option<bool> {
    let digits = text
        .strip_prefix("0x")
        .filter(|digits| digits.len() == 40)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(false);
    }
    let lower = digits.to_ascii_lowercase();
    if digits == lower || digits == digits.to_ascii_uppercase() {
        return None;
    }
    let hash = Keccak256::digest(lower.as_bytes());
    let upper = |at: usize| (hash[at / 2] >> if at.is_multiple_of(2) { 4 } else { 0 }) & 0xf >= 8;
    Some(
        digits
            .bytes()
            .enumerate()
            .all(|(at, byte)| byte.is_ascii_digit() || byte.is_ascii_uppercase() == upper(at)),
    )
}

/// BIP 173 and BIP 350: a human-readable part, `1`, and letters of an alphabet of 32 whose last six are a checksum. The parts in
/// use here are Bitcoin's and Litecoin's.
fn bech32(text: &str) -> Option<bool> {
    const ALPHABET: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const GENERATOR: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    const BECH32M: u32 = 0x2bc8_30a3;
    let lower = text.to_ascii_lowercase();
    let part = ["bc", "tb", "ltc"].into_iter().find(|part| {
        lower
            .strip_prefix(part)
            .is_some_and(|rest| rest.starts_with('1') && rest.len() >= 15)
    })?;
    if text != lower && text != text.to_ascii_uppercase() {
        return Some(false);
    }
    let data = lower[part.len() + 1..].chars();
    let data: Option<Vec<u32>> = data
        .map(|c| ALPHABET.find(c).and_then(|at| u32::try_from(at).ok()))
        .collect();
    let Some(data) = data else { return Some(false) };
    let high = part.bytes().map(|byte| u32::from(byte >> 5));
    let low = part.bytes().map(|byte| u32::from(byte & 31));
    let sum = high
        .chain([0])
        .chain(low)
        .chain(data)
        .fold(1_u32, |sum, value| {
            let top = sum >> 25;
            GENERATOR
                .iter()
                .enumerate()
                .filter(|(bit, _)| top >> bit & 1 == 1)
                .fold((sum & 0x1ff_ffff) << 5 ^ value, |sum, (_, generator)| {
                    sum ^ generator
                })
        });
    Some(sum == 1 || sum == BECH32M)
}

/// Base58Check, as Bitcoin, Litecoin, Dogecoin and Tron write addresses: 25 bytes, the last four the beginning of the rest's twice
/// hashed value. What has not both cases is taken for an account number.
fn base58check(text: &str) -> Option<bool> {
    const ALPHABET: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let is_address = (26..=35).contains(&text.len())
        && text.starts_with(['1', '3', 'L', 'M', 'D', 'T'])
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
        && text.bytes().any(|byte| byte.is_ascii_uppercase());
    if !is_address {
        return None;
    }
    let mut bytes = [0_u8; 25];
    for c in text.chars() {
        let Some(digit) = ALPHABET.find(c) else {
            return Some(false);
        };
        let mut carry = digit;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        if carry != 0 {
            return Some(false);
        }
    }
    let (payload, sum) = bytes.split_at(21);
    Some(Sha256::digest(Sha256::digest(payload)).starts_with(sum))
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

    #[test]
    fn a_wallet_checks_itself_where_its_kind_of_address_can() {
        let wallet =
            |text: &str| Check::of_written(&Number::new(NumberKind::Account, text).unwrap(), text);
        // The examples of EIP-55, BIP 173, BIP 350, and Bitcoin's first block.
        for address in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        ] {
            assert_eq!(wallet(address), Check::Holds, "{address}");
        }
        for mistyped in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7Dlvf0a",
        ] {
            assert_eq!(wallet(mistyped), Check::Fails, "{mistyped}");
        }
        for unchecked in [
            "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
            "13000200010100001234567",
        ] {
            assert_eq!(wallet(unchecked), Check::None, "{unchecked}");
        }
    }
}
