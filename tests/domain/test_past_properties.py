"""What must always hold of comparison, register, history and due, whatever the logs say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.agenda import InputKind
from facilitator.domain.decision_log.model import (
    Commitment,
    DecisionLog,
    LogDecision,
    LogRound,
    LogSupport,
    Rating,
)
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import UNDECIDED, CommitmentStatus, Outcome, Verdict
from facilitator.domain.past import brief, that_count
from facilitator.domain.past.comparison import compare
from facilitator.domain.past.due import due_reviews, open_commitments, within
from facilitator.domain.past.register import history, register, tasks_of
from facilitator.domain.rounds import Tally
from tests.worlds.workshop import START, held_session

MODEL = replace(
    project_log(held_session()), participants=(), decisions=(), commitments=(), parking_lot=()
)
TASKS = ("messaging", "launch", "pricing", "events")
TEAMS = ("pm", "pmm", "sales")
PROMISES = ("calls", "desk")
DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
TURNED = {
    Verdict.NEW: Verdict.CARRIED,
    Verdict.CARRIED: Verdict.NEW,
    Verdict.RAISED: Verdict.DROPPED,
    Verdict.DROPPED: Verdict.RAISED,
    Verdict.REOPENED: Verdict.SETTLED,
    Verdict.SETTLED: Verdict.REOPENED,
    Verdict.REAFFIRMED: Verdict.REAFFIRMED,
    Verdict.REVERSED: Verdict.REVERSED,
    Verdict.STILL_OPEN: Verdict.STILL_OPEN,
}
"""What each verdict becomes when the older log is held against the newer one."""


OUTCOMES = st.sampled_from([Outcome.DECIDED, *Outcome])
VOTES = st.fixed_dictionaries({team: st.integers(0, 4) for team in TEAMS})
DETAILS = st.sampled_from(["facts", "figures"])
SOME_TEAMS = st.lists(st.sampled_from(TEAMS), max_size=2)
SOME_INPUTS = st.lists(st.sampled_from(InputKind), max_size=2)
DRIVERS = st.sampled_from(TEAMS)
OWNERS = st.sampled_from(["", "Ana", "Raj"])
SOME_TASKS = st.lists(st.sampled_from(TASKS), unique=True)
SOME_PROMISES = st.lists(st.sampled_from(PROMISES), unique=True)
RATED = st.lists(st.sampled_from(["clear", "done"]), unique=True)
LATER = st.integers(0, 5)
DUE = st.none() | DAYS
STATUSES = st.sampled_from(CommitmentStatus)
CARRIED = st.sampled_from([None, "one", "log-0", "log-1"])
MEDIANS = st.none() | st.sampled_from([1.0, 1.5, 3.0])


@st.composite
def decisions(draw, task: str) -> LogDecision:
    outcome = draw(OUTCOMES)
    is_decided = outcome is Outcome.DECIDED
    votes = draw(VOTES)
    support = {
        (team, kind): draw(DETAILS) for team in draw(SOME_TEAMS) for kind in draw(SOME_INPUTS)
    }
    tally = Tally(eligible=sum(votes.values()), votes=votes, by_team={})
    held = LogRound(number=1, opened_at=START, closed_at=START, tally=tally)
    return LogDecision(
        task=task,
        title=task.upper() if draw(st.booleans()) else task,
        outcome=outcome,
        driver=draw(DRIVERS) if is_decided else None,
        owner=draw(OWNERS),
        decided_at=START,
        review_on=draw(DAYS) if is_decided or outcome is Outcome.DEFERRED else None,
        support=tuple(
            LogSupport(team=team, input=kind, detail=detail, when="weekly")
            for (team, kind), detail in support.items()
        )
        if is_decided
        else (),
        rounds=() if outcome is Outcome.SKIPPED else (held,),
    )


@st.composite
def written_logs(draw, session: str = "one") -> DecisionLog:
    """A log on some of the tasks, each in any way."""
    tasks = draw(SOME_TASKS)
    promises = draw(SOME_PROMISES)
    rated = draw(RATED)
    return replace(
        MODEL,
        session=replace(
            MODEL.session,
            id=session,
            started_at=START + timedelta(days=draw(LATER)),
            rehearsal=draw(st.booleans()),
        ),
        decisions=tuple(draw(decisions(task)) for task in tasks),
        commitments=tuple(
            Commitment(
                id=name,
                giver="pm",
                receiver="sales",
                text="It",
                due=draw(DUE),
                status=draw(STATUSES),
                carried_from=draw(CARRIED),
            )
            for name in promises
        ),
        ratings=tuple(
            Rating(step="s", statement=name, text=name, scale=3, counts=(), median=draw(MEDIANS))
            for name in rated
        ),
    )


FOLDERS = st.integers(0, 5).flatmap(
    lambda count: st.tuples(*(written_logs(f"log-{number}") for number in range(count)))
)
SHUFFLED = FOLDERS.flatmap(lambda logs: st.tuples(st.just(logs), st.permutations(logs)))


@given(written_logs())
def test_a_log_held_against_itself_has_not_changed(log):
    comparison = compare(log, log)
    for each in comparison.decisions:
        assert each.verdict in (Verdict.REAFFIRMED, Verdict.STILL_OPEN)
        assert not each.support
        for change in (each.driver, each.owner, each.review_on, each.agreement):
            assert not change.is_one
    assert not any(change.differs for change in (*comparison.commitments, *comparison.ratings))


@given(written_logs("older"), written_logs("newer"))
def test_every_task_of_either_log_is_told_once_unless_both_skipped_it(older, newer):
    found = [each.task for each in compare(older, newer).decisions]
    taken_up = {
        each.task
        for log in (older, newer)
        for each in log.decisions
        if each.outcome is not Outcome.SKIPPED
    }
    assert sorted(found) == sorted(taken_up)


@given(written_logs("older"), written_logs("newer"))
def test_the_newer_logs_tasks_come_first_in_its_order(older, newer):
    found = [each.task for each in compare(older, newer).decisions]
    order = [each.task for log in (newer, older) for each in log.decisions]
    assert found == sorted(found, key=order.index)


@given(written_logs("older"), written_logs("newer"))
def test_turned_round_every_change_is_its_opposite(older, newer):
    there, back = compare(older, newer), compare(newer, older)
    opposite = {each.task: each for each in back.decisions}
    assert len(opposite) == len(there.decisions)
    for each in there.decisions:
        other = opposite[each.task]
        assert TURNED[each.verdict] is other.verdict
        assert (each.driver.older, each.driver.newer) == (other.driver.newer, other.driver.older)
        added, removed = each.support.added, other.support.removed
        assert {(s.team, s.input) for s in added} == {(s.team, s.input) for s in removed}
        assert len(each.support.changed) == len(other.support.changed)
    medians = {change.statement: change.median for change in back.ratings}
    for change in there.ratings:
        turned = medians[change.statement]
        assert (change.median.older, change.median.newer) == (turned.newer, turned.older)


@given(written_logs("older"), written_logs("newer"))
def test_only_what_was_reaffirmed_can_waver(older, newer):
    for each in compare(older, newer).decisions:
        assert not each.wavering or each.verdict is Verdict.REAFFIRMED
        required = newer.rules.agreement_required
        if each.verdict is Verdict.REAFFIRMED:
            share = each.now.rounds[0].tally.share(each.now.driver)
            assert each.wavering == (share < required)


@given(written_logs("older"), written_logs("newer"))
def test_what_does_not_differ_is_what_was_decided_and_stands(older, newer):
    for each in compare(older, newer).decisions:
        if not each.differs:
            assert each.was.outcome is Outcome.DECIDED
            assert each.now is None or (each.now.driver or each.was.driver) == each.was.driver


@given(SHUFFLED)
def test_the_order_in_which_logs_are_found_does_not_matter(pair):
    logs, shuffled = pair
    assert register(logs) == register(shuffled)
    assert due_reviews(logs) == due_reviews(shuffled)
    assert open_commitments(logs) == open_commitments(shuffled)
    assert that_count(logs) == that_count(shuffled)
    assert tasks_of(logs) == tasks_of(shuffled)
    for task in TASKS:
        assert history(logs, task) == history(shuffled, task)


@given(FOLDERS)
def test_the_register_holds_exactly_the_tasks_ever_decided(logs):
    decided = {
        each.task for log in logs for each in log.decisions if each.outcome is Outcome.DECIDED
    }
    assert [standing.task for standing in register(logs)] == sorted(decided)


@given(FOLDERS)
def test_a_task_stands_as_its_history_last_decided_it(logs):
    for standing in register(logs):
        chapters = history(logs, standing.task).chapters
        decided = [each for each in chapters if each.decision.outcome is Outcome.DECIDED]
        assert standing.decision == decided[-1].decision
        left_open = chapters[-1].decision.outcome in UNDECIDED
        assert (standing.reopened is not None) == left_open


@given(FOLDERS)
def test_a_history_tells_every_session_that_took_the_task_up(logs):
    told = tasks_of(logs)
    for task in TASKS:
        found = history(logs, task)
        assert (found is None) == (task not in told)
        took_it_up = [
            log.session.id
            for log in logs
            if (decision := log.decision(task)) and decision.outcome is not Outcome.SKIPPED
        ]
        assert (
            sorted(c.log.session.id for c in found.chapters if found) == sorted(took_it_up)
            if (found)
            else took_it_up == []
        )


@given(FOLDERS)
def test_a_history_begins_with_what_is_new_and_goes_on_from_what_was(logs):
    for task in tasks_of(logs):
        verdicts = [chapter.verdict for chapter in history(logs, task).chapters]
        assert verdicts[0] in (Verdict.NEW, Verdict.RAISED)
        for verdict in verdicts[1:]:
            assert verdict not in (Verdict.NEW, Verdict.RAISED, Verdict.CARRIED, Verdict.DROPPED)


@given(FOLDERS)
def test_every_decision_in_force_is_due_on_some_day(logs):
    """Its own, or that until which it was deferred since."""
    dates = {each.decision.task: each for each in due_reviews(logs)}
    for standing in register(logs):
        due = dates[standing.task]
        assert due.decision == standing.decision or due.decision.outcome is Outcome.DEFERRED


@given(FOLDERS)
def test_open_promises_are_open_where_they_were_told_last(logs):
    found = open_commitments(logs)
    for each in found:
        assert each.promise in each.log.commitments
        assert each.promise.status is CommitmentStatus.OPEN
    places = [(each.log.session.id, each.promise.id) for each in found]
    assert len(places) == len(set(places))
    for each in found:
        for log in logs:
            for later in log.commitments:
                if log.session.started_at > each.log.session.started_at:
                    came_from = (later.carried_from, later.id)
                    assert came_from != (each.log.session.id, each.promise.id)


@given(FOLDERS, DAYS, st.integers(0, 800))
def test_a_shorter_span_lists_less_and_counts_the_rest(logs, today, days):
    reviews, commitments = due_reviews(logs), open_commitments(logs)
    near = within(reviews, commitments, today, days)
    everything = within(reviews, commitments, today, None)
    listed = [*near.reviews, *near.commitments]
    assert everything.later == 0
    assert near.overdue == everything.overdue
    assert len(listed) + near.later == len(reviews) + len(commitments)
    for each in listed:
        assert each.due is None or (each.due - today).days <= days
    for each in (*reviews, *commitments):
        if each.due is None or each.due <= today:
            assert each in listed


@given(FOLDERS)
def test_rehearsals_count_only_by_themselves_or_when_asked_for(logs):
    counted = that_count(logs)
    real = [log for log in logs if not log.session.rehearsal]
    assert set(map(id, counted)) == set(map(id, real or logs))
    assert len(that_count(logs, rehearsals=True)) == len(logs)


@given(FOLDERS, st.randoms(use_true_random=False))
def test_a_session_counts_once_however_often_it_is_given(logs, chance):
    copies = [*logs, *logs]
    chance.shuffle(copies)
    assert that_count(copies) == that_count(logs)
    assert register(copies) == register(logs)
    assert due_reviews(copies) == due_reviews(logs)
    assert open_commitments(copies) == open_commitments(logs)
    for task in TASKS:
        assert history(copies, task) == history(logs, task)


@given(FOLDERS)
def test_briefs_tell_the_same_as_whole_logs(logs):
    briefs = [brief(log) for log in logs]
    assert [(s.task, s.driver, s.since) for s in register(briefs)] == [
        (s.task, s.driver, s.since) for s in register(logs)
    ]
    for task in TASKS:
        whole, short = history(logs, task), history(briefs, task)
        verdicts = [[(c.verdict, c.wavering) for c in h.chapters] for h in (whole, short) if h]
        assert len(verdicts) != 1
        assert not verdicts or verdicts[0] == verdicts[1]
