"""What a log may not say of anonymous sessions, of who was there, and of the sessions before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.model import (
    CloseFigures,
    Commitment,
    DecisionLog,
    LogParticipant,
    Rating,
    ShortlistEntry,
)
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Verdict
from facilitator.domain.people import Seat
from tests.worlds.workshop import held_session

NAMED = project_log(held_session())
HIDDEN = project_log(held_session(attribution=Attribution.ANONYMOUS))


def places(log: DecisionLog) -> list[tuple[str | int, ...]]:
    return [fault.place for fault in check_log(log)]


def with_tally(log: DecisionLog, index: int = 0, **changes) -> DecisionLog:
    """The log with its first round of a decision counted otherwise."""
    decision = log.decisions[index]
    held = decision.rounds[0]
    held = replace(held, tally=replace(held.tally, **changes))
    decision = replace(decision, rounds=(held, *decision.rounds[1:]))
    return replace(log, decisions=(*log.decisions[:index], decision, *log.decisions[index + 1 :]))


@pytest.mark.parametrize("log", [NAMED, HIDDEN])
def test_the_log_of_a_session_has_no_faults(log):
    assert check_log(log) == ()


def test_zeros_that_were_written_out_are_no_fault():
    votes = {"pm": 3, "pmm": 5, "sales": 0}
    by_team = {"pm": {"pm": 3, "pmm": 1}, "pmm": {"pmm": 4, "pm": 0}, "sales": {}}
    assert places(with_tally(NAMED, votes=votes, by_team=by_team)) == []


def test_figures_of_a_team_too_small_are_a_fault():
    at = ("decisions", 0, "rounds", 0, "by_team", "sales")
    tally = HIDDEN.decisions[0].rounds[0].tally
    assert at in places(with_tally(HIDDEN, by_team={**tally.by_team, "sales": {"pm": 1}}))


def test_more_votes_than_a_team_has_voters_are_a_fault():
    faults = places(with_tally(HIDDEN, by_team={"pm": {"pm": 3, "pmm": 2}, "pmm": {"pmm": 3}}))
    assert ("decisions", 0, "rounds", 0, "by_team", "pm") in faults


def test_teams_that_sum_up_to_more_than_all_are_a_fault():
    faults = places(with_tally(HIDDEN, by_team={"pm": {"pm": 4}, "pmm": {"pmm": 5}}))
    assert ("decisions", 0, "rounds", 0, "by_team") in faults


def test_more_eligible_than_voters_listed_is_a_fault():
    log = replace(HIDDEN, participants=HIDDEN.participants[1:])
    assert ("decisions", 0, "rounds", 0, "eligible") in places(log)


def boards(log: DecisionLog, *, absent: bool, late: bool) -> DecisionLog:
    """Everybody agreed on sales; ``late``: somebody of sales has a voter's seat in the end."""
    decisions = (*log.decisions[:2], replace(log.decisions[2], driver_absent=absent))
    people = log.participants
    if late:
        voter = LogParticipant(id="p20", name="Sam", team="sales", seat=Seat.VOTER)
        people = (*people, voter)
    return replace(log, decisions=decisions, participants=people)


@pytest.mark.parametrize(
    ("absent", "late", "sound"),
    [
        (True, False, True),
        (False, False, False),
        # Whoever came after the round can't be told from whoever kept silent in it.
        (True, True, True),
        (False, True, True),
    ],
)
def test_whether_the_driver_was_absent_is_checked_as_far_as_the_file_can_tell(absent, late, sound):
    at = ("decisions", 2, "driver_absent")
    assert (at not in places(boards(NAMED, absent=absent, late=late))) == sound


def test_a_log_of_another_session_is_left_aside():
    assert check_log(NAMED, HIDDEN) == ()


def test_an_earlier_session_has_to_have_ended():
    earlier = replace(NAMED, session=replace(NAMED.session, id="2026-05-20-grey-areas-x1y2"))
    log = replace(NAMED, session=replace(NAMED.session, follows=earlier.session.id))
    assert ("session", "follows") in [fault.place for fault in check_log(log, earlier)]


