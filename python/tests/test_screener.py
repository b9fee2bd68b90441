import datetime
import sys
import threading
import time
import warnings

import pandas
import pyarrow
import pytest
from conftest import CROSSINGS, UN_LIST

import mithaq

ROWS = {
    "id": ["1", "2", "3"],
    "name": ["اياد اغ غالي", "Jean Dupont", "Mokhtar Belmokhtar"],
    "birthDate": ["1958", None, "1972-06-01"],
}


def rows_of_answers(answers):
    """The command line's JSON as rows of a table."""
    for answer in answers:
        for hit in answer["hits"]:
            why = [reason["text"] for reason in hit["why"]]
            told = (hit[key] for key in ("id", "score", "caption", "subject", "reference"))
            yield (answer["id"], *told, why)
        if not answer["hits"]:
            yield (answer["id"], None, None, None, None, None, [])


def rows_of_table(table):
    return [tuple(row.values()) for row in table.to_pylist()]


@pytest.mark.parametrize("options", [(), ("--threshold", "0.5", "--limit", "20", "--lang", "ar")])
def test_a_table_is_answered_as_the_command_line_answers_the_same_file(
    screener, answers_of_command, options
):
    theirs = list(rows_of_answers(answers_of_command(CROSSINGS, *options)))
    frame = pandas.read_csv(CROSSINGS, dtype=str)
    keywords = {"threshold": 0.5, "limit": 20, "lang": "ar"} if options else {}
    ours = screener.screen(pyarrow.Table.from_pandas(frame), **keywords)
    assert len(theirs) > 40 and rows_of_table(ours) == theirs


def test_a_frame_is_answered_by_a_frame_and_an_arrow_table_by_one(screener):
    frame = screener.screen(pandas.DataFrame(ROWS))
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["id", "hit", "score", "caption", "subject", "reference", "why"]
    assert frame[frame.id == "2"].hit.isna().all()
    assert frame.attrs["mithaq"]["screened"] == 3
    table = screener.screen(pyarrow.table(ROWS))
    assert isinstance(table, pyarrow.Table)
    assert table.to_pandas().caption.tolist()[0] == frame.caption.tolist()[0] == "IYAD AG GHALI"


@pytest.mark.parametrize(
    "names",
    [
        pyarrow.array(ROWS["name"], pyarrow.large_string()),
        pyarrow.array(ROWS["name"], pyarrow.string_view()),
        pyarrow.array(ROWS["name"]).dictionary_encode(),
        pyarrow.array([[name] for name in ROWS["name"]]),
        pyarrow.array([["Nobody Atall", name] for name in ROWS["name"]], pyarrow.large_list(pyarrow.string())),
    ],
    ids=lambda names: str(names.type),
)
def test_texts_may_be_of_any_type_that_holds_texts(screener, names):
    expected = screener.screen(pyarrow.table(ROWS))
    days = pyarrow.array([None, None, datetime.date(1972, 6, 1)], pyarrow.date32())
    table = pyarrow.table({"id": [1, 2, 3], "name": names})
    assert screener.screen(table)["hit"].to_pylist()[0] == expected["hit"].to_pylist()[0]
    dated = screener.screen(table.append_column("birthDate", days)).to_pylist()
    of_the_day = [row for row in dated if row["id"] == "3" and row["hit"]]
    assert any("1972-06-01" in reason for reason in of_the_day[0]["why"])


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"id": ["1"], "name": [7]}, "column `name`: found Int64; expected a string or a list of strings"),
        ({"name": ["Ali"], "passportNumber": [12345]}, "leading zeros"),
        ({"name": [{"given": "Ali"}]}, "column `name`: found Struct"),
        ({"name": ["Ali"], "birthDate": [1.5]}, "column `birthDate`: found Float64"),
        ({"first": ["Ali"]}, "has neither `id` nor `name`.*columns="),
        ({"id": ["1"], "shoe": ["43"]}, "has no column to screen by"),
    ],
)
def test_a_table_of_the_wrong_type_is_a_value_error_that_names_the_column(screener, table, said):
    with pytest.raises(ValueError, match=said):
        screener.screen(pyarrow.table(table))


def test_answers_to_a_frame_without_ids_have_the_index_of_their_rows(screener):
    names = pandas.DataFrame({"name": ROWS["name"]}, index=["a", "b", "c"])
    answers = screener.screen(names, limit=1)
    assert answers.index.tolist() == ["a", "b", "c"] and answers.id.tolist() == ["1", "2", "3"]
    joined = names.drop(index="b").join(answers)
    assert joined.caption.tolist() == answers.caption[["a", "c"]].tolist()
    told_apart = screener.screen(names.assign(ID=["x", "y", "z"]), limit=1)
    assert told_apart.index.tolist() == [0, 1, 2] and told_apart.id.tolist() == ["x", "y", "z"]


def test_columns_of_other_names_are_mapped(screener):
    frame = pandas.DataFrame({"Traveller": ROWS["name"], "name": ["x", "y", "z"]})
    mapped = screener.screen(frame, columns={"Traveller": "name"})
    assert mapped.caption.tolist()[0] == "IYAD AG GHALI" and mapped.id.tolist()[0] == "1"
    for columns, said in [({"Travellers": "name"}, "found no `Travellers`"), ({"name": "shoe"}, "nothing to screen by")]:
        with pytest.raises(ValueError, match=said):
            screener.screen(frame, columns=columns)


