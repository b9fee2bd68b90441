import json

import pytest

from mithaq import names

PAIRS = [
    ("مختار بلمختار", "Mokhtar Belmokhtar"),
    ("محمد بن عبد الله", "Mohamed Ben Abdallah"),
    ("Karim Haddad", "John Peterson"),
]


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_a_comparison_is_that_of_the_command_line(mithaq_command, a, b, lang):
    theirs = json.loads(mithaq_command("name", "compare", a, b, "--json", "--lang", lang))
    ours = names.compare(a, b, lang=lang)
    assert (ours.score, ours.steps) == (theirs["score"], theirs["why"])


def test_the_rarer_listed_people_are_the_lower_is_the_score():
    scores = [names.Matcher(prior).score(*PAIRS[0]) for prior in (1e-5, 1e-3, None, 0.9)]
    assert scores == sorted(scores) and len(set(scores)) == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("", "Ali"), "expected two names"),
        (("Ali", "\u200f"), "expected two names"),
        (("Ali", "Ali", {"kind": "ship"}), "expected person, organisation or other"),
        (("Ali", "Ali", {"lang": "de"}), "expected ar, fr or en"),
        (("Ali", "Ali", {"prior": 2.0}), "expected a share between"),
    ],
)
def test_what_is_no_good_is_a_value_error_that_says_why(arguments, said):
    *pair, keywords = arguments if isinstance(arguments[-1], dict) else (*arguments, {})
    with pytest.raises(ValueError, match=said):
        names.compare(*pair, **keywords)
