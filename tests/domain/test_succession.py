"""What a log and those before it hand on, and two sessions one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.domain.agenda import Attribution
from facilitator.domain.commands import RecordStatuses, WordPromise
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.model import LogTeam
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Outcome, Promise, Verdict
from facilitator.domain.earlier import Earlier, between
from facilitator.domain.past.register import earlier_of
from facilitator.storage.decision_log_toml import LogState, check_log_file, dump_log, write_log
from facilitator.storage.toml_problems import Severity
from tests.worlds.workshop import START, TEAMS, Workshop, full_agenda

FIRST, SECOND, THIRD = (f"202{n}-11-22-grey-areas-{n}{n}{n}{n}" for n in (4, 5, 6))


def held(session: str, earlier: Earlier | None, driver: str | None, *, year: int, **more):
    """The log of a session that decides two tasks for a driver, or leaves them open with None."""
    room = Workshop(full_agenda(**more), earlier, session)
    ana, ben, cem = room.join("Ana", "pm"), room.join("Ben", "pmm"), room.join("Cem", "pmm")
    room.enter("since")
    if earlier and not room.state.statuses:
        told = {each.id: CommitmentStatus.OPEN for each in room.state.owed}
        room.do(RecordStatuses, step="since", statuses=told)
    for task in ("competitive-messaging", "launch-plan"):
        room.enter(task)
        room.vote(task, {ana: driver or "pm", ben: driver or "pmm", cem: driver or "pmm"})
        outcome = Outcome.DECIDED if driver else Outcome.DEFERRED
        assert room.record(task, outcome, driver=driver)
    room.enter("owe")
    promise = Promise(id="", giver="pm", receiver="pmm", text=f"Facts {year}", owner="Ana")
    assert room.do(WordPromise, step="owe", promise=promise)
    assert room.agree(f"facts-{year}", ana, ben, cem)
    return at(project_log(room.end()), year)


def at(log, year: int):
    """The same log as if it had been held in that year."""

    def then(moment):
        return None if moment is None else moment.replace(year=moment.year - START.year + year)

    decisions = tuple(
        replace(
            each,
            decided_at=then(each.decided_at),
            review_on=then(each.review_on),
            rounds=tuple(
                replace(held, opened_at=then(held.opened_at), closed_at=then(held.closed_at))
                for held in each.rounds
            ),
        )
        for each in log.decisions
    )
    session = replace(
        log.session,
        started_at=then(log.session.started_at),
        ended_at=then(log.session.ended_at),
    )
    return replace(log, session=session, decisions=decisions)


def test_a_log_is_told_as_the_session_before():
    first = held(FIRST, None, "pm", year=2024)
    earlier = earlier_of([first])
    assert (earlier.session, earlier.held_on) == (FIRST, date(2024, 11, 22))
    assert earlier.title == "Who owns the grey areas?"
    assert [(each.task, each.driver, each.session) for each in earlier.decisions] == [
        ("competitive-messaging", "pm", FIRST),
        ("launch-plan", "pm", FIRST),
    ]
    assert earlier.in_force == earlier.decisions
    assert earlier.decisions[0].review_on is not None
    assert earlier.commitments == (
        Promise(id="facts-2024", giver="pm", receiver="pmm", text="Facts 2024", owner="Ana"),
    )
    assert earlier.team_names == {team.id: team.name for team in TEAMS}


def test_skipped_tasks_and_promises_no_longer_open_are_not_handed_on():
    first = held(FIRST, None, "pm", year=2024)
    skipped = replace(first.decisions[0], outcome=Outcome.SKIPPED, driver=None, rounds=())
    kept = replace(first.commitments[0], status=CommitmentStatus.KEPT)
    earlier = earlier_of([replace(first, decisions=(skipped,), commitments=(kept,))])
    assert (earlier.decisions, earlier.in_force, earlier.commitments) == ((), (), ())


def test_the_newest_decision_on_a_task_is_in_force_and_an_undecided_one_leaves_it_so():
    first = held(FIRST, None, "pm", year=2024)
    second = held(SECOND, earlier_of([first]), None, year=2025)
    earlier = earlier_of([second, first])
    assert earlier.decision("launch-plan").outcome is Outcome.DEFERRED
    assert earlier.standing("launch-plan").session == FIRST
    newest = held(SECOND, earlier_of([first]), "pmm", year=2025)
    assert earlier_of([newest, first]).standing("launch-plan").driver == "pmm"


def test_teams_of_older_logs_keep_their_names_unless_a_newer_log_has_another():
    first = held(FIRST, None, "pm", year=2024)
    older = (LogTeam(id="ops", name="Operations"), LogTeam(id="pm", name="Product"))
    earlier = earlier_of([first, replace(first, teams=older)])
    assert earlier.team_names["ops"] == "Operations"
    assert earlier.team_names["pm"] == "Product Management"


def test_no_log_at_all_is_no_session_before():
    with pytest.raises(ValueError, match="told from its log"):
        earlier_of([])


@pytest.mark.parametrize("attribution", Attribution)
def test_three_sessions_one_after_the_other_hang_together(tmp_path, attribution):
    first = held(FIRST, None, "pm", year=2024, attribution=attribution)
    second = held(SECOND, earlier_of([first]), None, year=2025, attribution=attribution)
    chain = earlier_of([second, first])
    third = held(THIRD, chain, "pmm", year=2026, attribution=attribution)
    for log in (first, second, third):
        write_log(tmp_path, log)
    for log in (first, second, third):
        reading = check_log_file(tmp_path / f"{log.session.id}.toml")
        assert reading.problems == ()
        assert reading.log == log
    assert [each.session.follows for each in (first, second, third)] == [None, FIRST, SECOND]
    assert [each.decisions[0].verdict for each in (first, second, third)] == [
        None,
        Verdict.REOPENED,
        Verdict.SETTLED,
    ]
    assert [each.decisions[0].supersedes for each in (first, second, third)] == [None, None, FIRST]
    assert [(each.id, each.carried_from) for each in third.commitments] == [
        ("facts-2024", SECOND),
        ("facts-2025", SECOND),
        ("facts-2026", None),
    ]


def test_what_a_log_says_of_those_beside_it_is_checked(tmp_path):
    first = held(FIRST, None, "pm", year=2024)
    second = held(SECOND, earlier_of([first]), None, year=2025)
    third = held(THIRD, earlier_of([second, first]), "pmm", year=2026)
    write_log(tmp_path, replace(first, decisions=()))
    write_log(tmp_path, replace(second, commitments=()))
    reading = check_log_file(write_log(tmp_path, third))
    assert [problem.place for problem in reading.problems] == [
        "decisions[0].supersedes",
        "decisions[1].supersedes",
        "commitments[0].carried_from",
        "commitments[1].carried_from",
    ]


def test_a_driver_and_a_promise_of_a_team_that_is_gone_do_no_harm():
    first = held(FIRST, None, "pm", year=2024)
    plan = full_agenda()
    others = replace(plan, teams=plan.teams[1:], steps=plan.steps[:2])
    earlier = between(earlier_of([first]), {team.id for team in others.teams})
    log = project_log(Workshop(others, earlier, SECOND).end())
    assert [each.id for each in log.commitments] == ["facts-2024"]
    assert [team.id for team in log.teams] == ["pmm", "sales", "pm"]
    assert check_log(log, first) == ()


def test_a_decision_that_another_workshop_took_since_is_the_one_that_is_replaced(tmp_path):
    ours = held(FIRST, None, "pm", year=2024)
    theirs = held(SECOND, None, "sales", year=2025)
    theirs = replace(theirs, session=replace(theirs.session, agenda="another-workshop"))
    today = held(THIRD, earlier_of([ours], [theirs]), "pmm", year=2026)
    for log in (ours, theirs, today):
        write_log(tmp_path, log)
    assert check_log_file(tmp_path / f"{THIRD}.toml").problems == ()
    assert today.session.follows == FIRST
    assert [each.supersedes for each in today.decisions] == [SECOND, SECOND]
    assert [each.verdict for each in today.decisions] == [Verdict.REVERSED, Verdict.REVERSED]


def test_tasks_that_only_another_workshop_has_are_in_force_when_they_are_todays():
    ours = held(FIRST, None, None, year=2024)
    theirs = held(SECOND, None, "sales", year=2025)
    told = tuple(replace(each, task=f"their-{each.task}") for each in theirs.decisions)
    theirs = replace(theirs, decisions=told)
    assert earlier_of([ours], [theirs]).in_force == ()
    mine = earlier_of([ours], [theirs], ["their-launch-plan"])
    assert [each.task for each in mine.in_force] == ["their-launch-plan"]


def test_a_promise_made_today_has_an_id_that_no_earlier_one_had():
    first = held(FIRST, None, "pm", year=2025)
    kept = replace(first.commitments[0], status=CommitmentStatus.KEPT)
    earlier = earlier_of([replace(first, commitments=(kept,))])
    assert earlier.commitments == ()
    today = held(SECOND, earlier, "pm", year=2025)
    assert [each.id for each in today.commitments] == ["facts-2025-2"]
    assert [each.carried_from for each in today.commitments] == [None]


def test_a_decision_of_another_workshop_whose_log_is_not_at_hand_is_left_aside(tmp_path):
    ours = held(FIRST, None, "pm", year=2024)
    theirs = held(SECOND, None, "sales", year=2025)
    today = held(THIRD, earlier_of([ours], [theirs]), "pmm", year=2026)
    write_log(tmp_path, ours)
    path = write_log(tmp_path, today)
    assert check_log_file(path).state is LogState.SOUND
    path.unlink()
    silent = tuple(replace(each, supersedes=None) for each in today.decisions)
    path.write_bytes(dump_log(replace(today, decisions=silent)))
    reading = check_log_file(path)
    errors = [problem.place for problem in reading.problems if problem.severity is Severity.ERROR]
    assert errors == ["decisions[0].supersedes", "decisions[1].supersedes"]
