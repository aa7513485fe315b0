"""The fold: what events make of a session."""

from __future__ import annotations

import pytest

from facilitator.domain.events import HandRaised, ItemParked, LogWritten
from facilitator.domain.fold import fold
from tests.worlds.scenario import (
    ANONYMOUS,
    DECIDED,
    NOON,
    TWO,
    closed,
    entered,
    history,
    is_settled,
    joined,
    opened,
    reopened,
    session,
    settled,
    started,
    voted,
)


def test_no_events_make_no_session():
    assert fold(()) is None


def test_a_sessions_first_event_says_that_it_started():
    with pytest.raises(ValueError, match="says that it started"):
        fold([entered("fruit")])


def test_a_session_starts_empty_with_its_facilitator():
    state = session(started())
    assert (state.id, state.join_code, state.follows, state.rehearsal) == ("s", "7KXM", None, False)
    assert [person.name for person in state.facilitators] == ["Ines"]
    assert state.voters == ()
    assert (state.current, state.current_step, state.ended_at) == (None, None, None)


def test_starting_again_changes_nothing():
    before = session(started(), TWO, entered("fruit"))
    assert fold(started(ANONYMOUS)[:1], before) is before


def test_folding_in_parts_is_folding_at_once():
    events = history(
        started(),
        TWO,
        entered("fruit"),
        voted("fruit", p1="a", p2="b"),
        settled("fruit", DECIDED),
        reopened("fruit"),
        HandRaised(at=NOON, participant="p1"),
        ItemParked(at=NOON, item=1, text="Pies", by="p1"),
    )
    whole = fold(events)
    for cut in range(len(events) + 1):
        parts = fold(events[cut:], fold(events[:cut]))
        assert parts is not None
        assert repr(parts) == repr(whole)


def test_a_state_never_changes_under_its_holder():
    before = session(started(), TWO, entered("fruit"), opened("fruit"))
    told = repr(before)
    fold(history(closed("fruit"), settled("fruit", DECIDED), joined("p3", "Cem", "c")), before)
    assert repr(before) == told


def test_a_record_knows_the_open_round_and_those_that_everybody_may_see():
    record = session(started(), entered("fruit"), voted("fruit"), opened("fruit", 2)).record(
        "fruit"
    )
    assert [held.number for held in record.rounds] == [1, 2]
    assert record.open_round is record.rounds[1]
    assert record.revealed == record.rounds[:1]


def test_a_task_is_settled_by_its_outcome_and_any_other_step_by_being_left():
    agenda = session(started()).agenda
    welcome, fruit, *_ = agenda.steps
    assert not is_settled(session(started()), welcome.id)
    assert not is_settled(session(started(), entered("welcome")), welcome.id)
    left = session(started(), entered("welcome"), entered("fruit"), voted("fruit"))
    assert is_settled(left, welcome.id)
    assert not is_settled(left, fruit.id)
    done = (started(), entered("fruit"), voted("fruit"), settled("fruit", DECIDED))
    assert is_settled(session(done), fruit.id)
    assert not is_settled(session(done, reopened("fruit")), fruit.id)


def test_the_last_log_written_is_remembered():
    noted = (LogWritten(at=NOON, file="s.toml"), LogWritten(at=NOON, file="t.toml"))
    assert session(started(), noted).log_file == "t.toml"


def test_a_credential_finds_its_seat():
    state = session(started(), TWO)
    ben = state.holder("key:ben")
    assert ben is not None
    assert ben.id == "p2"
    assert state.holder("key:eve") is None
