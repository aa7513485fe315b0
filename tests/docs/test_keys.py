"""The pages on the formats name every key that the program knows, no other, and say what is so."""

from __future__ import annotations

import re

import pytest
import tomli
import tomli_w

from facilitator.storage.toml_problems import Severity, place_of
from tests.docs.formats import FORMATS, LOG, at, changed, path_to, rows_of
from tests.docs.pages import literal, literals
from tests.docs.probes import probes

ROWS = [(form, row) for form in FORMATS for row in rows_of(form)]
REQUIRED = re.compile(r"required\b")
UNFIT = re.compile(
    r"out of range|characters wide|too long|not an id|not known here|is empty|entr|is a |"
    r"not a session's id|line break|not a table"
)
"""What is said of a value that is none of those that its key can have."""


def named(cases):
    return pytest.mark.parametrize(("form", "row"), cases, ids=[str(row) for _, row in cases])


def errors_at(form, document, path):
    """What a reader says against what stands at a place, or in the array there."""
    _, problems = form.read(tomli_w.dumps(document))
    place = place_of(path)
    return [
        problem.message
        for problem in problems
        if problem.severity is Severity.ERROR
        and (problem.place == place or re.match(rf"{re.escape(place)}\[\d+\]$", problem.place))
    ]


def whole(row, form):
    """An example in which a key stands, and where."""
    for text in reversed(form.examples):
        if path := path_to(row, tomli.loads(text)):
            return text, path
    raise AssertionError(f"no example has {row}")


def without(form, path):
    """What is read of the first example that is sound without what stands at a place."""
    documents = [tomli.loads(text) for text in reversed(form.examples)]
    lacking = [changed(doc, path, None) if at(doc, path) is not None else doc for doc in documents]
    readings = [form.read(tomli_w.dumps(document))[0] for document in lacking]
    return next(read for read in readings if read is not None)


@pytest.mark.parametrize("form", FORMATS, ids=["agenda", "log"])
def test_a_page_names_every_key_and_no_other(form):
    told = [row.entry for row in rows_of(form)]
    assert sorted(told) == sorted(form.known)


@named([case for case in ROWS if not path_to(case[1], tomli.loads(case[0].example))])
def test_the_example_with_every_key_lacks_only_what_cannot_stand_beside_the_rest(form, row):
    assert form is LOG
    assert row.key in ("how", "withheld")


@pytest.mark.parametrize("form", FORMATS, ids=["agenda", "log"])
def test_the_program_writes_the_example_as_it_stands_there(form):
    document = tomli.loads(form.example)
    read, problems = form.read(form.example)
    assert not problems
    told = form.tell(read)
    told_again, _ = form.read(tomli_w.dumps(told))
    assert {row.entry for row in rows_of(form) if path_to(row, told)} == {
        row.entry for row in rows_of(form) if path_to(row, document)
    }
    assert form.tell(told_again) == told


@named([case for case in ROWS if REQUIRED.match(case[1].absent)])
def test_a_required_key_is_missed(form, row):
    text, path = whole(row, form)
    assert errors_at(form, changed(tomli.loads(text), path, None), path)


@named([case for case in ROWS if not REQUIRED.match(case[1].absent)])
def test_any_other_key_may_be_absent(form, row):
    text, path = whole(row, form)
    assert not errors_at(form, changed(tomli.loads(text), path, None), path)


@named([case for case in ROWS if literal(case[1].absent)])
def test_the_default_is_what_the_page_says(form, row):
    _, path = whole(row, form)
    read = without(form, path)
    expected = tomli.loads(f"it = {literal(row.absent)}")["it"]
    found = at(form.tell(read), path)
    assert (type(expected)() if found is None else found) == expected


@named([case for case in ROWS if case[1].absent.startswith("worked out")])
def test_what_is_worked_out_is_what_the_example_says(form, row):
    text, path = whole(row, form)
    read, _ = form.read(tomli_w.dumps(changed(tomli.loads(text), path, None)))
    assert at(form.tell(read), path) == at(tomli.loads(text), path)


@named(ROWS)
def test_a_key_takes_what_the_page_says_and_nothing_else(form, row):
    text, path = whole(row, form)
    document = tomli.loads(text)
    good, bad = probes(row, at(document, path))
    for value in good:
        said = errors_at(form, changed(document, path, value), path)
        assert not [message for message in said if UNFIT.search(message)], value
    for value in bad:
        assert errors_at(form, changed(document, path, value), path), value


@named([case for case in ROWS if case[1].value.startswith("one of")])
def test_every_word_is_told_that_the_program_takes(form, row):
    text, path = whole(row, form)
    document = tomli.loads(text)
    told = literals(row.value.split(":")[0])
    _, problems = form.read(tomli_w.dumps(changed(document, path, "something-else")))
    hints = [problem.hint for problem in problems if problem.place == place_of(path)]
    offered = re.findall(r'"([a-z-]+)"', next(each for each in hints if each))
    elsewhere = {"facilitator"} if row.key == "seat" else set()  # in `session.facilitators`
    assert set(offered) - elsewhere <= set(told)
