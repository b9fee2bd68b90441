"""What the documentation shows is run, beside the list it reads."""

import doctest
import re

import pandas
import pytest
from conftest import ROOT, UN_LIST

import mithaq
from mithaq import names


@pytest.mark.parametrize(("module", "examples"), [(mithaq, 3), (names, 5)])
def test_the_examples_in_the_docstrings_hold(monkeypatch, module, examples):
    monkeypatch.chdir(UN_LIST.parent)
    ran = doctest.testmod(module)
    assert ran.attempted >= examples and ran.failed == 0


def test_the_readme_runs_and_finds_whom_it_looks_for(monkeypatch, capsys):
    monkeypatch.chdir(UN_LIST.parent)
    readme = (ROOT / "python" / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    *_, joined, summary = example.strip().splitlines()
    found = {}
    exec(example, found)
    assert "IYAD AG GHALI QDi.316" in capsys.readouterr().out
    answers = eval(joined.partition("#")[0], found)
    assert isinstance(answers, pandas.DataFrame)
    assert answers[["Flight", "caption"]].values.tolist() == [["AH1006", "IYAD AG GHALI"]]
    assert eval(summary.partition("#")[0], found)["screened"] == 2
