"""A file is found by its name in either of Unicode's forms, as a copy from a Mac may spell it."""

from __future__ import annotations

import json
from itertools import permutations
from unicodedata import normalize

import pytest

from facilitator.storage.toml_file import as_it_lies
from tests.cli.test_agenda_verbs import BROKEN
from tests.worlds.by_hand import decided, put

FORMS = list(permutations(("NFC", "NFD")))
NAME = "Grauzonen für Prüfer 가격 ボード"
AGENDA = (
    BROKEN.split("[[teams]]")[0].replace("titel", "title")
    + """
[[teams]]
id = "pm"
name = "Product Management"
[[teams]]
id = "sales"
name = "Sales"
[[steps]]
kind = "task"
id = "messaging"
title = "Messaging"
"""
)


@pytest.mark.parametrize(("there", "typed"), FORMS)
def test_an_agenda_is_found_by_name_and_by_path(facilitator, there, typed):
    folder = facilitator.folder / "agendas"
    folder.mkdir()
    (folder / f"{normalize(there, NAME)}.toml").write_text(AGENDA, "utf-8")
    name = normalize(typed, NAME)
    for reference in (name, f"agendas/{name}.toml", f"{folder}/{name}.toml"):
        shown = facilitator("agenda", "show", reference, "--json")
        assert json.loads(shown.stdout)["id"] == "broken"
        assert facilitator("agenda", "check", reference).returncode == 0
    again = facilitator("agenda", "new", name, "--title", "T", "--team", "A", "--team", "B")
    assert again.returncode == 2
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(("there", "typed"), FORMS)
def test_the_roster_beside_an_agenda_is_found(facilitator, there, typed):
    (facilitator.folder / f"{normalize(there, NAME)}.toml").write_text(AGENDA, "utf-8")
    roster = facilitator.folder / f"{normalize(typed, NAME)}.roster.toml"
    roster.write_text('format = "facilitator.roster/1"\nnonsense = 1\n', "utf-8")
    done = facilitator("agenda", "check", f"{normalize(there, NAME)}.toml")
    assert done.returncode == 1
    assert "nonsense" in done.stdout


@pytest.mark.parametrize(("there", "typed"), FORMS)
def test_the_folder_of_logs_is_found(facilitator, there, typed):
    put(facilitator.folder / normalize(there, NAME), "2026-05-20-areas-x1y2", decided("messaging"))
    done = facilitator("log", "register", "--sessions", normalize(typed, NAME), "--json")
    assert [each["task"] for each in json.loads(done.stdout)] == ["messaging"]


def test_of_two_files_that_look_alike_each_is_found_by_its_own_spelling(tmp_path):
    for form in ("NFC", "NFD"):
        (tmp_path / normalize(form, NAME)).write_text(form)
    for form in ("NFC", "NFD"):
        assert as_it_lies(tmp_path / normalize(form, NAME)).read_text() == form


def test_what_is_not_there_stays_as_it_was_named(tmp_path):
    for path in (tmp_path / "ü" / "ö.toml", tmp_path / "\udcff", tmp_path / ("ü" * 300)):
        assert as_it_lies(path) == path
