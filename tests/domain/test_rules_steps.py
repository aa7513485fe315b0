"""Going from step to step, the clock, permissions, and the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitator.domain.commands import (
    CastBallot,
    CloseRound,
    EndSession,
    EnterStep,
    ExtendTime,
    JoinSession,
    LowerHand,
    NoteLogWritten,
    OpenRound,
    ParkItem,
    RaiseHand,
    RecordDecision,
    ReopenDecision,
    WithdrawBallot,
)
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.events import LogWritten, TimeExtended
from facilitator.domain.people import Seat
from tests.worlds.scenario import (
    DECIDED,
    NOON,
    TWO,
    closed,
    ended,
    entered,
    given,
    joined,
    opened,
    session,
    settled,
    started,
    voted,
)

HERE = (started(), TWO)

FACILITATORS_ONLY = [
    (EnterStep, {"step": "welcome"}),
    (ExtendTime, {"seconds": 60}),
    (OpenRound, {"step": "fruit", "number": 1}),
    (CloseRound, {"step": "fruit", "number": 1}),
    (RecordDecision, {"step": "fruit", "decision": DECIDED}),
    (ReopenDecision, {"step": "fruit"}),
    (EndSession, {}),
]


@pytest.mark.parametrize("by", ["p1", "p3", "p9", ""])
@pytest.mark.parametrize(("kind", "fields"), FACILITATORS_ONLY)
def test_only_a_facilitator_leads_the_workshop(kind, fields, by):
    given(HERE, joined("p3", "Oli", "c", seat=Seat.OBSERVER), entered("fruit")).when(
        kind, by=by, **fields
    ).refused("Only a facilitator can do this.")


@pytest.mark.parametrize("step", ["welcome", "goodbye", "fruit"])
def test_the_room_can_begin_anywhere(step):
    given(HERE).when(EnterStep, step=step).then(entered(step))


@pytest.mark.parametrize("step", ["soup", "welcome"])
def test_the_room_goes_forward_and_back(step):
    given(HERE, entered("fruit"), voted("fruit")).when(EnterStep, step=step).then(entered(step))


def test_entering_the_current_step_again_changes_nothing():
    given(HERE, entered("fruit")).when(EnterStep, step="fruit").changes_nothing()


def test_a_step_has_to_be_on_the_agenda():
    given(HERE).when(EnterStep, step="lunch").refused("The agenda has no such step.")


def test_a_step_is_not_left_while_a_vote_is_open():
    voting = given(HERE, entered("fruit"), opened("fruit"))
    voting.when(EnterStep, step="soup").refused(
        "A vote is open here. Close it before you leave the step."
    )
    voting.when(EnterStep, step="fruit").changes_nothing()


def test_time_is_added_to_the_current_step():
    more = TimeExtended(at=NOON, step="fruit", seconds=120)
    given(HERE, entered("fruit")).when(ExtendTime, seconds=120).then(more)
    assert session(HERE, entered("fruit"), more, more).entered["fruit"].extended == 240


@pytest.mark.parametrize("seconds", [1, 4 * 3600])
def test_an_extension_lasts_a_second_to_four_hours(seconds):
    given(HERE, entered("fruit")).when(ExtendTime, seconds=seconds).then(
        TimeExtended(at=NOON, step="fruit", seconds=seconds)
    )


@pytest.mark.parametrize("seconds", [0, -60, 4 * 3600 + 1])
def test_an_extension_beyond_that_is_refused(seconds):
    given(HERE, entered("fruit")).when(ExtendTime, seconds=seconds).refused(
        "Extend by at least a second and at most four hours."
    )


def test_there_is_no_time_to_extend_while_people_gather():
    given(HERE).when(ExtendTime, seconds=60).refused("The clock starts with the first step.")


def test_coming_back_to_a_step_starts_its_clock_afresh():
    later = NOON + timedelta(minutes=20)
    back = session(
        HERE,
        entered("fruit"),
        TimeExtended(at=NOON, step="fruit", seconds=60),
        entered("soup"),
        entered("fruit", at=later),
    )
    assert (back.entered["fruit"].started_at, back.entered["fruit"].extended) == (later, 0)


def test_the_workshop_ends_when_everything_is_settled():
    given(
        HERE,
        entered("welcome"),
        entered("fruit"),
        voted("fruit", p1="a"),
        settled("fruit", DECIDED),
        entered("soup"),
        settled("soup", Decision(Outcome.SKIPPED)),
        entered("goodbye"),
    ).when(EndSession).then(ended(early=False))


def test_what_was_voted_on_but_not_settled_is_parked_and_the_rest_skipped_at_the_end():
    given(
        HERE,
        entered("welcome"),
        entered("fruit"),
        voted("fruit", p1="a"),
        entered("soup"),
        entered("goodbye"),
    ).when(EndSession).then(
        settled("fruit", Decision(Outcome.PARKED)),
        settled("soup", Decision(Outcome.SKIPPED)),
        ended(early=True),
    )


def test_what_was_never_reached_gets_no_outcome_and_the_end_is_early():
    given(HERE).when(EndSession).then(ended(early=True))
    given(HERE, entered("welcome")).when(EndSession).then(ended(early=True))


def test_the_workshop_does_not_end_during_a_vote():
    given(HERE, entered("fruit"), opened("fruit")).when(EndSession).refused(
        "A vote is open. Close it before you end the workshop."
    )


IN_ANY_CASE = [
    (CastBallot, {"step": "fruit", "number": 1, "participant": "p1", "choice": "a"}),
    (WithdrawBallot, {"step": "fruit", "number": 1, "participant": "p1"}),
    (RaiseHand, {"participant": "p1"}),
    (LowerHand, {"participant": "p1"}),
    (ParkItem, {"text": "Pies"}),
    (
        JoinSession,
        {
            "name": "Kim",
            "likeness": "kim",
            "team": "a",
            "credential": "key:kim",
            "connection": "s1-9",
        },
    ),
]


@pytest.mark.parametrize(("kind", "fields"), FACILITATORS_ONLY + IN_ANY_CASE)
def test_once_ended_a_workshop_takes_nothing_more(kind, fields):
    given(HERE, entered("fruit"), opened("fruit"), closed("fruit"), ended()).when(
        kind, **fields
    ).refused("The workshop has ended.")


def test_the_written_log_is_noted_once_the_workshop_has_ended():
    noted = LogWritten(at=NOON, file="s.toml")
    given(HERE, ended()).when(NoteLogWritten, by="", file="s.toml").then(noted)
    given(HERE, ended(), noted).when(NoteLogWritten, by="", file="s.toml").changes_nothing()
    given(HERE).when(NoteLogWritten, by="", file="s.toml").refused(
        "The log is written once the workshop has ended."
    )
