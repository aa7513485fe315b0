"""What changes on the way: tasks added and moved, parked items merged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.agenda import ContestedTask
from facilitator.domain.commands import AddTask, MergeItems, MoveStep, RemoveTask
from facilitator.domain.events import ItemParked, ItemsMerged, StepMoved, TaskAdded, TaskRemoved
from facilitator.domain.steps.commit import Commit
from tests.worlds.scenario import (
    AGENDA,
    GOODBYE,
    NOON,
    TWO,
    entered,
    given,
    session,
    started,
)

JAM = ContestedTask(
    id="jam",
    title="Jam",
    question="Who drives jam?",
    candidates=("a", "b", "c"),
    source="Added in the session",
)


def added(task=JAM, *, before="goodbye", parked=None):
    return TaskAdded(at=NOON, task=task, before=before, by="f1", parked=parked)


def parked(number, text):
    return ItemParked(at=NOON, item=number, text=text, by="p1")


def ids(state):
    return [step.id for step in state.steps]


def test_a_new_task_comes_before_the_closing_part():
    given(started(), TWO, entered("fruit")).when(AddTask, title="Jam").then(added())
    assert ids(session(started(), entered("fruit"), added())) == [
        "welcome",
        "fruit",
        "soup",
        "jam",
        "goodbye",
    ]


def test_promises_belong_to_the_closing_part():
    owed = Commit(id="owed", title="Owed")
    agenda = replace(AGENDA, steps=(*AGENDA.steps[:-1], owed, GOODBYE))
    given(started(agenda), TWO).when(AddTask, title="Jam").then(added(before="owed"))


def test_a_new_task_never_comes_before_where_the_room_is():
    given(started(), TWO, entered("goodbye")).when(AddTask, title="Jam").then(added(before=None))


def test_a_new_task_can_have_its_own_question_candidates_and_place():
    task = replace(JAM, question="Who stirs?", candidates=("a", "c"))
    given(started(), entered("fruit")).when(
        AddTask, title="Jam", question="Who stirs?", candidates=("c", "a"), before="soup"
    ).then(added(task, before="soup"))


def test_a_parked_item_becomes_a_task_and_leaves_the_parking_lot():
    before = (started(), TWO, parked(1, "Jam"), parked(2, "Bread"))
    given(before).when(AddTask, title="Jam", parked=1).then(added(parked=1))
    state = session(before, added(parked=1))
    assert [item.text for item in state.parked_now] == ["Bread"]
    assert state.parked[0].became == "jam"
    given(before, added(parked=1)).when(AddTask, title="More jam", parked=1).refused(
        "That item is not in the parking lot any more."
    )


def test_a_removed_task_gives_its_parked_item_back():
    before = (started(), TWO, parked(1, "Jam"), added(parked=1))
    removed = TaskRemoved(at=NOON, task="jam", by="f1")
    given(before).when(RemoveTask, task="jam").then(removed)
    state = session(before, removed)
    assert [item.text for item in state.parked_now] == ["Jam"]
    assert "jam" not in ids(state)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "  "}, "Say what the task is."),
        ({"title": "picking FRUIT"}, "A task of that name is on the agenda already."),
        ({"title": "Jam", "candidates": ("a",)}, "Pick at least two of the teams as candidates."),
        (
            {"title": "Jam", "candidates": ("a", "z")},
            "Pick at least two of the teams as candidates.",
        ),
        (
            {"title": "Jam", "before": "welcome"},
            "A new task comes before a step that was not reached yet.",
        ),
        ({"title": "Jam", "parked": 7}, "That item is not in the parking lot any more."),
    ],
)
def test_adding_a_task_is_refused(fields, words):
    given(started(), TWO, entered("welcome")).when(AddTask, **fields).refused(words)


def test_two_tasks_never_share_an_id():
    before = (started(), TWO, added())
    again = replace(JAM, id="jam-2", title="Jam!", question="Who drives jam!?")
    given(before).when(AddTask, title="Jam!").then(added(again))


def test_only_facilitators_change_the_agenda():
    for kind, fields in (
        (AddTask, {"title": "Jam"}),
        (MoveStep, {"step": "soup", "before": "fruit"}),
        (MergeItems, {"items": (1, 2), "text": "One"}),
    ):
        given(started(), TWO).when(kind, by="p1", **fields).refused(
            "Only a facilitator can do this."
        )


def test_a_step_moves_among_those_not_reached_yet():
    moved = StepMoved(at=NOON, step="soup", before="fruit", by="f1")
    given(started(), TWO, entered("welcome")).when(MoveStep, step="soup", before="fruit").then(
        moved
    )
    assert ids(session(started(), moved)) == ["welcome", "soup", "fruit", "goodbye"]


@pytest.mark.parametrize(
    ("step", "before", "words"),
    [
        ("fruit", "goodbye", "Only a step that was not reached yet can be moved."),
        ("lunch", "goodbye", "Only a step that was not reached yet can be moved."),
        ("soup", "welcome", "A step can be moved only among those that were not reached yet."),
        ("soup", None, "The last word belongs to the closing step."),
    ],
)
def test_moving_a_step_is_refused(step, before, words):
    given(started(), TWO, entered("welcome"), entered("fruit")).when(
        MoveStep, step=step, before=before
    ).refused(words)


def test_items_that_say_the_same_become_one():
    before = (started(), TWO, parked(1, "Jam"), parked(2, "Bread"), parked(3, "Jam pots"))
    merged = ItemsMerged(at=NOON, items=(1, 3), text="Jam, and pots for it", by="f1")
    given(before).when(MergeItems, items=(3, 1), text=" Jam, and pots for it ").then(merged)
    state = session(before, merged)
    assert [item.text for item in state.parked_now] == ["Jam, and pots for it", "Bread"]
    assert [item.merged for item in state.parked] == [None, None, 1]


@pytest.mark.parametrize(
    ("items", "text", "words"),
    [
        ((1,), "One", "Pick two or more items that are in the parking lot."),
        ((1, 1), "One", "Pick two or more items that are in the parking lot."),
        ((1, 9), "One", "Pick two or more items that are in the parking lot."),
        ((1, 2), " ", "Write 1 to 280 characters."),
    ],
)
def test_merging_is_refused(items, text, words):
    given(started(), TWO, parked(1, "Jam"), parked(2, "Bread")).when(
        MergeItems, items=items, text=text
    ).refused(words)
