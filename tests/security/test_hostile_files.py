"""Files that somebody else has written hold no text that a terminal, a page or a sheet would obey.

In every text of a log, an agenda and a roster in turn, hostile text is refused in words. Text that
only looks dangerous is kept, and comes out of every verb as that text and nothing else.
``FACILITATOR_TESTS=full`` tries more places, and more of the corpus in each.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tomllib
from pathlib import Path

import pytest
import tomli_w

from facilitator.domain.decision_log.model import DecisionLog
from facilitator.hosting import codes
from facilitator.storage.agenda_toml import read_agenda
from facilitator.storage.decision_log_toml import log_document, read_log
from facilitator.storage.roster_toml import parse_roster
from tests.cli.conftest import facilitator, home
from tests.hostile import ESCAPES, NASTY
from tests.security.test_hostile_fields import places_of
from tests.worlds.by_hand import BY_HAND, FILE
from tests.worlds.rosters import entry, new_key, public_line, roster

__all__ = ["facilitator", "home"]
IS_FULL = os.environ.get("FACILITATOR_TESTS") == "full"
TESTS = Path(__file__).parents[1]
IN_A_FILE = [text for text in ESCAPES.values() if "\ud800" not in text]
"""What TOML can hold."""
EVERY = 6 if IS_FULL else len(IN_A_FILE)
"""Each place is given one text of so many, the next place the next ones."""


def read_roster(path):
    return parse_roster(path.read_bytes(), path.name, ["pm", "pmm"], codes.likeness)


def of(reading):
    """What was read, if it was sound."""
    return next(
        (found for kind in ("log", "found") if (found := getattr(reading, kind, None))),
        None,
    )


EXAMPLE = TESTS / "storage" / "decision-log-example.toml"
FILES = {
    "log": (EXAMPLE.read_text(), read_log),
    "log by hand": (BY_HAND, read_log),
    "agenda": ((TESTS.parent / "agendas" / "grey-areas.toml").read_text(), read_agenda),
    "agenda of two teams": ((TESTS.parent / "agendas" / "two-teams.toml").read_text(), read_agenda),
    "roster": (
        roster(entry("Ana", public_line(new_key()), team="pm"))
        + entry("Raj", public_line(new_key()), team="pmm", seat="observer"),
        read_roster,
    ),
}


def leaves(value, path=()):
    """Every place of a document that holds text, or is a key."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield (*path, key, None)
            yield from leaves(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from leaves(below, (*path, index))
    elif isinstance(value, str):
        yield path


def few_of_a_shape(places):
    """Two of those places that differ in nothing but their numbers."""
    by_shape = {}
    for place in places:
        shape = tuple(part for part in place if not isinstance(part, int))
        by_shape.setdefault(shape, []).append(place)
    return [place for alike in by_shape.values() for place in alike[:2]]


def put(value, path, text):
    """The document with ``text`` before what stands in one place."""
    if not path:
        return text + value
    first, *rest = path
    if rest == [None]:
        return {(text + k if k == first else k): below for k, below in value.items()}
    if isinstance(value, dict):
        return {k: put(below, rest, text) if k == first else below for k, below in value.items()}
    return [put(below, rest, text) if n == first else below for n, below in enumerate(value)]


@pytest.mark.parametrize("kind", FILES)
def test_the_files_are_sound_as_they_are(tmp_path, kind):
    text, read = FILES[kind]
    path = tmp_path / "file.toml"
    path.write_text(tomli_w.dumps(tomllib.loads(text)))
    assert of(read(path)) is not None


def test_every_text_of_a_log_stands_in_one_of_them():
    def filled(value, path=()):
        if hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                yield from filled(getattr(value, name), (*path, name))
        elif isinstance(value, tuple):
            for each in value:
                yield from filled(each, path)
        elif isinstance(value, dict):
            for key, below in value.items():
                yield from filled(key, path)
                yield from filled(below, path)
        elif type(value) is str and value:
            yield path

    logs = [read_log(path).log for path in (EXAMPLE, FILE)]
    held = {place for log in logs for place in filled(log)}
    assert {".".join(place) for place in set(places_of(DecisionLog)) - held} == NOT_IN_THEM


NOT_IN_THEM = {
    "rules.approver",
    "decisions.how",
    "shortlist.reason",
    "commitments.owner",
    "decisions.rounds.ballots.ballot.today",
    "amendments.extra",
    "shortlist.extra",
}
"""Texts of logs that neither example holds."""


@pytest.mark.parametrize("kind", FILES)
def test_hostile_text_in_any_place_of_a_file_is_refused_in_words(tmp_path, kind):
    text, read = FILES[kind]
    path = tmp_path / "file.toml"
    document = tomllib.loads(text)
    places = list(leaves(document)) if IS_FULL else few_of_a_shape(leaves(document))
    assert len(places) >= 10
    for number, place in enumerate(places):
        for hostile in IN_A_FILE[number % EVERY :: EVERY]:
            path.write_bytes(tomli_w.dumps(put(document, place, hostile)).encode())
            reading = read(path)
            read_so_far = of(reading)
            if kind.startswith("log") and read_so_far is not None:  # it counts, without that text
                assert read_so_far.contradicts, (place, ascii(hostile))
                assert not any(hostile in each for each in texts(log_document(read_so_far)))
            else:
                assert read_so_far is None, (place, ascii(hostile))
            assert reading.problems
            for told in map(str, reading.problems):
                assert all(char.isprintable() for char in told), (place, ascii(told))


def texts(value):
    """Every text in a document."""
    if isinstance(value, dict | list | tuple):
        for below in value.values() if isinstance(value, dict) else value:
            yield from texts(below)
    elif isinstance(value, str):
        yield value


@pytest.fixture
def nasty(facilitator):
    """A folder with a log whose every free text is nasty, and the number of these texts."""
    folder = facilitator.folder / "sessions"
    folder.mkdir()
    document = tomllib.loads(EXAMPLE.read_text())
    path = folder / EXAMPLE_NAME
    free = 0
    for place in leaves(document):
        if place[-1] is None:
            continue
        tried = put(document, place, NASTY)
        path.write_text(tomli_w.dumps(tried))
        if (log := read_log(path).log) is not None and not log.contradicts:
            document, free = tried, free + 1
    path.write_text(tomli_w.dumps(document))
    assert free >= 25
    return facilitator, free


EXAMPLE_NAME = "2026-11-22-grey-areas-7k2m.toml"


def test_machines_get_back_what_was_written(nasty):
    run, free = nasty
    shown = json.loads(run("log", "show", "latest", "--json").stdout)
    assert sum(NASTY in text for text in texts(shown)) == free
    for verb in (
        ("list",),
        ("register",),
        ("due", "--all"),
        ("history", "competitive-messaging"),
        ("compare", "latest", "latest", "--all"),
    ):
        done = run("log", *verb, "--json")
        assert any(NASTY in text for text in texts(json.loads(done.stdout))), (verb, done.stderr)


def test_people_are_shown_it_on_one_line(nasty):
    run, _ = nasty
    for verb in (("show", "latest"), ("list",), ("register",), ("due", "--all")):
        done = run("log", *verb, COLUMNS="1000")
        assert "=1+1 [red]x[/]" in done.stdout, verb
        assert "\x1b" not in done.stdout


@pytest.mark.parametrize("what", [("latest",), ("--register",), ("latest", "--against", "latest")])
def test_no_cell_of_a_table_begins_a_formula(nasty, what):
    run, _ = nasty
    done = run("log", "export", *what, "--as", "csv")
    cells = [cell for row in csv.reader(io.StringIO(done.stdout)) for cell in row]
    assert any("=1+1" in cell for cell in cells)
    assert [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))] == []


def test_an_agenda_made_of_it_is_sound_and_says_the_same(nasty):
    run, _ = nasty
    made = run("agenda", "from-log", "latest", "--on", "2030-01-01")
    assert made.returncode == 0, made.stderr
    assert any(NASTY in text for text in texts(tomllib.loads(made.stdout)))


def test_a_calendar_holds_it_as_text(nasty):
    from icalendar import Calendar  # noqa: PLC0415

    run, _ = nasty
    done = run("log", "export", "latest", "--as", "calendar")
    events = Calendar.from_ical(done.stdout).walk("VEVENT")
    assert any(NASTY[:20] in str(event.get("SUMMARY")) for event in events)
