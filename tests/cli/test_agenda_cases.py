"""Agendas that people really have, with a slip in each, and what has to be said of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / "cases"

SLIPS = {
    # the file: where, and words of the message and of its mend
    "02-single-step": ("line 19, column 1", "[steps] opens one table", "write [[steps]]"),
    "05-suggested-top": ("suggested (line 49)", "belongs to [[steps]]", "write [steps.suggested]"),
    "09-suggested-before-minutes": (
        "steps[3].suggested.minutes (line 51)",
        "belongs to [[steps]], not to [steps.suggested]",
        "put them above [steps.suggested]",
    ),
    "11-single-smart-quotes": ("line 46, column 9", "left double quotation mark", 'write "'),
    "14-missing-comma": ("line 29, column 22", "a comma is missing between two values", "write ,"),
    "20-yaml-bool": ("line 49, column 17", "TOML's own words are true and false", "write true"),
    "27-uppercase-ids": ("teams[0].id (line 7)", '"PM" is not an id', '"pm", say'),
    "28-dup-team": ("teams[1].id (line 11)", '"pm" is the id of teams[0]', "give one of them"),
    "36-comma-decimal": ("line 15, column 22", "a comma stands in a number", "0.75"),
    "40-merge-markers": (
        "line 57, column 1",
        "an unresolved git conflict, from line 57 to line 61",
        "keep what holds",
    ),
    "43-nbsp": ("line 57, column 6", "a no-break space (U+00A0) stands here", "a plain space"),
    "52-format-log": (
        "format (line 1)",
        "this is a decision log",
        "`facilitator log check` reads it",
    ),
}


def test_every_case_is_tried():
    assert sorted(SLIPS) == sorted(path.stem for path in (CASES / "agendas").glob("*.toml"))


@pytest.mark.parametrize("name", SLIPS)
def test_the_slip_is_told_once_where_it_stands_with_its_mend(facilitator, name):
    shutil.copy(CASES / "agendas" / f"{name}.toml", facilitator.folder / "agenda.toml")
    done = facilitator("agenda", "check", "agenda.toml")
    place, message, mend = SLIPS[name]
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert done.stdout.startswith(f"agenda.toml: {place}: ")
    assert message in done.stdout
    assert mend in done.stdout.partition("; ")[2]


def test_a_task_that_comes_back_as_quite_another_one_is_remarked(facilitator):
    """As in agendas whose ids were made when titles in other scripts left nothing."""
    for name in ("first", "second"):
        shutil.copy(CASES / "names" / f"cjk-{name}.toml", facilitator.folder / f"{name}.toml")
    assert facilitator("agenda", "check", "second.toml").stdout == "second.toml: no problems\n"
    held = facilitator("rehearse", "./first.toml", "--auto", "--voters", "4")
    assert held.returncode == 0
    done = facilitator("agenda", "check", "second.toml")
    assert done.returncode == 0
    assert done.stdout.count("warning: ") == 2
    for index in (1, 2):
        assert f"steps[{index}].id" in done.stdout
    again = facilitator("rehearse", "./second.toml", "--auto", "--follows", "latest")
    assert again.returncode == 0
    checked = facilitator("log", "check", "latest")
    assert checked.returncode == 0
    assert checked.stdout.count("warning: ") == 2
