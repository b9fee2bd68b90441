//! A form as it comes: `application/x-www-form-urlencoded`, or `multipart/form-data` as some tools send it.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, header};

/// The fields of a form; of two of one name the last counts. What is no form has none.
pub(super) fn fields(headers: &HeaderMap, bytes: &[u8]) -> BTreeMap<String, String> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    match boundary(kind) {
        Some(boundary) => String::from_utf8_lossy(bytes)
            .split(&format!("--{boundary}"))
            .filter_map(part)
            .collect(),
        None => form_urlencoded::parse(bytes).into_owned().collect(),
    }
}

/// What parts a multipart form, if it is one (RFC 7578).
fn boundary(kind: &str) -> Option<&str> {
    let mut parts = kind.split(';').map(str::trim);
    let is_multipart = parts
        .next()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/form-data"));
    let mut given = parts.filter_map(|part| part.split_once('='));
    let (_, boundary) = given.find(|(name, _)| name.eq_ignore_ascii_case("boundary"))?;
    let boundary = boundary.trim_matches('"');
    (is_multipart && !boundary.is_empty()).then_some(boundary)
}

/// The name and the value of a part.
fn part(part: &str) -> Option<(String, String)> {
    let (head, value) = part.split_once("\r\n\r\n")?;
    let disposition = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-disposition")
            .then_some(value)
    })?;
    let mut given = disposition.split(';').map(str::trim);
    let name = given.find_map(|given| given.strip_prefix("name="))?;
    let value = value.strip_suffix("\r\n").unwrap_or(value);
    Some((name.trim_matches('"').to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn read(kind: &'static str, body: &str) -> Vec<(String, String)> {
        let headers =
            HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
        fields(&headers, body.as_bytes()).into_iter().collect()
    }

    #[test]
    fn both_kinds_of_form_say_the_same() {
        let asked = vec![("queries".to_owned(), "{\"q\": 1}".to_owned())];
        let encoded = "application/x-www-form-urlencoded";
        assert_eq!(read(encoded, "queries=%7B%22q%22%3A+1%7D"), asked);
        let body = "--x\r\nContent-Disposition: form-data; name=\"queries\"\r\n\r\n{\"q\": 1}\r\n--x--\r\n";
        for kind in [
            "multipart/form-data; boundary=x",
            "Multipart/Form-Data; boundary=\"x\"",
        ] {
            assert_eq!(read(kind, body), asked);
        }
    }

    #[test]
    fn what_is_cut_short_has_no_field() {
        let kind = "multipart/form-data; boundary=x";
        for body in [
            "",
            "--x",
            "--x\r\n",
            "--x\r\nContent-Disposition: form-data; name=\"a\"",
            "--x\r\n\r\n1",
        ] {
            assert_eq!(read(kind, body), [], "{body}");
        }
    }
}