def test_a_bad_row_is_refused_alone_with_a_warning_or_refuses_all(screener):
    bad = pyarrow.table({"id": ["1", "2"], "name": ["Jean Dupont", None]})
    with pytest.warns(mithaq.RefusedRowsWarning, match="1 of 2 rows .* row 2: the row has neither"):
        assert screener.screen(bad).num_rows == 1
    with pytest.raises(ValueError, match="row 2: .*strict"), warnings.catch_warnings():
        screener.screen(bad, strict=True)


def test_the_answers_are_the_same_for_any_number_of_jobs_and_from_any_thread(screener):
    frame = pandas.read_csv(CROSSINGS, dtype=str)
    expected = screener.screen(frame, jobs=1)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(screener.screen(frame, jobs=3)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and all(answers.equals(expected) for answers in found)


class Exported:
    """A table whose stream is there already: giving it runs nothing that could let other threads run."""

    def __init__(self, table):
        self.stream = table.__arrow_c_stream__()

    def __arrow_c_stream__(self, requested_schema=None):
        return self.stream


@pytest.mark.parametrize("what", ["search", "screen"])
def test_other_threads_run_while_lists_are_searched(screener, what):
    beats, done = [0], threading.Event()

    def beat():
        while not done.is_set():
            beats[0] += 1
            time.sleep(0)

    def ran(call, *arguments):
        before = beats[0]
        call(*arguments)
        return beats[0] > before

    tables = [Exported(pyarrow.table(ROWS)) for _ in range(500)]
    call = {"search": screener._native._search, "screen": screener._native._screen}[what]
    search = [("Mokhtar Belmokhtar", [], 0.5, 20, "en", None)] * 500
    screen = [(table, None, 0.5, 20, "en", None, False, 1) for table in tables]
    interval = sys.getswitchinterval()
    # From here on a thread runs only while another gives up the interpreter of its own accord.
    sys.setswitchinterval(1000)
    thread = threading.Thread(target=beat)
    try:
        thread.start()
        assert any(ran(call, *arguments) for arguments in {"search": search, "screen": screen}[what])
    finally:
        done.set()
        sys.setswitchinterval(interval)
        thread.join()


def test_one_party_is_searched_for_by_all_that_is_known(screener):
    hit, *_ = screener.search("اياد اغ غالي", birth=datetime.date(1958, 1, 1), nationality=["ml"], lang="fr")
    assert (hit.id, hit.reference, hit.caption) == ("un-3012677", "QDi.316", "IYAD AG GHALI")
    assert {reason.field for reason in hit.why} >= {"name", "birth-date"}
    assert str(hit.why[0]) == hit.why[0].text and hit.why[0].weight != 0
    assert len(screener) > 1000 and screener.search("Nobody Atall") == []
    assert screener.search("اياد اغ غالي", at="2001-01-01T00:00:00Z") is not None


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ({}, "neither a name nor a number"),
        ({"name": "Ali", "shoe": "43"}, "`shoe`: it is nothing to search by"),
        ({"name": "Ali", "birth": "31/02/1975"}, "no such day"),
        ({"name": "Ali", "threshold": 0.3}, "expected 0.5 to 1"),
        ({"name": "Ali", "limit": 0}, "expected 1 or more"),
        ({"name": "Ali", "limit": -1}, "limit: found -1; expected 1 or more"),
        ({"name": "Ali", "at": "soon"}, "expected a moment"),
    ],
)
def test_a_search_that_is_no_good_is_a_value_error(screener, keywords, said):
    with pytest.raises(ValueError, match=said):
        screener.search(**keywords)


def test_a_list_that_is_cut_short_is_a_value_error(tmp_path):
    whole = UN_LIST.read_bytes()
    cut = tmp_path / "cut.xml"
    for length in (0, len(whole) // 2, len(whole) - 5):
        cut.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="cut.xml"):
            mithaq.Screener.from_file(cut)


@pytest.mark.parametrize("missing", [None, float("nan"), pandas.NaT, pandas.NA], ids=repr)
def test_what_a_frame_has_nothing_for_is_passed_over(screener, missing):
    known = screener.search("Mokhtar Belmokhtar", nationality=["dz"])
    asked = screener.search("Mokhtar Belmokhtar", birth=missing, nationality=["dz", missing])
    assert [(hit.id, hit.score) for hit in asked] == [(hit.id, hit.score) for hit in known]
    with pytest.raises(ValueError, match="neither a name nor a number"):
        screener.search(missing)


def test_a_moment_says_on_which_day_somebody_was_born(screener):
    for born in (datetime.datetime(1972, 6, 1, 13, 30), pandas.Timestamp("1972-06-01")):
        reasons = screener.search("Mokhtar Belmokhtar", birth=born)[0].why
        assert "1972-06-01" in next(why.asked for why in reasons if why.field == "birth-date")


def test_a_screener_is_made_from_a_list():
    with pytest.raises(TypeError, match="from_file"):
        mithaq.Screener()


def test_what_is_no_table_is_a_type_error(screener):
    with pytest.raises(TypeError, match="found list"):
        screener.screen(["Ali"])
    with pytest.raises(TypeError, match="columns: found list"):
        screener.screen(pyarrow.table(ROWS), columns=["name"])


@pytest.mark.parametrize("jobs", [0, -1])
def test_no_threads_are_a_value_error(screener, jobs):
    with pytest.raises(ValueError, match=f"jobs: found {jobs}; expected 1 or more"):
        screener.screen(pyarrow.table(ROWS), jobs=jobs)
