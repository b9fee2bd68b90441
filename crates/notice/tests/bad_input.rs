//! Lists with something wrong in them: refused whole, each with a message that tells how to mend it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use mithaq_notice::list::{self, List};
use mithaq_notice::{ListError, ListErrorKind, ofac, un};

const UN: &str = include_str!("data/un_excerpt.xml");
const FTM: &str = include_str!("data/ftm_excerpt.ndjson");
const SDN: &str = include_str!("data/ofac/sdn.csv");
const ALT: &str = include_str!("data/ofac/alt.csv");
const ADD: &str = include_str!("data/ofac/add.csv");

fn un(text: impl AsRef<[u8]>) -> ListError {
    un::read("un.xml", text.as_ref()).unwrap_err()
}

fn un_with(from: &str, to: &str) -> ListError {
    assert!(UN.contains(from), "{from}");
    un(UN.replacen(from, to, 1))
}

fn ftm(text: impl AsRef<[u8]>) -> ListError {
    list::read_from("list.ndjson", text.as_ref()).unwrap_err()
}

fn read_ofac(sdn: &str, alt: &str, add: &str) -> Result<List, ListError> {
    let file = |name: &str, text| (name.to_owned(), std::io::Cursor::new(text));
    ofac::read_from(
        file("sdn.csv", sdn.to_owned()),
        file("alt.csv", alt.to_owned()),
        file("add.csv", add.to_owned()),
    )
}

/// Asserts the rule each broke and snapshots all messages.
macro_rules! refused {
    ($($error:expr => $kind:ident),+ $(,)?) => {{
        let mut messages = Vec::new();
        $(
            let error: ListError = $error;
            assert_eq!(error.kind, ListErrorKind::$kind, "{error}");
            messages.push(error.to_string());
        )+
        insta::assert_snapshot!(messages.join("\n"));
    }};
}

