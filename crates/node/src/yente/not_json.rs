//! Why a text is no JSON, and where: in the words and by the count of characters of Python's decoder, which clients of yente know.

/// How deep arrays and objects may lie in each other.
const DEEPEST: usize = 128;

/// Why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotJson {
    /// What is wrong, and at which character.
    At(usize, &'static str),
    /// It is nested deeper than is read.
    TooDeep,
}

type Found = Result<(), NotJson>;

/// What is wrong with a text; nothing where it is JSON as Python reads it, numbers that are none included.
pub(super) fn explain(text: &str) -> Option<NotJson> {
    let mut reader = Reader {
        chars: text.chars().collect(),
        at: 0,
    };
    let whole = reader.space().value(0).and_then(|()| {
        reader.space();
        match reader.here() {
            None => Ok(()),
            Some(_) => reader.fault("Extra data"),
        }
    });
    whole.err()
}

struct Reader {
    chars: Vec<char>,
    at: usize,
}

impl Reader {
    fn here(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn space(&mut self) -> &mut Self {
        while matches!(self.here(), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
        self
    }

    fn takes(&mut self, wanted: char) -> bool {
        let taken = self.here() == Some(wanted);
        self.at += usize::from(taken);
        taken
    }

    fn fault(&self, message: &'static str) -> Found {
        Err(NotJson::At(self.at, message))
    }

    fn value(&mut self, depth: usize) -> Found {
        if depth > DEEPEST {
            return Err(NotJson::TooDeep);
        }
        match self.here() {
            Some('"') => self.string(),
            Some('{') => self.object(depth + 1),
            Some('[') => self.array(depth + 1),
            _ => {
                let words = ["null", "true", "false", "NaN", "Infinity", "-Infinity"];
                if words.iter().any(|word| self.word(word)) || self.number() {
                    return Ok(());
                }
                self.fault("Expecting value")
            }
        }
    }

    fn word(&mut self, word: &str) -> bool {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let found =
            word.chars().count() <= rest.len() && word.chars().zip(rest).all(|(a, b)| a == *b);
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn digits(&mut self) -> usize {
        let from = self.at;
        while self.here().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - from
    }

    /// Reads as much of a number as is one.
    fn number(&mut self) -> bool {
        let from = self.at;
        self.takes('-');
        if !self.takes('0') && self.digits() == 0 {
            self.at = from;
            return false;
        }
        let whole = self.at;
        if self.takes('.') && self.digits() == 0 {
            self.at = whole;
            return true;
        }
        let mantissa = self.at;
        if self.takes('e') || self.takes('E') {
            let _ = self.takes('-') || self.takes('+');
            if self.digits() == 0 {
                self.at = mantissa;
            }
        }
        true
    }

    fn string(&mut self) -> Found {
        const OPEN: &str = "Unterminated string starting at";
        let begin = self.at;
        let unterminated = Err(NotJson::At(begin, OPEN));
        self.at += 1;
        loop {
            match self.here() {
                None => return unterminated,
                Some('"') => break self.at += 1,
                Some(c) if c <= '\u{1f}' => return self.fault("Invalid control character at"),
                Some('\\') => match self.chars.get(self.at + 1) {
                    None => return unterminated,
                    Some('u') => {
                        self.at += 1;
                        let hex = self.chars.get(self.at + 1..self.at + 5);
                        if !hex.is_some_and(|hex| hex.iter().all(char::is_ascii_hexdigit)) {
                            return self.fault("Invalid \\uXXXX escape");
                        }
                        self.at += 5;
                    }
                    Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => self.at += 2,
                    Some(_) => return self.fault("Invalid \\escape"),
                },
                Some(_) => self.at += 1,
            }
        }
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Found {
        self.at += 1;
        if self.space().takes('}') {
            return Ok(());
        }
        loop {
            if self.here() != Some('"') {
                return self.fault("Expecting property name enclosed in double quotes");
            }
            self.string()?;
            if !self.space().takes(':') {
                return self.fault("Expecting ':' delimiter");
            }
            self.space().value(depth)?;
            if self.space().takes('}') {
                return Ok(());
            }
            if !self.takes(',') {
                return self.fault("Expecting ',' delimiter");
            }
            self.space();
        }
    }

    fn array(&mut self, depth: usize) -> Found {
        self.at += 1;
        if self.space().takes(']') {
            return Ok(());
        }
        loop {
            self.value(depth)?;
            if self.space().takes(']') {
                return Ok(());
            }
            if !self.takes(',') {
                return self.fault("Expecting ',' delimiter");
            }
            self.space();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_wrong_is_said_where_pythons_decoder_says_it() {
        for (text, at, message) in [
            ("", 0, "Expecting value"),
            ("{", 1, "Expecting property name enclosed in double quotes"),
            (
                "{\"a\":1,}",
                7,
                "Expecting property name enclosed in double quotes",
            ),
            (
                "{'a':1}",
                1,
                "Expecting property name enclosed in double quotes",
            ),
            ("{\"a\" 1}", 5, "Expecting ':' delimiter"),
            ("{\"a\":01}", 6, "Expecting ',' delimiter"),
            ("{\"a\":tru}", 5, "Expecting value"),
            ("[1 2]", 3, "Expecting ',' delimiter"),
            ("[1,]", 3, "Expecting value"),
            ("[", 1, "Expecting value"),
            ("{}x", 2, "Extra data"),
            ("{\"a\":\"x", 5, "Unterminated string starting at"),
            ("{\"a\":\"\\x\"}", 6, "Invalid \\escape"),
            ("{\"a\":\"\\u12\"}", 7, "Invalid \\uXXXX escape"),
            ("[\"é\n\"]", 3, "Invalid control character at"),
            ("[-]", 1, "Expecting value"),
            ("[1.]", 2, "Expecting ',' delimiter"),
            ("[1e]", 2, "Expecting ',' delimiter"),
        ] {
            assert_eq!(explain(text), Some(NotJson::At(at, message)), "{text}");
        }
        assert_eq!(explain(&"[".repeat(10_000)), Some(NotJson::TooDeep));
    }

    proptest! {
        #[test]
        fn json_has_nothing_wrong_and_what_has_nothing_wrong_is_json(text in r#"[\[\]{}:,"a\\u0-9.e+\-tnl \n]{0,12}|\{"a": ?[0-9"\[\]{},:]{0,6}\}"#) {
            let json = serde_json::from_str::<serde_json::Value>(&text);
            // A number too large and half a pair of surrogates are read there and not here.
            let stricter = json.as_ref().is_err_and(|e| e.to_string().contains("number out of range") || e.to_string().contains("surrogate"));
            if !stricter {
                prop_assert_eq!(explain(&text).is_none(), json.is_ok(), "{}: {:?}", text, json);
            }
        }
    }
}
