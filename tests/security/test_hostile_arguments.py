"""What is typed on the command line, or is the name of a file there, is obeyed by no terminal.

Every verb is given hostile text in each place that takes some, and looks into folders in which
names of files are such text. ``FACILITATOR_TESTS=full`` tries each text of the corpus by itself.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click
import pytest

from facilitator.cli import cli
from tests.cli.conftest import facilitator, home
from tests.hostile import ESCAPES

__all__ = ["facilitator", "home"]
EXAMPLE = Path(__file__).parents[1] / "storage" / "decision-log-example.toml"
EXAMPLE_ID = "2026-11-22-grey-areas-7k2m.toml"
IS_FULL = os.environ.get("FACILITATOR_TESTS") == "full"
ARGUMENTS = {
    what: text.replace("\ud800", "\udc9b") for what, text in ESCAPES.items() if "\0" not in text
}
"""What can be an argument: no null, and no surrogate but those that stand for bytes of no text."""
ALL_AT_ONCE = "".join(ARGUMENTS.values())
NAME = "\x1b]0;x\x07\x9b31m\u202e\u2028\x7fe" + "\u0301" * 9
"""A name that a file can have."""


@pytest.fixture
def told(facilitator, monkeypatch):
    """Runs a verb, and looks at everything that it says, as a terminal would get it."""
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)

    def run(*arguments, **env):
        done = facilitator(*arguments, **env)
        text = done.stdout + done.stderr
        assert [char for char in text if not is_harmless(char)] == [], [*arguments, text]
        assert "\u0301" * 5 not in text or "--json" in arguments
        assert "Traceback" not in text
        assert "something went wrong" not in text
        return done

    run.folder = facilitator.folder
    return run


def is_harmless(char):
    """No terminal obeys, hides or moves it; no-break spaces are the program's own."""
    return char.isprintable() or char in "\n\u00a0"


def verbs(command=cli, path=()):
    """Every verb, as its words and the command."""
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from verbs(each, (*path, name))
    else:
        yield path, command


def places():
    """Every place of every verb that takes text; each as arguments with ``TEXT`` in it."""
    for path, command in verbs():
        needed = [p for p in command.params if isinstance(p, click.Argument) and p.required]
        for param in command.params:
            others = ["x"] * len([p for p in needed if p is not param])
            if isinstance(param, click.Argument):
                yield (*path, *others, "TEXT")
            elif not param.is_flag:
                yield (*path, *others, param.opts[-1], *["TEXT"] * param.nargs)
        yield (*path, "--TEXT")
        yield (*path, *["x"] * len(needed), "one", "more", "TEXT")
    yield ("TEXT",)
    yield ("log", "TEXT")


PLACES = list(places())


def test_every_verb_takes_text_somewhere():
    assert {each[:1] for each in PLACES} > {(name,) for name in cli.commands}
    assert len(PLACES) > 100


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
def test_no_argument_reaches_a_terminal_as_it_is(told, place):
    for text in ARGUMENTS.values() if IS_FULL else (ALL_AT_ONCE,):
        done = told(*(word.replace("TEXT", text) for word in place), TERM=text)
        assert done.returncode != 0 or done.stdout


def test_the_doctor_names_a_terminal_and_a_folder_in_safe_words(told):
    (told.folder / NAME).mkdir()
    done = told("doctor", "--sessions", NAME, TERM=ALL_AT_ONCE)
    assert "<U+001B>]0;x<U+0007>" in done.stdout


@pytest.fixture
def filled(told):
    """A folder in which everything has such a name: logs, agendas, and the folder of logs."""
    folder = told.folder / f"logs{NAME}"
    folder.mkdir()
    (folder / f"{NAME}.toml").write_text("x")
    (folder / f"good{NAME}.toml").write_bytes(EXAMPLE.read_bytes())
    (folder / EXAMPLE_ID).write_bytes(EXAMPLE.read_bytes())
    (told.folder / "agendas").mkdir()
    said = ("--title", "T", "--team", "A", "--team", "B", "--task", "C")
    assert told("agenda", "new", "good", *said).returncode == 0
    good = told.folder / "agendas" / "good.toml"
    good.rename(good.with_name(f"good{NAME}.toml"))
    good.with_name(f"{NAME}.toml").write_text("x")
    told.logs = folder
    return told


LOOKS = {
    "list": ("log", "list"),
    "show": ("log", "show", "2026"),
    "due": ("log", "due", "--all"),
    "register": ("log", "register"),
    "history": ("log", "history", "c"),
    "compare": ("log", "compare", "latest", "latest"),
    "export": ("log", "export", "2026"),
    "export of all": ("log", "export", "--register"),
    "next agenda": ("agenda", "from-log", "2026", "--on", "2030-01-01"),
}


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems take no such names")
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_no_name_of_a_file_reaches_one_either(filled, look):
    done = filled(*look, "--sessions", str(filled.logs))
    assert done.stdout or done.stderr


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems take no such names")
@pytest.mark.parametrize(
    ("list_verb", "names"),
    [
        (("log", "list", "--sessions", f"logs{NAME}"), [NAME, f"good{NAME}"]),
        (("agenda", "list"), [NAME, f"good{NAME}"]),
        (("log", "check", f"logs{NAME}/{NAME}.toml"), []),
        (("agenda", "check", f"agendas/{NAME}.toml"), []),
    ],
    ids=["logs", "agendas", "a check of a log", "a check of an agenda"],
)
def test_machines_are_given_back_such_names(filled, list_verb, names):
    found = json.loads(filled(*list_verb, "--json").stdout)
    files = [each["file"] for each in found]
    assert files
    for name in names:
        assert [each for each in files if each.endswith(f"{name}.toml")], (name, files)


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems take no such names")
@pytest.mark.parametrize("form", ["md", "csv", "ics"])
def test_an_export_to_such_a_name_is_written_and_told_of(filled, form):
    place = f"{NAME}.{form}"
    told_in = ("log", "export", "2026", "--sessions", str(filled.logs), "--output", place)
    for arguments, code in ((told_in, 0), (told_in, 2), ((*told_in, "--force"), 0)):
        assert filled(*arguments).returncode == code
    assert (filled.folder / place).stat().st_size
