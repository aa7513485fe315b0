"""What an ended session leaves behind, and what it must never give away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from facilitator.domain.agenda import Attribution
from facilitator.domain.anonymity import teams_shown
from facilitator.domain.commands import ReopenDecision
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.model import LogParkedItem, LogStatus
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Dissent, Outcome
from facilitator.domain.discussion import ClaimPattern
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ABSTAIN
from tests.examples import examples
from tests.worlds.random_sessions import sessions
from tests.worlds.workshop import Workshop, agenda, held_session

ANONYMOUS = Attribution.ANONYMOUS
SLOW = examples(percent=80)


@SLOW
@given(sessions())
def test_the_log_of_any_session_passes_its_own_check(state):
    assert check_log(project_log(state)) == ()


def test_a_session_that_goes_on_has_no_log():
    with pytest.raises(ValueError, match="ended"):
        project_log(Workshop(agenda()).state)


def test_decisions_stand_in_agenda_order_with_their_outcomes():
    log = project_log(held_session())
    assert [(each.task, each.outcome) for each in log.decisions] == [
        ("competitive-messaging", Outcome.DECIDED),
        ("launch-plan", Outcome.DEFERRED),
        ("advisory-boards", Outcome.PARKED),
    ]


def test_a_decision_is_kept_with_all_that_makes_it_plain():
    decision = project_log(held_session()).decision("competitive-messaging")
    assert decision.driver == "pmm"
    assert decision.owner == "Ana"
    assert decision.agreement == 0.7778
    assert decision.pattern is ClaimPattern.CONTESTED
    assert [given.team for given in decision.support] == ["pm", "sales"]
    assert decision.dissent[0].name == "Raj"
    assert decision.review_on is not None


def test_every_round_is_kept_with_every_ballot():
    decision = project_log(held_session()).decision("competitive-messaging")
    first, second = decision.rounds
    assert dict(first.tally.votes) == {"pm": 3, "pmm": 5}
    assert dict(second.tally.votes) == {"pm": 2, "pmm": 7}
    assert {cast.participant: cast.ballot.choice for cast in first.ballots}["p7"] == ABSTAIN
    assert first.ballots[0].ballot.reason == "we talk to buyers"
    assert (first.tally.eligible, len(second.ballots)) == (9, 9)


def test_facilitators_stand_in_the_session_and_not_among_the_participants():
    log = project_log(held_session())
    assert log.session.facilitators == ("Ines",)
    assert "Ines" not in {person.name for person in log.participants}
    assert [person.seat for person in log.participants].count(Seat.OBSERVER) == 1


def test_tasks_that_were_never_reached_are_not_in_the_log():
    room = Workshop(agenda())
    room.enter("launch-plan")
    log = project_log(room.end())
    assert [(each.task, each.outcome) for each in log.decisions] == [
        ("launch-plan", Outcome.SKIPPED)
    ]
    assert log.decisions[0].pattern is None
    assert log.decisions[0].rounds == ()
    assert log.session.status is LogStatus.ENDED_EARLY


def test_agreement_on_a_team_with_nobody_in_the_room_is_marked():
    decision = project_log(held_session()).decision("advisory-boards")
    assert decision.pattern is ClaimPattern.AGREED
    assert decision.driver_absent


def test_a_reopened_decision_keeps_the_rounds_of_before():
    room = Workshop(agenda())
    ana, raj = room.join("Ana", "pmm"), room.join("Raj", "pm")
    room.enter("launch-plan")
    room.vote("launch-plan", {ana: "pmm", raj: "pmm"})
    assert room.record("launch-plan", Outcome.DECIDED, driver="pmm")
    room.do(ReopenDecision, step="launch-plan")
    room.vote("launch-plan", {ana: "pm", raj: "pm"})
    assert room.record("launch-plan", Outcome.DECIDED, driver="pm")
    decision = project_log(room.end()).decision("launch-plan")
    assert [list(held.tally.votes) for held in decision.rounds] == [["pmm"], ["pm"]]
    assert decision.agreement == 1.0


def test_moments_have_whole_seconds_and_never_run_backwards():
    state = held_session()
    hour = timedelta(hours=1)
    record = state.record("competitive-messaging")
    first = record.rounds[0]
    skewed = replace(first, closed_at=first.opened_at - hour)  # another machine's clock
    record = replace(record, rounds=(skewed, *record.rounds[1:]))
    state = replace(state, records={**state.records, "competitive-messaging": record})
    log = project_log(state)
    assert check_log(log) == ()
    assert log.session.started_at == datetime(2026, 11, 22, 9, 0, 7, tzinfo=UTC)


def test_the_parking_lot_names_who_raised_it_only_where_votes_are_named():
    text = "Who answers analyst requests?"
    named = project_log(held_session())
    assert named.parking_lot == (LogParkedItem(text=text, raised_by="Lee"),)
    hidden = project_log(held_session(attribution=ANONYMOUS))
    assert hidden.parking_lot == (LogParkedItem(text=text),)


def test_an_anonymous_log_holds_no_ballot_no_id_and_no_name_of_a_voter():
    log = project_log(held_session(attribution=ANONYMOUS))
    assert all(person.id is None and person.name is None for person in log.participants)
    for decision in log.decisions:
        assert all(each.name is None for each in decision.dissent)
        assert all(held.ballots == () for held in decision.rounds)
    shown = repr(replace(log, decisions=tuple(replace(d, owner="") for d in log.decisions)))
    for name in ("Ana", "Raj", "Lee", "Kim", "Olu", "p1", "p2", "we talk to buyers"):
        assert f"'{name}'" not in shown


def test_an_anonymous_log_lists_people_by_team_and_not_as_they_came():
    one, other = Workshop(agenda(attribution=ANONYMOUS)), Workshop(agenda(attribution=ANONYMOUS))
    people = [("Ana", "sales"), ("Raj", "pm"), ("Lee", "pmm"), ("Kim", "pm")]
    for name, team in people:
        one.join(name, team)
    for name, team in reversed(people):
        other.join(name, team)
    assert project_log(one.end()).participants == project_log(other.end()).participants


def test_small_teams_are_left_out_of_an_anonymous_round():
    room = Workshop(agenda(attribution=ANONYMOUS))
    many = [room.join(f"pm {n}", "pm") for n in range(4)]
    few = [room.join(f"pmm {n}", "pmm") for n in range(2)]
    lone = room.join("sales", "sales")
    room.enter("launch-plan")
    room.vote("launch-plan", {**dict.fromkeys(many, "pm"), **dict.fromkeys(few, "pmm"), lone: "pm"})
    held = project_log(room.end()).decisions[0].rounds[0]
    assert dict(held.tally.votes) == {"pm": 5, "pmm": 2}
    assert set(held.tally.by_team) == {"pm"}


@SLOW
@given(sessions())
def test_no_anonymous_log_shows_figures_of_a_team_kept_hidden(state):
    if state.agenda.rules.attribution is Attribution.NAMED:
        return
    for decision in project_log(state).decisions:
        revealed = state.record(decision.task).revealed
        for logged, held in zip(decision.rounds, revealed, strict=True):
            assert set(logged.tally.by_team) <= teams_shown(held.electorate)


@SLOW
@given(sessions())
def test_an_anonymous_log_is_the_same_whoever_cast_which_ballot_within_a_team(state):
    """Ballots handed on among the voters of one team leave not a trace."""
    if state.agenda.rules.attribution is Attribution.NAMED:
        return
    tasks = {}
    for step, record in state.records.items():
        rounds = []
        for held in record.rounds:
            turned = {}
            for team in set(held.electorate.values()):
                members = [voter for voter, own in held.electorate.items() if own == team]
                for giver, taker in zip(members, members[1:] + members[:1], strict=True):
                    if giver in held.answers:
                        turned[taker] = held.answers[giver]
            rounds.append(replace(held, answers=turned))
        tasks[step] = replace(record, rounds=tuple(rounds))
    assert project_log(replace(state, records=tasks)) == project_log(state)


def test_the_objection_of_a_small_team_does_not_name_the_team():
    room = Workshop(agenda(attribution=ANONYMOUS))
    many = [room.join(f"pm {n}", "pm") for n in range(4)]
    many += [room.join(f"pmm {n}", "pmm") for n in range(4)]
    room.enter("launch-plan")
    room.vote("launch-plan", dict.fromkeys(many, "pm"))
    dissent = (Dissent("sales", "sales", "We were not asked."), Dissent("pmm", "pmm", "Ours."))
    assert room.record("launch-plan", Outcome.DECIDED, driver="pm", dissent=dissent)
    kept = project_log(room.end()).decisions[0].dissent
    assert [each.team for each in kept] == [None, "pmm"]
