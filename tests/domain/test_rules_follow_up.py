"""What became of earlier promises, and tasks of the earlier session that come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.domain.agenda import ContestedTask
from facilitator.domain.commands import (
    BringBackTask,
    EndSession,
    OpenRound,
    RecordStatuses,
    RemoveTask,
    StartSession,
)
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.earlier import DueReason, between, due_tasks
from facilitator.domain.events import SessionStarted, StatusesRecorded, TaskAdded, TaskRemoved
from facilitator.domain.steps.follow_up import statuses_told
from tests.worlds.scenario import (
    AGENDA,
    FULL,
    FULL_ANONYMOUS,
    LAST_YEAR,
    NOON,
    THREE,
    answered,
    earlier_decision,
    ended,
    entered,
    given,
    is_settled,
    opened,
    session,
    started,
    voted,
)

KEPT, PARTLY, MISSED, OPEN = 1, 2, 3, 4
"""What marks say of a promise."""
THERE = (started(FULL, LAST_YEAR), THREE, entered("look-back"))
TOLD = (THERE, answered("look-back", p2={"plums": KEPT}, p3={"stock": MISSED}))


def recording(before, plums, stock, **more):
    statuses = {"plums": CommitmentStatus(plums), "stock": CommitmentStatus(stock)}
    return given(before).when(RecordStatuses, step="look-back", statuses=statuses, **more)


def recorded(plums, stock):
    statuses = {"plums": CommitmentStatus(plums), "stock": CommitmentStatus(stock)}
    return StatusesRecorded(at=NOON, step="look-back", statuses=statuses, by="f1")


def test_a_session_starts_with_what_it_follows():
    start = given().when(
        StartSession,
        by="",
        session="s",
        agenda=FULL,
        facilitator="Ines",
        join_code="7KXM",
        earlier=LAST_YEAR,
    )
    first, _ = start.outcome
    assert isinstance(first, SessionStarted)
    assert (first.follows, first.earlier) == ("last-year", LAST_YEAR)


# statuses


def test_what_the_receiving_teams_say_is_recorded():
    recording(TOLD, "kept", "missed").then(recorded("kept", "missed"))
    state = session(TOLD, recorded("kept", "missed"))
    assert state.statuses == {"plums": CommitmentStatus.KEPT, "stock": CommitmentStatus.MISSED}


def test_nothing_is_recorded_that_the_receiving_team_does_not_say():
    recording(TOLD, "missed", "missed").refused("“Plums in August”: the receiving team says kept.")
    recording(TOLD, "kept", "dropped").refused("“Stock each week”: the receiving team says missed.")
    recording(THERE, "kept", "open").refused("“Plums in August”: the receiving team says open.")
    recording(THERE, "open", "open").then(recorded("open", "open"))


def test_where_a_team_is_split_each_of_its_words_will_do_the_most_said_first():
    answers = {"p1": MISSED, "p2": KEPT, "p3": KEPT}
    there = (started(FULL_ANONYMOUS, LAST_YEAR), THREE, entered("look-back"))
    before = (there, answered("look-back", **{who: {"plums": n} for who, n in answers.items()}))
    state = session(before)
    told = statuses_told(state, "look-back", "plums")
    assert told == (CommitmentStatus.KEPT, CommitmentStatus.MISSED)
    assert statuses_told(state, "look-back", "stock") == (CommitmentStatus.OPEN,)
    recording(before, "missed", "open").then(recorded("missed", "open"))
    recording(before, "partly", "open").refused(
        "“Plums in August”: the receiving team says kept, missed."
    )


def test_who_cant_say_leaves_a_promise_open():
    before = (THERE, answered("look-back", p2={"plums": None}))
    recording(before, "open", "open").then(recorded("open", "open"))


@pytest.mark.parametrize(
    "statuses",
    [
        {},
        {"plums": CommitmentStatus.KEPT},
        {
            "plums": CommitmentStatus.KEPT,
            "stock": CommitmentStatus.MISSED,
            "tea": CommitmentStatus.OPEN,
        },
    ],
)
def test_every_open_promise_and_no_other_gets_a_status(statuses):
    given(TOLD).when(RecordStatuses, step="look-back", statuses=statuses).refused(
        "Say of each open promise what became of it, and of no other."
    )


def test_statuses_are_recorded_by_the_facilitator_in_their_step_between_rounds():
    recording(TOLD, "kept", "missed", by="p1").refused("Only a facilitator can do this.")
    recording((TOLD, entered("taste")), "kept", "missed").refused(
        "The room has moved on to another step."
    )
    recording((TOLD, opened("look-back", 2)), "kept", "missed").refused(
        "The round is open. Close it first."
    )


def test_once_they_are_recorded_nobody_is_asked_again():
    given(TOLD, recorded("kept", "missed")).when(OpenRound, step="look-back", number=2).refused(
        "It is recorded what became of the promises."
    )


def test_without_an_earlier_session_the_step_passes_by_itself():
    state = session(started(FULL), THREE)
    assert is_settled(state, "look-back")
    state = session(THERE)
    assert not is_settled(state, "look-back")


# tasks that are due


def test_reviews_that_have_come_lead_then_what_was_left_undecided():
    earlier = replace(
        LAST_YEAR,
        decisions=(
            *LAST_YEAR.decisions,
            earlier_decision("wine", Outcome.PARKED),
        ),
    )
    due = [(each.decision.task, each.reason) for each in due_tasks(earlier, NOON.date())]
    assert due == [
        ("soup", DueReason.REVIEW),
        ("tea", DueReason.REVIEW),
        ("wine", DueReason.REOPENED),
        ("cake", DueReason.OPEN),
    ]
    on_the_eve = [each.decision.task for each in due_tasks(LAST_YEAR, date(2026, 10, 31))]
    assert on_the_eve == ["soup", "cake"]


def test_what_an_earlier_session_says_and_what_is_in_force_are_two_things():
    assert LAST_YEAR.decision("tea").driver == "a"
    assert LAST_YEAR.decision("wine") is None
    assert LAST_YEAR.standing("wine").session == "long-ago"
    assert LAST_YEAR.standing("cake") is None


def test_promises_of_teams_that_are_not_there_are_kept_aside():
    earlier = between(LAST_YEAR, {"a", "b"})
    assert [each.id for each in earlier.commitments] == ["plums"]
    assert [each.id for each in earlier.elsewhere] == ["stock"]
    assert between(earlier, {"a", "b", "c"}).promised == LAST_YEAR.promised


def bringing_back(before, task, **more):
    return given(before).when(BringBackTask, task=task, **more)


def added(task, title, before):
    step = ContestedTask(
        id=task, title=title, question=f"Who drives {task}?", candidates=("a", "b", "c")
    )
    return TaskAdded(at=NOON, task=step, before=before, by="f1")


@pytest.mark.parametrize(("task", "title"), [("tea", "Tea"), ("cake", "Cake")])
def test_a_task_that_is_due_comes_back_before_the_closing_steps(task, title):
    bringing_back(THERE, task).then(added(task, title, "owe"))
    state = session(THERE, added(task, title, "owe"))
    assert [step.id for step in state.steps[-4:]] == ["soup", task, "owe", "goodbye"]
    assert state.added == {task}


def test_it_never_comes_back_before_where_the_room_is():
    bringing_back((THERE, entered("owe")), "tea").then(added("tea", "Tea", "goodbye"))
    bringing_back((THERE, entered("goodbye")), "tea").then(added("tea", "Tea", None))
    state = session(THERE, entered("goodbye"), added("tea", "Tea", None))
    assert state.steps[-1].id == "tea"


@pytest.mark.parametrize(
    ("before", "task", "words"),
    [
        (THERE, "wine", "That task is not due from the earlier session."),
        (THERE, "coffee", "That task is not due from the earlier session."),
        (THERE, "soup", "That task is on today's agenda already."),
        (
            (THERE, added("tea", "Tea", "owe")),
            "tea",
            "That task is on today's agenda already.",
        ),
        (
            (started(FULL), THREE),
            "tea",
            "There is no earlier session to take a task from.",
        ),
    ],
)
def test_a_task_that_cant_come_back_says_why(before, task, words):
    bringing_back(before, task).refused(words)
    bringing_back(before, task, by="p1").refused("Only a facilitator can do this.")


def test_a_full_agenda_takes_no_more():
    steps = tuple(replace(FULL.steps[0], id=f"hello-{number}") for number in range(200))
    bringing_back(started(replace(FULL, steps=steps), LAST_YEAR), "tea").refused(
        "The agenda is full: it has 200 steps."
    )


def test_a_task_that_came_back_is_voted_on_like_any_other():
    before = (THERE, added("tea", "Tea", "owe"), entered("tea"))
    given(before).when(OpenRound, step="tea", number=1).then(opened("tea"))
    state = session(before, voted("tea", p1="a", p2="c"))
    assert len(state.record("tea").revealed) == 1


def test_a_task_that_came_back_is_taken_off_again_until_the_room_was_on_it():
    removed = TaskRemoved(at=NOON, task="tea", by="f1")
    before = (THERE, added("tea", "Tea", "owe"))
    given(before).when(RemoveTask, task="tea").then(removed)
    state = session(before, removed)
    assert [step.id for step in state.steps] == [step.id for step in FULL.steps]
    bringing_back((before, removed), "tea").then(added("tea", "Tea", "owe"))
    given(before, entered("tea")).when(RemoveTask, task="tea").refused(
        "The room has been on that task: defer, park or skip it instead."
    )
    given(before).when(RemoveTask, task="soup").refused(
        "Only a task that was added today can be taken off again."
    )
    given(before).when(RemoveTask, by="p1", task="tea").refused("Only a facilitator can do this.")


def test_a_task_that_came_back_and_was_not_reached_ends_the_workshop_early():
    plan = replace(AGENDA, steps=AGENDA.steps[:1])
    before = (started(plan, LAST_YEAR), entered("welcome"))
    given(before).when(EndSession).then(ended())
    given(before, added("tea", "Tea", None)).when(EndSession).then(ended(early=True))
