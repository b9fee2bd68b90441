//! Whatever is done to a list, its reader neither panics nor returns a part of it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Cursor;

use mithaq_notice::list::{self, List};
use mithaq_notice::{ListError, Notice, native, ofac, un};
use proptest::prelude::*;

const UN: &[u8] = include_bytes!("data/un_excerpt.xml");
const FTM: &[u8] = include_bytes!("data/ftm_invented.ndjson");
const SDN: &[u8] = include_bytes!("data/ofac/sdn.csv");
const ALT: &[u8] = include_bytes!("data/ofac/alt.csv");
const ADD: &[u8] = include_bytes!("data/ofac/add.csv");

fn read(bytes: &[u8]) -> Result<List, ListError> {
    list::read_from("list", bytes)
}

fn read_ofac(sdn: &[u8], alt: &[u8], add: &[u8]) -> Result<List, ListError> {
    let file = |name: &str, bytes: &[u8]| (name.to_owned(), Cursor::new(bytes.to_vec()));
    ofac::read_from(file("sdn", sdn), file("alt", alt), file("add", add))
}

/// Flips, drops, doubles or replaces one byte.
fn damaged(bytes: &[u8], at: prop::sample::Index, how: u8, with: u8) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = at.index(bytes.len());
    match how % 4 {
        0 => bytes[at] ^= 1 << (with % 8),
        1 => drop(bytes.remove(at)),
        2 => bytes.insert(at, with),
        _ => bytes[at] = with,
    }
    bytes
}

fn exact(notices: &[Notice]) -> String {
    serde_json::to_string(notices).unwrap()
}

#[test]
fn a_security_council_list_cut_anywhere_is_refused() {
    let whole = read(UN).unwrap();
    // Cut in the white space after the last tag it is still whole.
    let end = UN.iter().rposition(|b| *b == b'>').unwrap() + 1;
    for cut in (0..end).step_by(97).chain(end - 30..end) {
        assert!(read(&UN[..cut]).is_err(), "cut at {cut}");
    }
    assert_eq!(read(&UN[..end]).unwrap(), whole);
}

#[test]
fn an_ofac_file_cut_anywhere_is_refused() {
    for cut in (0..SDN.len()).step_by(5) {
        assert!(
            read_ofac(&SDN[..cut], ALT, ADD).is_err(),
            "sdn cut at {cut}"
        );
    }
    for cut in 0..ALT.len() {
        assert!(
            read_ofac(SDN, &ALT[..cut], ADD).is_err(),
            "alt cut at {cut}"
        );
    }
    for cut in 0..ADD.len() {
        assert!(
            read_ofac(SDN, ALT, &ADD[..cut]).is_err(),
            "add cut at {cut}"
        );
    }
}

#[test]
fn a_followthemoney_list_cut_inside_a_line_is_refused() {
    for cut in 1..FTM.len() {
        let at_line_end = FTM[cut] == b'\n' || FTM[cut - 1] == b'\n';
        assert_eq!(read(&FTM[..cut]).is_ok(), at_line_end, "cut at {cut}");
    }
}

#[test]
fn reading_in_small_pieces_gives_the_same_list() {
    for bytes in [UN, FTM] {
        for size in [1, 7, 64] {
            let pieces = std::io::BufReader::with_capacity(size.max(3), bytes);
            assert_eq!(
                list::read_from("list", pieces),
                list::read_from("list", bytes)
            );
        }
    }
}

proptest! {
    #[test]
    fn a_byte_of_damage_never_panics_and_an_error_names_its_place(
        at: prop::sample::Index, how: u8, with: u8,
    ) {
        for bytes in [UN, FTM] {
            if let Err(error) = read(&damaged(bytes, at, how, with)) {
                prop_assert!(error.to_string().starts_with("list:"), "{error}");
            }
        }
        let _ = read_ofac(&damaged(SDN, at, how, with), ALT, ADD);
        let _ = read_ofac(SDN, &damaged(ALT, at, how, with), &damaged(ADD, at, how, with));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes: Vec<u8>) {
        let _ = read(&bytes);
        let _ = un::read("list", &bytes[..]);
        let _ = read_ofac(&bytes, &bytes, &bytes);
        let _ = native::read("list", &String::from_utf8_lossy(&bytes));
        for start in ["<CONSOLIDATED_LIST>", "{\"id\":", "[notices.a]\n"] {
            let bytes = [start.as_bytes(), &bytes].concat();
            let _ = read(&bytes);
            let _ = native::read("list", &String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn arbitrary_words_in_any_field_never_panic(words in "\\PC{0,40}", at: prop::sample::Index) {
        let text = std::str::from_utf8(UN).unwrap();
        let ends: Vec<usize> = text.match_indices("</").map(|(at, _)| at).collect();
        let end = ends[at.index(ends.len())];
        let start = text[..end].rfind('>').unwrap() + 1;
        let escaped = quick_xml::escape::escape(words.as_str());
        let changed = [&text[..start], &escaped, &text[end..]].concat();
        let _ = read(changed.as_bytes());
    }

    #[test]
    fn every_notice_reads_back_from_its_json(nth: prop::sample::Index) {
        for bytes in [UN, FTM] {
            let notices = read(bytes).unwrap().notices;
            let notice = &notices[nth.index(notices.len())];
            let json = serde_json::to_string(notice).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Notice>(&json).unwrap(), notice);
        }
    }
}

#[test]
fn the_same_file_gives_the_same_notices_to_the_byte() {
    assert_eq!(
        exact(&read(UN).unwrap().notices),
        exact(&read(UN).unwrap().notices)
    );
}
