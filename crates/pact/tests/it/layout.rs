//! The settled layout: one for everybody, and it changes nothing that a pact says.

use std::fmt::Write as _;
use std::path::Path;

use mithaq_pact::{Pact, layout};

use crate::large;
use crate::scene::{Dice, Scene, parsed};

const WHOLE: &str = include_str!("whole.toml");

fn real() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts/maghreb-sahel.toml");
    std::fs::read_to_string(path).unwrap()
}

fn laid(text: &str) -> String {
    layout("pact.toml", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn hash(text: &str) -> String {
    Pact::parse("pact.toml", text).unwrap().hash().to_string()
}

/// The comments of a text of which no string has a `#` in it, sorted.
fn comments(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> = text
        .lines()
        .flat_map(|line| line.split('#').skip(1))
        .map(str::trim)
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn the_sources_pact_is_in_the_settled_layout() {
    let text = real();
    assert!(
        laid(&text) == text,
        "run `mithaq pact fmt pacts/maghreb-sahel.toml`"
    );
    assert_eq!(laid(WHOLE), WHOLE);
}

#[test]
fn however_a_pact_is_written_it_is_laid_out_the_same() {
    let settled = "\
[pact]
id = \"p\"
version = 1
status = \"in-force\"
title.en = \"P\"

[members.dz]
name.ar = \"ج\"
name.en = \"Algeria\"

[activities.help]
within = \"any\"
name.en = \"Help\"

[clauses.\"a.b\"]
member = \"dz\"
stance = \"refused\"
activity = [\"help\"]
theatre = { all = \"world\", but = [\"ml\"] }
route = { to = \"sy\" }
from = \"2014-09-12\"
statements = [\"st\"]
text.en = \"C\"

[sources.s]
kind = \"person\"
name.en = \"S\"

[statements.st]
chain = [\"s\"]
date = \"2014-01\"
language = \"en\"
claim = \"stance\"
text.en = \"T\"

[[statements.st.relays]]
source = \"s\"
language = \"en\"
changed = [\"tense\"]
text.en = \"R\"
";
    let others = [
        // Everything inline, in no order, with Windows line ends and a byte order mark.
        "\u{feff}statements = { st = { text = { en = 'T' }, relays = [ { text.en = 'R', changed = ['tense'], language = 'en', source = 's' } ], chain = ['s'], date = '2014-01', language = 'en', claim = 'stance' } }\r\n\
         sources.s = { name.en = 'S', kind = 'person' }\r\n\
         clauses.'a.b' = { text.en = 'C', statements = [ 'st', ], from = 2014-09-12, route.to = 'sy', theatre = { but = ['ml'], all = 'world' }, activity = ['help'], stance = 'refused', member = 'dz' }\r\n\
         activities.help = { name.en = 'Help', within = 'any' }\r\n\
         members.dz.name = { en = 'Algeria', ar = 'ج' }\r\n\
         pact = { title.en = 'P', status = 'in-force', version = 0x1, id = 'p' }\r\n",
        // Every table with a header of its own.
        "[clauses]\n[clauses.\"a.b\"]\nmember='dz'\nstance='refused'\nactivity=['help']\nfrom='2014-09-12'\nstatements=['st']\n\
         [clauses.\"a.b\".theatre]\nall='world'\nbut=['ml']\n[clauses.\"a.b\".route]\nto='sy'\n[clauses.\"a.b\".text]\nen='C'\n\
         [[statements.st.relays]]\nsource='s'\nlanguage='en'\nchanged=['tense']\n[statements.st.relays.text]\nen='R'\n\
         [statements.st]\nchain=['s']\ndate='2014-01'\nlanguage='en'\nclaim='stance'\ntext.en='T'\n\
         [sources.s]\nkind='person'\n[sources.s.name]\nen='S'\n[activities.help]\nwithin='any'\nname.en='Help'\n\
         [members.dz.name]\nar='ج'\nen='Algeria'\n[pact]\nid='p'\nversion=1\nstatus='in-force'\n[pact.title]\nen='P'\n",
    ];
    for other in others {
        assert_eq!(hash(other), hash(settled));
        assert_eq!(laid(other), settled);
    }
}

#[test]
fn comments_stay_where_they_belong() {
    let text = "\
#:schema pact.schema.json
# The file's own words, apart from the first table.

# Of the members.
[members.dz] # Algeria
# A name.

# And one more.
name.en   =   'Algeria'   # in English
# keys = []   (not yet)

# --- A banner ---

# It is about the pact.
[pact] # head
title.en = 'P'
# Moved with its key.
id = 'p'
version = 1
status = 'proposed'



[activities]  # of all of them
[activities.help]
within = 'any'
name.en = 'Help'
[sources.s] # nobody
name.en = 'S'
kind = 'person'
[statements.st]
chain = [ # who
  's', # somebody

  # and nobody else
]
date = '2014-01'
language = 'en'
claim = 'stance'
text.en = 'T'
[clauses.c]
member = 'dz'
stance = 'refused'
activity = ['help'] # all of it
theatre = { # TOML 1.1
  all = 'world', # everywhere
  but = ['ml'],
} # but there
from = '2014-09'
statements = ['st']
text.en = 'C'
# The last word on c.

# The end.
";
    let laid = laid(text);
    insta::assert_snapshot!(laid);
    assert_eq!(super::layout::laid(&laid), laid);
    assert_eq!(comments(&laid), comments(text));
    assert_eq!(hash(&laid), hash(text));
}

#[test]
fn a_long_list_is_broken_and_a_string_that_needs_escapes_is_left_alone() {
    let ids: Vec<String> = (0..20).map(|n| format!("\"member-number-{n}\"")).collect();
    let mut text = String::from("[pact]\nid = \"p\"\nversion = 1\nstatus = \"proposed\"\n");
    text += "title.ar = \"\\u2068P\\u2069\"\ntitle.fr = 'say \"P\"'\ntitle.en = \"\"\"\nP,\nand so on\"\"\"\n";
    for id in &ids {
        let _ = write!(
            text,
            "\n[members.{}]\nname.en = \"M\"\n",
            id.trim_matches('"')
        );
    }
    let _ = write!(
        text,
        "\n[groups.g]\nmembers = [{}]\nname.en = \"G\"\n",
        ids.join(", ")
    );
    let laid = laid(&text);
    let broken = format!("members = [\n  {},\n]\nname.en", ids.join(",\n  "));
    assert!(laid.contains(&broken), "{laid}");
    for kept in [
        "\"\\u2068P\\u2069\"",
        "'say \"P\"'",
        "\"\"\"\nP,\nand so on\"\"\"",
    ] {
        assert!(laid.contains(kept), "{laid}");
    }
    assert_eq!(super::layout::laid(&laid), laid);
    assert_eq!(hash(&laid), hash(&text));
}

/// The same text with comments, blanks and spaces wherever TOML lets them be.
fn untidied(text: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    let mut n = 0;
    let mut comment = |out: &mut String| {
        n += 1;
        let _ = writeln!(out, "# comment {n}");
    };
    for line in text.lines() {
        while dice.one_in(4) {
            if dice.one_in(2) {
                comment(&mut out);
            } else {
                out.push_str(if dice.one_in(2) { "\n" } else { " \t\n" });
            }
        }
        if dice.one_in(3) {
            out.push_str("  ");
        }
        let list = line.ends_with(']') && !line.contains('{');
        match line.split_once(" = [").filter(|_| list && dice.one_in(2)) {
            Some((key, items)) => {
                let _ = write!(out, "{key}= [");
                for item in items.trim_end_matches(']').split(", ") {
                    if dice.one_in(3) {
                        out.push_str(" \n");
                        comment(&mut out);
                    }
                    let _ = write!(out, " {item} ,");
                    if dice.one_in(3) {
                        comment(&mut out);
                    }
                }
                if dice.one_in(3) {
                    comment(&mut out);
                }
                out.push(']');
            }
            None => out.push_str(line),
        }
        if dice.one_in(3) {
            out.push_str("   ");
            comment(&mut out);
        } else {
            out.push('\n');
        }
    }
    while dice.one_in(2) {
        out.push('\n');
        comment(&mut out);
    }
    out
}

#[test]
fn whatever_a_pact_looks_like_it_settles_at_once_loses_no_comment_and_says_the_same() {
    let mut dice = Dice(7);
    let mut texts: Vec<String> = (0..60)
        .map(|_| Scene::random(&mut dice))
        .filter(|scene| parsed(scene).is_some())
        .map(|scene| scene.toml())
        .collect();
    assert!(texts.len() > 20);
    texts.extend([WHOLE.to_owned(), real(), large::large_pact(1, 60)]);
    for text in texts {
        for _ in 0..2 {
            let untidy = untidied(&text, &mut dice);
            let settled = laid(&untidy);
            assert_eq!(laid(&settled), settled, "{untidy}");
            assert_eq!(comments(&settled), comments(&untidy), "{untidy}");
            assert_eq!(hash(&settled), hash(&text), "{untidy}");
        }
    }
}

#[test]
fn what_is_no_pact_is_refused_as_pact_check_refuses_it() {
    for bad in [
        "[pact",
        "[pact]\nid = 3\n",
        "",
        "[members.dz]\nname.en = 'D'\n",
    ] {
        let errors = layout("bad.toml", bad.as_bytes()).unwrap_err();
        let by_check = Pact::parse("bad.toml", bad).unwrap_err();
        assert_eq!(errors.to_string(), by_check.to_string());
    }
    assert!(layout("bad.toml", b"\xff").is_err());
}