def successor(**changes) -> DecisionLog:
    """A log that decides its first task as the one before it did, and says so, with changes."""
    ended = NAMED.session.started_at
    decision = replace(NAMED.decisions[0], supersedes=BEFORE.session.id, verdict=Verdict.REAFFIRMED)
    return replace(
        NAMED,
        session=replace(NAMED.session, follows=BEFORE.session.id, started_at=ended),
        decisions=(replace(decision, **changes),),
    )


BEFORE = replace(
    NAMED,
    session=replace(
        NAMED.session, id="2026-05-20-grey-areas-x1y2", ended_at=NAMED.session.started_at
    ),
    decisions=NAMED.decisions[:1],
)
LONG_BEFORE = replace(BEFORE, session=replace(BEFORE.session, id="2025-11-20-grey-areas-q1q1"))


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"supersedes": None}, "supersedes", "is missing"),
        ({"supersedes": LONG_BEFORE.session.id}, "supersedes", "is not the newest decision"),
        ({"verdict": None}, "verdict", "is missing, but the earlier log makes it reaffirmed"),
        ({"verdict": Verdict.NEW}, "verdict", "is new, but the earlier log makes it reaffirmed"),
    ],
)
def test_a_decision_has_to_be_held_against_the_one_before_it(changes, key, words):
    assert check_log(successor(), BEFORE, LONG_BEFORE) == ()
    (fault,) = check_log(successor(**changes), BEFORE, LONG_BEFORE)
    assert (fault.place, fault.message) == (("decisions", 0, key), words)


def test_a_decision_may_replace_one_older_than_the_session_before():
    between = replace(BEFORE, decisions=())
    log = successor(supersedes=LONG_BEFORE.session.id, verdict=Verdict.NEW)
    assert check_log(log, between, LONG_BEFORE) == ()
    assert check_log(log, between) == ()
    (fault,) = check_log(log, between, replace(LONG_BEFORE, decisions=()))
    assert fault.place == ("decisions", 0, "supersedes")


def test_a_promise_is_carried_on_from_a_log_that_holds_it():
    promise = Commitment(
        id="desk",
        giver="pm",
        receiver="sales",
        text="A desk",
        status=CommitmentStatus.OPEN,
        carried_from=BEFORE.session.id,
    )
    log = replace(successor(), commitments=(promise,))
    older = replace(promise, carried_from=None)
    assert check_log(log, replace(BEFORE, commitments=(older,))) == ()
    (fault,) = check_log(log, BEFORE)
    assert fault.place == ("commitments", 0, "carried_from")


RATING = Rating(
    step="maturity",
    statement="known",
    text="Known",
    scale=2,
    counts=(0, 4),
    median=2.0,
    consensus=1.0,
    by_team={"pm": (0, 4)},
)


@pytest.mark.parametrize(
    ("log", "rating", "place"),
    [
        (HIDDEN, RATING, None),
        (NAMED, RATING, None),
        (HIDDEN, replace(RATING, counts=(0, 1), by_team={"sales": (0, 1)}), "sales"),
        (NAMED, replace(RATING, counts=(0, 5), by_team={"pm": (0, 5)}), "pm"),
        (NAMED, replace(RATING, counts=(0, 12), by_team={}), "counts"),
    ],
)
def test_ratings_fit_the_people_who_were_there(log, rating, place):
    found = check_log(replace(log, ratings=(rating,)))
    assert [fault.place[-1] for fault in found] == ([place] if place else [])


def test_no_more_people_place_dots_or_show_fingers_than_there_are_voters():
    entry = ShortlistEntry(task="launch-plan", dots=20, people=10, taken=False)
    close = CloseFigures(plan=(0, 0, 0, 0, 9), return_on_time=(0, 0, 0, 9, 1))
    (fault,) = check_log(replace(NAMED, shortlist=(entry,), close=close))
    assert [fault.place, *fault.likewise] == [
        ("shortlist", 0, "people"),
        ("close", "return_on_time"),
    ]
