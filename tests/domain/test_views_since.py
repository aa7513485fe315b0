"""What changed since the earlier session, as it is read back at the close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given

from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Outcome, Verdict
from facilitator.domain.views import stage_view
from tests.worlds.random_sessions import full_sessions
from tests.worlds.workshop import EARLIER, Workshop, full_agenda


def workshop(earlier=EARLIER) -> Workshop:
    room = Workshop(full_agenda(), earlier)
    for name, team in (("Ana", "pmm"), ("Raj", "pm"), ("Kim", "pmm"), ("Lee", "pm")):
        room.join(name, team)
    room.enter("competitive-messaging")
    room.vote("competitive-messaging", dict.fromkeys(["p1", "p2", "p3", "p4"], "pmm"))
    room.record("competitive-messaging", Outcome.DECIDED, driver="pmm", owner="Ana")
    return room


def test_nothing_is_told_before_the_close():
    room = workshop()
    assert stage_view(room.state).since is None
    room.enter("plan")
    assert stage_view(room.state).since is not None


def test_nothing_is_told_where_there_is_no_earlier_session():
    room = workshop(earlier=None)
    room.enter("plan")
    assert stage_view(room.state).since is None


def test_every_task_of_either_session_has_its_verdict():
    room = workshop()
    room.enter("plan")
    told = {each.title: each for each in stage_view(room.state).since.changes}
    reversed_ = told["Competitive messaging"]
    assert (reversed_.verdict, reversed_.before, reversed_.now) == (
        Verdict.REVERSED,
        "Product Management",
        "Product Marketing",
    )
    left = told[EARLIER.decisions[1].title]
    assert (left.verdict, left.before, left.now) == (Verdict.DROPPED, "deferred", "")


def test_what_is_in_force_and_was_not_taken_up_is_told():
    room = workshop()
    room.enter("plan")
    (left,) = stage_view(room.state).since.untouched
    standing = EARLIER.standing("launch-plan")
    assert (left.title, left.driver, left.since) == (
        "Launch plan",
        "Operations",
        standing.decided_on,
    )
    room.enter("launch-plan")
    room.vote("launch-plan", {"p1": "pm"})
    room.enter("plan")
    assert stage_view(room.state).since.untouched == ()


def test_what_was_left_open_last_time_is_told_once_and_by_the_day_set_then():
    standing = EARLIER.standing("launch-plan")
    standing = replace(standing, review_on=date(2026, 6, 1))
    again = replace(standing, outcome=Outcome.DEFERRED, driver=None, review_on=date(2027, 6, 1))
    room = workshop(replace(EARLIER, decisions=(again,), in_force=(standing,)))
    room.enter("plan")
    since = stage_view(room.state).since
    told = {each.title: each for each in since.changes}["Launch plan"]
    assert told.verdict is Verdict.DROPPED
    assert (told.standing.driver, told.standing.is_overdue) == ("Operations", False)
    assert since.untouched == ()


def test_a_decision_in_force_is_told_whichever_session_took_it():
    room = workshop()
    room.enter("launch-plan")
    room.vote("launch-plan", {"p1": "pm"})
    room.record("launch-plan", Outcome.DECIDED, driver="pm", owner="Raj")
    room.enter("plan")
    told = {each.title: each for each in stage_view(room.state).since.changes}
    assert told["Launch plan"].verdict is Verdict.NEW
    assert told["Launch plan"].standing.driver == "Operations"


def test_promises_are_counted_by_what_became_of_them():
    room = workshop()
    room.enter("plan")
    assert stage_view(room.state).since.promises == ((CommitmentStatus.OPEN, 3),)


@given(full_sessions())
def test_it_tells_what_the_log_will_say(session):
    since = stage_view(session).since
    if session.earlier is None:
        assert since is None
        return
    log = project_log(session)
    logged = {each.title: each.verdict for each in log.decisions if each.verdict is not None}
    told = {change.title: change.verdict for change in since.changes}
    assert {title: told.get(title) for title in logged} == logged
    absent = set(told) - set(logged)
    assert all(told[title] in (Verdict.CARRIED, Verdict.DROPPED) for title in absent)
