import json
import os
import pathlib
import subprocess

import pytest

import mithaq

ROOT = pathlib.Path(__file__).resolve().parents[2]
UN_LIST = ROOT / "data" / "un_consolidated.xml"
CROSSINGS = ROOT / "data" / "demo" / "crossings.csv"


@pytest.fixture(scope="session")
def screener():
    return mithaq.Screener.from_file(UN_LIST)


@pytest.fixture(scope="session")
def mithaq_command():
    """Runs the command line, `$MITHAQ`, and gives what it printed."""

    def run(*arguments):
        program = os.environ["MITHAQ"]
        ran = subprocess.run(
            [program, *map(str, arguments)], check=True, capture_output=True, text=True
        )
        return ran.stdout

    return run


@pytest.fixture(scope="session")
def answers_of_command(mithaq_command):
    """What `mithaq screen` answers, a dictionary a row."""

    def answers(queries, *options):
        lines = mithaq_command("screen", queries, "--list", UN_LIST, *options).splitlines()
        return [json.loads(line) for line in lines]

    return answers
