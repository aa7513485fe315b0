"""``facilitator agenda``: what a person or a script meets on the command line."""

from __future__ import annotations

import json
import shutil

import pytest

from facilitator.wiring.agendas import shipped_folder

BROKEN = """
format = "facilitator.agenda/1"
id = "broken"
titel = "No title, but a key that is nearly one"

[[teams]]
id = "pm"
name = "Product Management"

[[teams]]
id = "pm"
name = "Product Marketing"

[[teams]]
id = "sales"
name = "Sales"

[[steps]]
kind = "task"
id = "messaging"
title = "Messaging"
candidates = ["pm"]
  [steps.suggested]
  driver = "sales"
"""


def test_every_problem_of_a_file_is_told_in_one_run_and_nothing_else_happens(facilitator):
    (facilitator.folder / "broken.toml").write_text(BROKEN)
    done = facilitator("agenda", "check", "broken.toml")
    assert done.returncode == 1
    told = done.stdout.splitlines()
    assert any("titel" in line and "title" in line and "did you mean" in line for line in told)
    assert any(line.startswith("broken.toml: title: ") for line in told)
    assert any(line.startswith("broken.toml: teams[1].id (line 11): ") for line in told)
    assert any(
        line.startswith("broken.toml: steps[0].suggested.driver (line 24): ") for line in told
    )
    assert done.stderr == ""
    assert [path.name for path in facilitator.folder.iterdir()] == ["broken.toml"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'format = "facilitator.agenda/1"\ntitle = "never closed\n', "line 2"),
        (b'format = "facilitator.agenda/1"\ntitle = "caf\xe9"\n', "UTF-8"),
        (b"# " + b"x" * (2 * 1024 * 1024), "1 MiB"),
    ],
    ids=["broken TOML", "not UTF-8", "2 MiB"],
)
def test_a_file_that_is_no_toml_at_all_is_told_with_its_place(facilitator, content, words):
    (facilitator.folder / "bad.toml").write_bytes(content)
    done = facilitator("agenda", "check", "bad.toml")
    assert done.returncode == 1
    assert "bad.toml" in done.stdout
    assert words in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_wrong_agenda_is_not_run(facilitator):
    (facilitator.folder / "broken.toml").write_text(BROKEN)
    done = facilitator("run", "broken.toml")
    assert done.returncode == 3
    assert "facilitator agenda check broken.toml" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in facilitator.folder.iterdir()] == ["broken.toml"]


def test_the_roster_beside_an_agenda_is_checked_with_it(facilitator):
    shutil.copy(shipped_folder() / "two-teams.toml", facilitator.folder / "ours.toml")
    assert facilitator("agenda", "check", "ours.toml").returncode == 0
    roster = 'format = "facilitator.roster/1"\n[[people]]\nname = "Ana"\nteam = "makerz"\n'
    (facilitator.folder / "ours.roster.toml").write_text(roster)
    done = facilitator("agenda", "check", "ours.toml")
    assert done.returncode == 1
    assert "ours.roster.toml" in done.stdout
    assert "makers" in done.stdout


def test_what_ships_is_listed_and_sound(facilitator):
    listed = json.loads(facilitator("agenda", "list", "--json").stdout)
    ids = [entry["id"] for entry in listed]
    assert set(ids) == {
        "collaboration-areas",
        "grey-areas",
        "mutual-commitments",
        "product-cycle",
        "rapid-diagnostic",
        "task-sort",
        "two-teams",
    }
    checked = facilitator("agenda", "check", *ids)
    assert checked.returncode == 0
    assert checked.stdout.count("no problems") == len(ids)
    assert "Who owns the grey areas?" in facilitator("agenda", "list").stdout


def test_an_agenda_is_shown_with_its_times_and_as_json_with_the_keys_of_its_file(facilitator):
    shown = facilitator("agenda", "show", "grey-areas")
    assert "Competitive messaging" in shown.stdout
    assert "90" in shown.stdout
    document = json.loads(facilitator("agenda", "show", "grey-areas", "--json").stdout)
    assert document["format"] == "facilitator.agenda/1"
    assert document["steps"][0]["kind"] == "brief"


def test_the_teams_own_agendas_are_found_by_name(facilitator):
    folder = facilitator.folder / "agendas"
    folder.mkdir()
    shutil.copy(shipped_folder() / "grey-areas.toml", folder / "ours.toml")
    assert "ours" in facilitator("agenda", "list").stdout
    assert facilitator("agenda", "show", "ours").returncode == 0


@pytest.mark.parametrize("verb", ["show", "check"])
def test_an_unknown_name_is_one_line_with_the_nearest_known(facilitator, verb):
    done = facilitator("agenda", verb, "gray-areas")
    assert done.returncode == 3
    assert done.stderr.startswith("facilitator: there is no agenda “gray-areas”; did you mean")
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_file_is_one_line(facilitator):
    done = facilitator("agenda", "check", "none.toml")
    assert done.returncode == 3
    assert "no such file" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_file_keeps_no_problem_of_the_others_from_being_told(facilitator):
    (facilitator.folder / "broken.toml").write_text(BROKEN)
    done = facilitator("agenda", "check", "none.toml", "broken.toml", "grey-areas")
    assert done.returncode == 3
    assert "none.toml: there is no such file" in done.stderr
    assert "broken.toml: " in done.stdout
    assert "grey-areas: no problems" in done.stdout


def test_a_copy_of_what_ships_is_listed_once_and_a_changed_one_beside_it(facilitator):
    def names() -> list[tuple[str, bool]]:
        listed = json.loads(facilitator("agenda", "list", "--json").stdout)
        return [(entry["name"], entry["ships"]) for entry in listed if "grey" in entry["name"]]

    ours = facilitator.folder / "agendas"
    ours.mkdir()
    copy = ours / "grey-areas.toml"
    shutil.copy(shipped_folder() / copy.name, copy)
    assert names() == [("grey-areas", True)]
    copy.write_text(copy.read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
    assert names() == [("grey-areas", True), ("grey-areas", False)]
