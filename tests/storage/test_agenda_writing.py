"""The agenda files that the program writes: sound, as meant, and made to be gone on with."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.agenda import MOST_TEAMS, Agenda
from facilitator.domain.agenda_drafts import (
    AnswerRefused,
    starter_agenda,
    team_answer,
    title_answer,
)
from facilitator.storage.agenda_toml import LONG_MINUTES, parse_agenda, read_agenda
from facilitator.storage.agenda_writing import EXAMPLE_IDS, agenda_toml, starter_toml
from tests.storage.test_agenda_reading import FULL

SHIPPED = sorted((Path(__file__).parents[2] / "agendas").glob("*.toml"))
TEXTS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=60
) | st.sampled_from(['a"b', 'ends with "', "back\\slash", '"""', "\\", "# no comment", "日本語"])


def soundly_read(text: str) -> Agenda:
    reading = parse_agenda(text.encode(), "made.toml")
    assert [str(problem) for problem in reading.problems] == []
    return reading.found


def starter(title="Who owns what?", teams=("Product Management", "Sales"), tasks=("Pricing",)):
    return starter_agenda(
        "ours",
        title,
        [team_answer(name) for name in teams],
        list(tasks),
        reserved=EXAMPLE_IDS,
        within=LONG_MINUTES,
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_survives_being_written_anew(path):
    agenda = read_agenda(path).found
    again = parse_agenda(agenda_toml(agenda).encode(), "again.toml").found
    assert replace(again, digest="") == replace(agenda, digest="")


@pytest.mark.parametrize(
    "text",
    [
        'She said: "why?"\n\nNobody knew.',
        'three """ quotes\nin a row',
        'ends with a quote"\nand again"',
        'a back\\slash, and one before a quote \\"\nso',
        "tab\there\nand there",
    ],
)
def test_prose_of_any_kind_survives_being_written(text):
    agenda = parse_agenda(FULL.encode(), "full.toml").found
    steps = (replace(agenda.steps[0], text=text, notes=text), *agenda.steps[1:])
    meant = replace(agenda, steps=steps, summary=text)
    again = parse_agenda(agenda_toml(meant).encode(), "again.toml").found
    assert replace(again, digest="") == replace(meant, digest="")


def test_every_kind_of_step_survives_being_written():
    agenda = parse_agenda(FULL.encode(), "full.toml").found
    again = parse_agenda(agenda_toml(agenda).encode(), "again.toml").found
    assert replace(again, digest="") == replace(agenda, digest="")


def test_a_heading_becomes_a_comment_whatever_it_says():
    text = agenda_toml(starter(), heading="a = 1\n[b]\n\nand on " + "and on " * 30)
    assert soundly_read(text).id == "ours"
    assert max(map(len, text.split("format")[0].splitlines())) <= 100


def test_a_starter_is_the_agenda_it_was_made_from():
    agenda = starter()
    assert replace(soundly_read(starter_toml(agenda)), digest="") == agenda


def test_a_starter_shows_every_kind_of_step_every_rule_and_every_key():
    text = starter_toml(starter())
    for kind in ("brief", "follow-up", "rate", "shortlist", "task", "commit", "close"):
        assert f'kind = "{kind}"' in text
        assert f"# {kind}: " in text
    agenda = parse_agenda(FULL.encode(), "full.toml").found
    keys = set(re.findall(r"^\s*(\w+) =", FULL, re.MULTILINE))
    assert {key for key in keys if f"{key} = " not in text} == {"teams"}, agenda
    assert "[[teams]]" in text


def uncommented(text: str) -> str:
    """Without the # of the examples: prose has a single blank behind it."""
    return re.sub(r"^#(?! \S|$)", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("tasks", [("Pricing",), ("Pricing", "Launch", "What we owe each other")])
def test_every_example_of_a_starter_is_valid_once_its_hash_is_taken_away(tasks):
    text = uncommented(starter_toml(starter(tasks=tasks)))
    agenda = soundly_read(text.replace('fallback = "defer"', 'fallback = "escalate"'))
    kinds = [type(step).__name__ for step in agenda.steps]
    assert kinds[:4] == ["Brief", "FollowUp", "Rate", "Shortlist"]
    assert kinds[-2:] == ["Commit", "Close"]
    assert agenda.tasks[0].suggested is not None
    assert agenda.tasks[0].ask_today
    assert agenda.summary
    assert agenda.teams[0].purpose
    assert agenda.rules.approver == "VP Product"


def test_many_tasks_get_less_time_each_so_that_the_workshop_stays_under_four_hours():
    agenda = starter(tasks=[f"Task {n}" for n in range(100)])
    assert soundly_read(starter_toml(agenda)).minutes <= LONG_MINUTES
    assert starter().tasks[0].minutes == 8


@given(
    TEXTS,
    st.lists(TEXTS, min_size=2, max_size=MOST_TEAMS),
    st.lists(TEXTS, min_size=1, max_size=12),
)
def test_whatever_is_taken_as_an_answer_makes_a_sound_file(title, teams, tasks):
    try:
        kept = [title_answer(task) for task in tasks]
        agenda = starter(title_answer(title), teams, kept)
    except AnswerRefused:
        return
    assert replace(soundly_read(starter_toml(agenda)), digest="") == agenda
