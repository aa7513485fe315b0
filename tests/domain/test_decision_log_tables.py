"""What a session leaves behind besides decisions, and how it is held against the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given

from facilitator.domain.agenda import Agenda, Attribution, Rules
from facilitator.domain.anonymity import teams_shown
from facilitator.domain.commands import (
    AddTask,
    BringBackTask,
    CorrectTeam,
    MergeItems,
    ParkItem,
    RecordStatuses,
    ReopenShortlist,
    SettlePromise,
    SettleShortlist,
    WordPromise,
)
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.model import (
    CloseFigures,
    Commitment,
    LogParkedItem,
    LogStatus,
    LogTeam,
    Rating,
    ShortlistEntry,
)
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Outcome, Promise, Verdict
from facilitator.domain.steps.close import PLAN, RETURN_ON_TIME, Close
from facilitator.domain.steps.commit import CONSENT, OBJECTION, YES
from facilitator.domain.steps.rate import Rate, Statement
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.storage.decision_log_toml import dump_log, parse_log
from tests.examples import examples
from tests.worlds.random_sessions import full_sessions
from tests.worlds.workshop import EARLIER, EARLIER_ID, TEAMS, Workshop, full_agenda

SLOW = examples(percent=60)
ANONYMOUS = Attribution.ANONYMOUS


def room_of(*teams: str, earlier=None, plan: Agenda | None = None, **more):
    """A workshop, and the ids of a voter from each of these teams."""
    room = Workshop(plan or full_agenda(**more), earlier)
    return room, [room.join(f"somebody {number}", team) for number, team in enumerate(teams)]


def rated(room: Workshop, statement: str, *values: int | None) -> None:
    """Hold a round in which the voters rate one statement, one after another."""
    room.enter("maturity")
    voters = [person.id for person in room.state.voters]
    room.answer(
        "maturity", {who: {statement: each} for who, each in zip(voters, values, strict=False)}
    )


def dotted(room: Workshop, *dots: dict[str, int]) -> None:
    """Hold a round in which each voter in turn places dots."""
    room.enter("which")
    voters = [person.id for person in room.state.voters]
    room.answer("which", dict(zip(voters, dots, strict=False)))


# every session


@SLOW
@given(full_sessions())
def test_the_log_of_any_session_passes_its_own_check_and_reads_back(state):
    log = project_log(state)
    assert check_log(log) == ()
    assert parse_log(dump_log(log), "log.toml").log == log


@SLOW
@given(full_sessions())
def test_an_anonymous_log_is_the_same_whoever_within_a_team_gave_which_answers(state):
    """Answers handed on among the voters of one team leave not a trace."""
    assume(state.agenda.rules.attribution is ANONYMOUS)
    turned = dict(state.records)
    for step in state.records.keys() - {task.id for task in state.tasks}:
        rounds = tuple(replace(held, answers=handed_on(held)) for held in state.rounds_on(step))
        turned[step] = replace(turned[step], rounds=rounds)
    assert dump_log(project_log(replace(state, records=turned))) == dump_log(project_log(state))


def handed_on(held):
    marks = {}
    for team in sorted(set(held.electorate.values()), reverse=True):
        members = [voter for voter, own in held.electorate.items() if own == team]
        for giver, taker in zip(members, members[1:] + members[:1], strict=True):
            if giver in held.answers:
                marks[taker] = held.answers[giver]
    return marks


@SLOW
@given(full_sessions())
def test_no_anonymous_log_shows_ratings_of_a_team_kept_hidden_or_any_name(state):
    assume(state.agenda.rules.attribution is ANONYMOUS)
    log = project_log(state)
    for rating in log.ratings:
        assert set(rating.by_team) <= teams_shown(state.last_revealed(rating.step).electorate)
    assert "somebody" not in dump_log(log).decode()


@SLOW
@given(full_sessions())
def test_no_promise_of_earlier_is_ever_lost(state):
    owed = [each.id for each in state.earlier.promised] if state.earlier else []
    carried = [each.id for each in project_log(state).commitments if each.carried_from]
    assert carried == owed


# teams that were corrected


def corrected(attribution: Attribution):
    """Four of each team rate and vote; then somebody of PMM turns out to belong to PM."""
    room, voters = room_of(*["pm"] * 4, *["pmm"] * 4, attribution=attribution)
    rated(room, "established", 1, 1, 1, 1, 5, 5, 5, 4)
    room.enter("launch-plan")
    room.vote("launch-plan", dict(zip(voters, ["pm"] * 4 + ["pmm"] * 4, strict=True)))
    assert room.do(CorrectTeam, participant=voters[-1], team="pm")
    return project_log(room.end())


def test_named_rounds_are_told_by_the_teams_as_they_were_corrected():
    log = corrected(Attribution.NAMED)
    assert dict(log.ratings[0].by_team) == {"pm": (4, 0, 0, 1, 0), "pmm": (0, 0, 0, 0, 3)}
    by_team = log.decisions[0].rounds[0].tally.by_team
    assert by_team == {"pm": {"pm": 4, "pmm": 1}, "pmm": {"pmm": 3}}
    assert check_log(log) == ()


def test_anonymous_rounds_dont_tell_what_a_correction_would_give_away():
    log = corrected(ANONYMOUS)
    assert dict(log.ratings[0].by_team) == {"pm": (4, 0, 0, 0, 0)}
    assert log.decisions[0].rounds[0].tally.by_team == {"pm": {"pm": 4}}
    assert check_log(log) == ()


# ratings


def test_statements_are_counted_over_the_scale_overall_and_by_team():
    room, _ = room_of("pm", "pm", "pmm", "pmm")
    rated(room, "established", 2, 3, 3, None)
    first, second = project_log(room.end()).ratings
    assert first == Rating(
        step="maturity",
        statement="established",
        text="Launches run well",
        scale=5,
        counts=(0, 1, 2, 0, 0),
        median=3.0,
        consensus=0.8286,
        agreement=0.8333,
        by_team={"pm": (0, 1, 1, 0, 0), "pmm": (0, 0, 1, 0, 0)},
    )
    assert (second.median, second.consensus, second.agreement) == (None, None, None)
    assert second.by_team == {}


def test_only_the_newest_revealed_round_of_ratings_counts():
    room, _ = room_of("pm", "pmm")
    rated(room, "established", 1, 1)
    rated(room, "established", 5, 5)
    assert project_log(room.end()).ratings[0].counts == (0, 0, 0, 0, 2)


def test_without_a_round_there_are_no_ratings():
    room, _ = room_of("pm", "pmm")
    room.enter("maturity")
    assert project_log(room.end()).ratings == ()


def test_on_a_scale_of_two_there_is_no_agreement_a():
    room, _ = room_of("pm", "pmm", categories=2)
    rated(room, "established", 1, 2)
    rating = project_log(room.end()).ratings[0]
    assert (rating.median, rating.consensus, rating.agreement) == (1.5, 0.0, None)


@pytest.mark.parametrize(
    ("teams", "shown"),
    [
        (["pm"] * 3 + ["pmm"] * 3, {"pm", "pmm"}),
        (["pm"] * 4 + ["pmm"] * 2, set()),
        (["pm"] * 4 + ["pmm"] * 3 + ["sales"] * 2, {"pm"}),
    ],
)
def test_ratings_of_small_teams_are_kept_out_of_an_anonymous_log(teams, shown):
    room, voters = room_of(*teams, attribution=ANONYMOUS)
    rated(room, "established", *(3 for _ in voters))
    rating = project_log(room.end()).ratings[0]
    assert set(rating.by_team) == shown
    assert rating.counts == (0, 0, len(teams), 0, 0)


TABLE = [
    ((3, 0, 3), "0.0000", "-1.0000"),
    ((3, 3, 0), "0.5850", "0.5000"),
    ((2, 2, 2), "0.3333", "0.0000"),
    ((5, 0, 1), "0.3500", "0.3333"),
    ((1, 4, 1), "0.6667", "0.5000"),
    ((30, 40, 210, 130, 530, 50, 10), "0.7257", "0.6113"),
]
"""The table of the voting definitions: counts, consensus and agreement A as printed there."""


@pytest.mark.parametrize(("counts", "consensus", "agreement"), TABLE)
def test_ratings_in_a_log_read_from_disk_are_those_of_the_definitions(counts, consensus, agreement):
    statement = Statement(id="it", text="It is so")
    scale = tuple(f"label {number}" for number in range(len(counts)))
    rate = Rate(id="maturity", title="Rate", question="?", scale=scale, statements=(statement,))
    plan = Agenda(id="grey-areas", title="Rate", teams=TEAMS, steps=(rate,), rules=Rules())
    values = [number for number, count in enumerate(counts, start=1) for _ in range(count)]
    room, _ = room_of(*("pm" if each % 2 else "pmm" for each in range(len(values))), plan=plan)
    rated(room, "it", *values)
    reading = parse_log(dump_log(project_log(room.end())), "log.toml")
    assert reading.problems == ()
    (found,) = reading.log.ratings
    assert found.counts == counts
    assert (f"{found.consensus:.4f}", f"{found.agreement:.4f}") == (consensus, agreement)


# the shortlist


def test_tasks_stand_in_the_order_of_the_dots_and_the_first_are_taken():
    room, _ = room_of("pm", "pmm", "sales")
    dotted(room, {"launch-plan": 3}, {"launch-plan": 1, "advisory-boards": 2}, {})
    log = project_log(room.end())
    assert log.shortlist == (
        ShortlistEntry(task="launch-plan", dots=4, people=2, taken=True),
        ShortlistEntry(task="advisory-boards", dots=2, people=1, taken=True),
        ShortlistEntry(task="competitive-messaging", dots=0, people=0, taken=False),
    )


def test_between_equals_the_task_that_is_covered_worse_comes_first():
    room, _ = room_of("pm", "pmm")
    rated(room, "established", 5, 5)
    rated_too = {who.id: {"established": 5, "known": 1} for who in room.state.voters}
    room.answer("maturity", rated_too)
    dotted(room, {"launch-plan": 1, "advisory-boards": 1})
    order = [entry.task for entry in project_log(room.end()).shortlist]
    assert order == ["advisory-boards", "launch-plan", "competitive-messaging"]


def test_a_choice_against_the_dots_gives_its_reason_where_it_overruled_them():
    room, _ = room_of("pm", "pmm")
    dotted(room, {"launch-plan": 3}, {"advisory-boards": 2})
    taken = ("competitive-messaging", "launch-plan")
    assert room.do(SettleShortlist, step="which", taken=taken, reason="The board asks.")
    log = project_log(room.end())
    assert [(entry.task, entry.taken, entry.reason) for entry in log.shortlist] == [
        ("launch-plan", True, ""),
        ("advisory-boards", False, "The board asks."),
        ("competitive-messaging", True, "The board asks."),
    ]


def test_a_task_that_two_shortlists_offered_stands_once_as_the_last_one_left_it():
    plan = full_agenda()
    again = Shortlist(id="again", title="Again", dots=2, keep=1, tasks=("launch-plan",))
    steps = (*plan.steps[:4], again, *plan.steps[4:])
    room, (ana,) = room_of("pm", plan=replace(plan, steps=steps))
    dotted(room, {"launch-plan": 3, "advisory-boards": 0})
    room.enter("again")
    room.answer("again", {ana: {"launch-plan": 2}})
    log = project_log(room.end())
    assert [(entry.task, entry.dots) for entry in log.shortlist] == [
        ("competitive-messaging", 0),
        ("advisory-boards", 0),
        ("launch-plan", 2),
    ]
    assert check_log(log) == ()


def test_a_task_that_an_earlier_shortlist_set_aside_last_was_not_taken():
    plan = full_agenda()
    again = Shortlist(id="again", title="Again", dots=2, keep=1, tasks=("launch-plan",))
    steps = (*plan.steps[:4], again, *plan.steps[4:])
    room, (ana,) = room_of("pm", plan=replace(plan, steps=steps))
    for step in ("hello", "since", "maturity"):
        room.enter(step)
    dotted(room, {"launch-plan": 3})
    assert room.do(SettleShortlist, step="which", taken=("launch-plan",), reason="Only that.")
    room.enter("again")
    room.answer("again", {ana: {"launch-plan": 2}})
    assert room.do(SettleShortlist, step="again", taken=("launch-plan",))
    room.enter("which")
    assert room.do(ReopenShortlist, step="which")
    taken = ("advisory-boards",)
    assert room.do(SettleShortlist, step="which", taken=taken, reason="That one first.")
    room.enter("advisory-boards")
    room.vote("advisory-boards", {ana: "pm"})
    room.record("advisory-boards", Outcome.DECIDED, driver="pm")
    room.enter("owe")
    room.enter("plan")
    log = project_log(room.end())
    assert log.session.status is LogStatus.COMPLETE
    assert [entry.task for entry in log.shortlist if entry.taken] == ["advisory-boards"]
    assert "Launch plan (2 dots)" in [item.text for item in log.parking_lot]
    assert check_log(log) == ()


def test_tasks_set_aside_are_parked_with_their_dots_and_are_no_decisions():
    room, _ = room_of("pm", "pmm", keep=1)
    dotted(room, {"launch-plan": 3}, {"launch-plan": 2, "advisory-boards": 1})
    assert room.do(SettleShortlist, step="which", taken=("launch-plan",))
    room.do(ParkItem, by="p1", text="Who answers analysts?")
    log = project_log(room.end())
    assert log.decisions == ()
    assert log.parking_lot == (
        LogParkedItem(text="Who answers analysts?", raised_by="somebody 0"),
        LogParkedItem(text="Advisory boards (1 dot)"),
        LogParkedItem(text="Competitive messaging (no dots)"),
    )


def test_a_task_taken_up_after_all_is_a_decision_and_not_parked():
    room, (ana, ben) = room_of("pm", "pmm", keep=1)
    dotted(room, {"launch-plan": 3}, {"advisory-boards": 3})
    room.do(SettleShortlist, step="which", taken=("launch-plan",), reason="Now or never.")
    room.enter("advisory-boards")
    room.vote("advisory-boards", {ana: "pm", ben: "pm"})
    room.record("advisory-boards", Outcome.DECIDED, driver="pm")
    log = project_log(room.end())
    assert [decision.task for decision in log.decisions] == ["advisory-boards"]
    assert [item.text for item in log.parking_lot] == ["Competitive messaging (no dots)"]


def test_a_session_whose_tasks_were_set_aside_is_complete_all_the_same():
    room, (ana, ben) = room_of("pm", "pmm", keep=1)
    for step in ("hello", "since", "maturity"):
        room.enter(step)
    dotted(room, {"launch-plan": 3})
    room.do(SettleShortlist, step="which", taken=("launch-plan",))
    room.enter("launch-plan")
    room.vote("launch-plan", {ana: "pm", ben: "pm"})
    room.record("launch-plan", Outcome.DECIDED, driver="pm")
    room.enter("owe")
    room.enter("plan")
    log = project_log(room.end())
    assert log.session.status is LogStatus.COMPLETE
    assert check_log(log) == ()


def test_parked_items_name_the_task_they_became_and_merged_ones_stand_once():
    room, _ = room_of("pm")
    for text in ("Analysts", "Booths", "Events"):
        room.do(ParkItem, by="p1", text=text)
    assert room.do(MergeItems, items=(2, 3), text="Booths at events")
    assert room.do(AddTask, title="Analysts", parked=1)
    room.enter("analysts")
    log = project_log(room.end())
    assert [(item.text, item.became) for item in log.parking_lot] == [
        ("Analysts", "analysts"),
        ("Booths at events", None),
    ]
    assert log.decisions[-1].task == "analysts"


# promises


def test_promises_that_both_teams_agreed_are_open_commitments():
    room, (ana, ben) = room_of("pm", "pmm")
    room.enter("owe")
    worded = Promise(
        id="win-loss",
        giver="pmm",
        receiver="pm",
        text="Win/loss findings",
        due=date(2027, 1, 31),
        owner="Kim",
    )
    assert room.do(WordPromise, step="owe", promise=worded)
    assert room.agree("win-loss", ana, ben)
    room.answer("owe", {ana: {CONSENT: YES}, ben: {CONSENT: OBJECTION}}, about="facts")
    assert room.do(SettlePromise, step="owe", promise="facts", agreed=False)
    assert project_log(room.end()).commitments == (
        Commitment(
            id="win-loss",
            giver="pmm",
            receiver="pm",
            text="Win/loss findings",
            owner="Kim",
            due=date(2027, 1, 31),
            status=CommitmentStatus.OPEN,
        ),
    )


def test_earlier_promises_are_carried_on_with_what_was_told_of_them():
    room, (ana, _) = room_of("pm", "pmm", earlier=EARLIER)
    room.enter("since")
    room.answer("since", {ana: {"win-loss": 3}})
    told = {"win-loss": CommitmentStatus.MISSED, "calls": CommitmentStatus.OPEN}
    assert room.do(RecordStatuses, step="since", statuses=told)
    first, second, third = project_log(room.end()).commitments
    assert first == Commitment(
        id="win-loss",
        giver="pmm",
        receiver="pm",
        text="Win/loss findings every month",
        owner="Ana",
        due=date(2026, 8, 1),
        status=CommitmentStatus.MISSED,
        carried_from=EARLIER_ID,
    )
    assert (second.id, second.status) == ("calls", CommitmentStatus.OPEN)
    assert (third.id, third.status) == ("desk", CommitmentStatus.OPEN)


def test_promises_that_nobody_asked_about_are_carried_on_as_open():
    plan = full_agenda()
    room = Workshop(replace(plan, steps=plan.steps[:1]), EARLIER)
    carried = project_log(room.end()).commitments
    assert [(each.id, each.status, each.carried_from) for each in carried] == [
        ("win-loss", CommitmentStatus.OPEN, EARLIER_ID),
        ("calls", CommitmentStatus.OPEN, EARLIER_ID),
        ("desk", CommitmentStatus.OPEN, EARLIER_ID),
    ]


def test_a_promise_of_a_team_that_is_there_no_more_brings_its_team_into_the_log():
    log = project_log(Workshop(full_agenda(), EARLIER).end())
    assert log.teams[-1] == LogTeam(id="ops", name="Operations")
    assert check_log(log) == ()


def test_a_promise_made_anew_gets_an_id_of_its_own():
    room, (ana, ben) = room_of("pm", "pmm", earlier=EARLIER)
    room.enter("since")
    room.answer("since", {ana: {"win-loss": 1}})
    told = {"win-loss": CommitmentStatus.KEPT, "calls": CommitmentStatus.OPEN}
    assert room.do(RecordStatuses, step="since", statuses=told)
    room.enter("owe")
    assert room.agree("win-loss", ana, ben)
    log = project_log(room.end())
    assert [(each.id, each.status) for each in log.commitments] == [
        ("win-loss", CommitmentStatus.KEPT),
        ("calls", CommitmentStatus.OPEN),
        ("desk", CommitmentStatus.OPEN),
        ("win-loss-2", CommitmentStatus.OPEN),
    ]
    assert check_log(log) == ()


# the close


def test_fists_of_five_are_counted_from_one_finger_to_five():
    room, (ana, ben, eva) = room_of("pm", "pmm", "pmm")
    room.enter("plan")
    room.answer("plan", {ana: {PLAN: (2, "Too much."), RETURN_ON_TIME: 5}, ben: {PLAN: 4}, eva: {}})
    log = project_log(room.end())
    assert log.close == CloseFigures(plan=(0, 1, 0, 1, 0), return_on_time=(0, 0, 0, 0, 1))
    assert "Too much." not in dump_log(log).decode()


@pytest.mark.parametrize("answers", [{}, {"p1": {PLAN: None, RETURN_ON_TIME: None}}])
def test_where_nobody_showed_a_finger_there_are_no_figures(answers):
    room, _ = room_of("pm")
    room.enter("plan")
    room.answer("plan", answers)
    assert project_log(room.end()).close is None


def test_the_last_close_step_with_an_answer_counts():
    plan = full_agenda()
    steps = (*plan.steps, Close(id="really", title="Really"))
    room, (ana,) = room_of("pm", plan=replace(plan, steps=steps))
    room.enter("plan")
    room.answer("plan", {ana: {PLAN: 3}})
    room.enter("really")
    assert project_log(room.end()).close.plan == (0, 0, 1, 0, 0)


# the session before


def second_session(driver: str = "pmm"):
    """The log of a session that decides all three tasks for a driver, and a task brought back."""
    room, voters = room_of("pm", "pmm", earlier=EARLIER)
    assert room.do(BringBackTask, task="event-booths")
    tasks = ("competitive-messaging", "launch-plan", "advisory-boards", "event-booths")
    for task in tasks:
        room.enter(task)
        room.vote(task, dict.fromkeys(voters, driver))
        assert room.record(task, Outcome.DECIDED, driver=driver)
    return project_log(room.end())


def test_decisions_are_held_against_what_was_decided_before():
    log = second_session()
    assert log.session.follows == EARLIER_ID
    assert [(each.task, each.verdict, each.supersedes) for each in log.decisions] == [
        ("competitive-messaging", Verdict.REVERSED, EARLIER_ID),
        ("launch-plan", Verdict.NEW, "2025-11-20-grey-areas-q1q1"),
        ("advisory-boards", Verdict.NEW, None),
        ("event-booths", Verdict.SETTLED, None),
    ]
    assert second_session("pm").decisions[0].verdict is Verdict.REAFFIRMED


def test_what_stays_undecided_supersedes_nothing():
    room, (ana, ben) = room_of("pm", "pmm", earlier=EARLIER)
    room.enter("competitive-messaging")
    room.vote("competitive-messaging", {ana: "pm", ben: "pmm"})
    room.record("competitive-messaging", Outcome.DEFERRED)
    room.enter("launch-plan")
    decisions = project_log(room.end()).decisions
    assert [(each.verdict, each.supersedes) for each in decisions] == [
        (Verdict.REOPENED, None),
        (None, None),
    ]


def test_without_an_earlier_session_nothing_is_compared():
    room, voters = room_of("pm", "pmm")
    room.enter("launch-plan")
    room.vote("launch-plan", dict.fromkeys(voters, "pm"))
    room.record("launch-plan", Outcome.DECIDED, driver="pm")
    log = project_log(room.end())
    (decision,) = log.decisions
    assert (decision.verdict, decision.supersedes, log.session.follows) == (None, None, None)


def test_a_task_brought_back_stands_before_the_closing_steps_in_the_log():
    assert [decision.task for decision in second_session().decisions][-1] == "event-booths"