#[test]
fn a_damaged_security_council_list_is_refused_with_its_place() {
    let middle = UN.len() / 2;
    let in_text = UN.find("ERIC").unwrap() + 2;
    let first = &UN[UN.find("    <INDIVIDUAL>").unwrap()..];
    let first = &first[..first.find("</INDIVIDUAL>\n").unwrap() + "</INDIVIDUAL>\n".len()];
    let mut not_utf8 = UN.as_bytes().to_vec();
    not_utf8[in_text] = 0xE9;
    let bomb =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>\n<CONSOLIDATED_LIST";
    let nested = "<INDIVIDUALS>".repeat(500);
    refused![
        un("") => Empty,
        un(&UN.as_bytes()[..middle]) => Truncated,
        un(&UN.as_bytes()[..in_text]) => Truncated,
        un(UN.replace("</CONSOLIDATED_LIST>", "")) => Truncated,
        un(UN.replace("</CONSOLIDATED_LIST>", "</CONSOLIDATED_LIS")) => Truncated,
        un_with("</FIRST_NAME>", "</SECOND_NAME>") => Malformed,
        un_with("</CONSOLIDATED_LIST>\n", "</CONSOLIDATED_LIST>\n<MORE/>") => Malformed,
        un_with("<CONSOLIDATED_LIST", bomb) => Malformed,
        un_with("ERIC", "&lol;") => Malformed,
        un_with("<GENDER>", "stray<GENDER>") => Malformed,
        un_with("<GENDER>Male</GENDER>", "<EYE_COLOUR>Brown</EYE_COLOUR>") => UnknownField,
        un_with("<INDIVIDUALS>", &nested) => UnknownField,
        un_with("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE>", "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-02-03</DATE>") => UnknownField,
        un_with(first, &first.repeat(2)) => Duplicate,
        un_with(first, &[first, &first.replace("6907993", "6907990")].concat()) => Duplicate,
        un_with("<GENDER>Male</GENDER>", "<GENDER>Male</GENDER><GENDER>Male</GENDER>") => Duplicate,
        un_with("<FIRST_NAME>ERIC</FIRST_NAME>", "") => Missing,
        un_with("<FIRST_NAME>ERIC</FIRST_NAME>", "<FIRST_NAME> </FIRST_NAME>") => Missing,
        un_with("<DATAID>6907993</DATAID>", "") => Missing,
        un_with(" dateGenerated=\"2026-02-27T00:00:09.554Z\"", "") => Missing,
        un_with("2026-02-27T00:00:09.554Z", "yesterday") => Value,
        un_with("<LISTED_ON>2012-12-31</LISTED_ON>", "<LISTED_ON>31/12/2012</LISTED_ON>") => Value,
        un_with("<YEAR>1971</YEAR>", "<YEAR>71</YEAR>") => Value,
        un_with("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE>", "<TYPE_OF_DATE>ROUGHLY</TYPE_OF_DATE>") => Value,
        un_with("<DATAID>6907993</DATAID>", "<DATAID>69/07</DATAID>") => Value,
        un_with("<UN_LIST_TYPE>DRC</UN_LIST_TYPE>", "<UN_LIST_TYPE>Atlantis</UN_LIST_TYPE>") => UnknownRegime,
        un(not_utf8) => Encoding,
        un_with("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"") => Encoding,
        un_with("ERIC", &"A".repeat(2_000_000)) => TooLarge,
        un("<html><body>Not found</body></html>") => UnknownFormat,
    ];
}

#[test]
fn a_field_made_of_endless_references_is_too_large() {
    let references = "&amp;".repeat(1_100_000);
    assert_eq!(un_with("ERIC", &references).kind, ListErrorKind::TooLarge);
}

#[test]
fn an_entry_of_endless_elements_is_too_large() {
    let aliases = "<INDIVIDUAL_ALIAS/>".repeat(100_000);
    let error = un_with(
        "<INDIVIDUAL_ALIAS>",
        &[&aliases, "<INDIVIDUAL_ALIAS>"].concat(),
    );
    assert_eq!(error.kind, ListErrorKind::TooLarge);
}

#[test]
fn a_damaged_followthemoney_list_is_refused_with_its_place() {
    let first = FTM.lines().next().unwrap();
    refused![
        ftm("\n \n") => Empty,
        ftm(&FTM.as_bytes()[..FTM.len() - 40]) => Truncated,
        ftm(FTM.replacen("\"schema\"", "\"shema\"", 1)) => Malformed,
        ftm(FTM.replacen("[\"1971\"]", "\"1971\"", 1)) => Malformed,
        ftm(FTM.replacen("[\"1971\"]", "[\"long ago\"]", 1)) => Value,
        ftm(FTM.replacen("\"2016-10-13T00:00:00\"", "\"once\"", 1)) => Value,
        ftm(FTM.replacen("\"unsc-6907993\"", "\"unsc/6907993\"", 1)) => Value,
        ftm(FTM.replacen("\"name\": [\"ERIC BADEGE\"]", "\"name\": [\" \"]", 1)) => Missing,
        ftm(format!("{first}\n{first}\n")) => Duplicate,
        ftm([first.as_bytes(), b"\n{\"id\": \"\xFF\"}"].concat()) => Encoding,
        ftm(format!("{{\"id\": \"{}\"}}", "x".repeat(17_000_000))) => TooLarge,
        ftm("id,name\n1,A") => UnknownFormat,
        ftm("") => Empty,
        ftm([0xFF, 0xFE, b'{', 0]) => Encoding,
    ];
}

#[test]
fn a_damaged_ofac_list_is_refused_with_its_file_and_place() {
    let marked = |text: &str| text.replace('\u{1a}', "");
    let first = SDN.lines().next().unwrap();
    refused![
        read_ofac("", ALT, ADD).unwrap_err() => Empty,
        read_ofac("\u{1a}", ALT, ADD).unwrap_err() => Empty,
        read_ofac(&marked(SDN), ALT, ADD).unwrap_err() => Truncated,
        read_ofac(SDN, &marked(ALT), ADD).unwrap_err() => Truncated,
        read_ofac(SDN, ALT, &marked(ADD)).unwrap_err() => Truncated,
        read_ofac(&SDN[..SDN.len() - 30], ALT, ADD).unwrap_err() => Truncated,
        read_ofac(&format!("{SDN}\r\n{SDN}"), ALT, ADD).unwrap_err() => Malformed,
        read_ofac(ALT, SDN, ADD).unwrap_err() => Malformed,
        read_ofac(&format!("{first}\r\n{SDN}"), ALT, ADD).unwrap_err() => Duplicate,
        read_ofac(&SDN.replacen("\"individual\"", "\"alien\"", 1), ALT, ADD).unwrap_err() => Value,
        read_ofac(SDN, &ALT.replacen("36,", "99,", 1), ADD).unwrap_err() => Value,
        read_ofac(SDN, &ALT.replacen("\"aka\"", "\"zka\"", 1), ADD).unwrap_err() => Value,
        read_ofac(&SDN.replacen("\"AEROCARIBBEAN AIRLINES\"", "-0- ", 1), ALT, ADD).unwrap_err() => Missing,
        read_ofac(&SDN.replacen("36,", "3/6,", 1), ALT, ADD).unwrap_err() => Value,
    ];
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = list::read(&folder.path().join("none.xml")).unwrap_err();
    assert_eq!(error.kind, ListErrorKind::Unreadable);
    assert!(error.to_string().contains("none.xml"), "{error}");
    let error = list::read(folder.path()).unwrap_err();
    assert!(error.to_string().contains("sdn.csv"), "{error}");
}

#[test]
fn ofacs_files_joined_are_told_apart_by_their_end_marks() {
    let [sdn, alt, add] = [
        include_bytes!("data/ofac/sdn.csv").as_slice(),
        include_bytes!("data/ofac/alt.csv"),
        include_bytes!("data/ofac/add.csv"),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ofac");
    let whole = list::read(&folder).unwrap();
    let joined = |files: &[&[u8]]| ofac::read_joined("body", &files.concat());
    assert_eq!(joined(&[sdn, alt, add]).unwrap(), whole);
    for (files, says) in [
        (&[sdn, alt][..], "body: add.csv: found an empty file"),
        (&[sdn, alt, add, alt], "bytes after the third end mark"),
        (&[alt, sdn, add], "body: sdn.csv:1:1: found 5 fields"),
        (&[sdn, alt, &add[..add.len() - 3]], "body: add.csv:"),
        (&[], "body: sdn.csv: found an empty file"),
    ] {
        let error = joined(files).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}
