"""The agendas that ship: complete as they are, and true to what they say of themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from facilitator.domain.agenda import Agenda, ContestedTask
from facilitator.domain.steps import KIND_WORDS
from facilitator.storage.agenda_toml import read_agenda

FILES = {path.stem: path for path in (Path(__file__).parents[2] / "agendas").glob("*.toml")}
SIX = sorted(set(FILES) - {"two-teams"})
"""Those that stand on the published articles; the seventh is a starter for any two teams."""
_SOURCE = re.compile(r"\bS\d\b")
_SENTENCE = re.compile(r"[.?!](?=[\s”\"]|$)")


def agenda(name: str) -> Agenda:
    found = read_agenda(FILES[name]).found
    assert found is not None
    return found


def tasks(name: str) -> list[ContestedTask]:
    return [step for step in agenda(name).steps if isinstance(step, ContestedTask)]


def test_there_are_seven():
    assert sorted(FILES) == [
        *("collaboration-areas", "grey-areas", "mutual-commitments", "product-cycle"),
        *("rapid-diagnostic", "task-sort", "two-teams"),
    ]


def test_the_flagship_uses_every_kind_of_step():
    assert {type(step) for step in agenda("grey-areas").steps} == set(KIND_WORDS)


@pytest.mark.parametrize("name", FILES)
def test_the_timeboxes_add_up_to_what_the_summary_says(name):
    minutes = [step.minutes for step in agenda(name).steps]
    assert None not in minutes
    assert re.search(rf"\b{sum(minutes)} minutes", agenda(name).summary)


@pytest.mark.parametrize("name", FILES)
def test_every_step_has_notes_to_say_aloud_or_to_go_by(name):
    assert [step.title for step in agenda(name).steps if not step.notes.strip()] == []


@pytest.mark.parametrize("name", FILES)
def test_a_newcomer_reads_two_to_five_sentences_before_a_vote(name):
    for task in tasks(name):
        sentences = len(_SENTENCE.findall(task.background.replace("*", "")))
        assert 2 <= sentences <= 5, (task.id, sentences)


@pytest.mark.parametrize("name", SIX)
def test_every_task_has_a_driver_to_suggest_with_a_reason_and_defined_support(name):
    for task in tasks(name):
        assert task.suggested is not None, task.id
        assert task.suggested.because, task.id
        assert all(given.detail and given.when for given in task.suggested.support), task.id
        assert task.suggested.support, task.id


@pytest.mark.parametrize("name", SIX)
def test_every_task_cites_its_source_by_a_label_that_the_file_explains(name):
    text = FILES[name].read_text(encoding="utf-8")
    explained = set(re.findall(r"^#   (S\d)  \w", text, re.MULTILINE))
    for task in tasks(name):
        assert _SOURCE.search(task.source), task.id
    cited = set(_SOURCE.findall(re.sub(r"^#.*$", "", text, flags=re.MULTILINE)))
    assert cited <= explained


def test_no_task_is_told_in_the_same_words_twice():
    told = [task.background for name in FILES for task in tasks(name)]
    assert len(told) == len(set(told))
