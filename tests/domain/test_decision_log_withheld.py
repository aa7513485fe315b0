"""What too few have said in an anonymous session: how its log keeps it, and is checked for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log.amending import SetReviewDate, amend
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.model import (
    CloseFigures,
    DecisionLog,
    LogParkedItem,
    ShortlistEntry,
)
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Verdict
from facilitator.domain.discussion import ClaimPattern
from facilitator.domain.past.comparison import compare
from facilitator.domain.past.register import history
from facilitator.domain.rounds import Tally
from tests.worlds.workshop import few_voters

LOG = project_log(few_voters())
NAMED = project_log(few_voters(attribution=Attribution.NAMED))
MESSAGING, LAUNCH = LOG.decisions


def test_a_round_that_is_withheld_stays_with_the_number_of_its_ballots_alone():
    first, second = MESSAGING.rounds
    assert first.tally == Tally(3, {}, {}, silent=1, withheld=2)
    assert second.tally == Tally(3, {"pmm": 3}, {})
    assert LAUNCH.rounds[0].tally == Tally(3, {}, {}, silent=2, withheld=1)
    assert first.opened_at < first.closed_at < second.opened_at


def test_the_pattern_is_that_of_the_first_round_of_which_anything_is_told():
    assert (MESSAGING.pattern, MESSAGING.pattern_round) == (ClaimPattern.THIN, 2)
    assert (LAUNCH.pattern, LAUNCH.driver_absent) == (None, False)


def test_agreement_is_told_of_a_last_round_that_is():
    assert MESSAGING.agreement == 1.0
    assert LAUNCH.agreement is None


def test_a_statement_that_is_withheld_has_no_entry():
    assert [rating.statement for rating in LOG.ratings] == ["known"]
    assert [rating.statement for rating in NAMED.ratings] == ["established", "known"]


def test_tasks_on_which_dots_are_withheld_stand_without_figures_and_with_the_reason():
    reason = "Both are late."
    assert LOG.shortlist == (
        ShortlistEntry(task="competitive-messaging", taken=True, reason=reason),
        ShortlistEntry(task="launch-plan", taken=True, reason=reason),
        ShortlistEntry(task="advisory-boards", taken=False),
    )
    assert LOG.parking_lot == (LogParkedItem(text="Advisory boards"),)


def test_of_the_fists_the_one_is_kept_that_enough_have_shown():
    assert LOG.close == CloseFigures(return_on_time=(0, 0, 0, 3, 0))


def test_where_votes_are_named_everything_is_kept():
    first = NAMED.decisions[0].rounds[0]
    assert (first.tally.votes, first.tally.withheld) == ({"pm": 2}, 0)
    assert NAMED.shortlist[0].dots == 4
    assert NAMED.close.plan == (0, 1, 0, 0, 0)


@pytest.mark.parametrize("log", [LOG, NAMED])
def test_such_a_log_has_no_faults(log):
    assert check_log(log) == ()


# what is wrong


def with_decision(log: DecisionLog, index: int = 1, **changes) -> DecisionLog:
    decision = replace(log.decisions[index], **changes)
    return replace(log, decisions=(*log.decisions[:index], decision, *log.decisions[index + 1 :]))


def with_tally(log: DecisionLog, tally: Tally) -> DecisionLog:
    """The log with its second decision's only round counted otherwise."""
    held = log.decisions[1].rounds[0]
    return with_decision(log, rounds=(replace(held, tally=tally),))


def faults(log: DecisionLog) -> list[tuple[str | int, str]]:
    return [(fault.place[-1], fault.message) for fault in check_log(log)]


def test_ballots_withheld_are_counted_among_the_eligible():
    log = with_tally(LOG, Tally(3, {}, {}, silent=2, withheld=2))
    assert faults(log) == [
        (
            "eligible",
            "is 3, but votes, abstained, need_info, silent and withheld add up to 4",
        )
    ]


@pytest.mark.parametrize(
    "tally",
    [
        Tally(3, {"pm": 1}, {}, silent=1, withheld=1),
        Tally(3, {}, {}, abstained=1, silent=1, withheld=1),
        Tally(3, {}, {}, need_info=1, silent=1, withheld=1),
    ],
)
def test_of_a_round_either_all_is_told_or_nothing(tally):
    found = faults(with_tally(LOG, tally))
    assert ("withheld", "stands beside votes: of a round either all is told or nothing") in found


def test_from_three_ballots_on_nothing_is_withheld():
    found = faults(with_tally(LOG, Tally(3, {}, {}, withheld=3)))
    assert found == [("withheld", "is 3, but from 3 ballots on the votes are told")]


def test_where_votes_are_named_nothing_is_withheld():
    found = faults(with_tally(NAMED, Tally(3, {}, {}, silent=2, withheld=1)))
    assert ("withheld", "has no place where votes are named") in found


def test_figures_of_a_round_of_which_nothing_is_told_are_a_fault():
    assert faults(with_decision(LOG, agreement=1.0)) == [
        ("agreement", "can't be had: nothing is told of the last round")
    ]
    assert faults(with_decision(LOG, pattern=ClaimPattern.AGREED)) == [
        ("pattern", "can't be had: nothing is told of any round")
    ]
    absent = [("driver_absent", "is true, but the first round says otherwise")]
    assert faults(with_decision(LOG, driver_absent=True)) == absent


def test_figures_that_are_told_must_be_there_all_the_same():
    missing = [("agreement", "is missing: the task is decided")]
    assert faults(with_decision(LOG, 0, agreement=None)) == missing


def with_dots(log: DecisionLog, **figures) -> DecisionLog:
    return replace(log, shortlist=(replace(log.shortlist[0], **figures), *log.shortlist[1:]))


def test_dots_and_people_stand_beside_each_other_or_both_are_withheld():
    assert faults(with_dots(LOG, dots=4, people=2)) == []
    assert faults(with_dots(LOG, dots=4)) == [("people", "is missing")]
    assert faults(with_dots(LOG, people=2)) == [("dots", "is missing")]
    neither = with_dots(NAMED, dots=None, people=None)
    assert faults(neither) == [("dots", "is missing"), ("people", "is missing")]


def test_one_of_the_fists_may_be_withheld():
    assert faults(replace(LOG, close=CloseFigures(plan=(0, 0, 3, 0, 0)))) == []
    neither = [("plan", "is missing"), ("return_on_time", "is missing")]
    assert faults(replace(LOG, close=CloseFigures())) == neither
    one = replace(NAMED, close=replace(NAMED.close, plan=()))
    assert faults(one) == [("plan", "is missing")]


def test_votes_of_few_that_an_older_log_tells_are_no_fault():
    told = with_tally(LOG, Tally(3, {"pm": 1}, {}, silent=2))
    assert faults(with_decision(told, agreement=1.0, pattern=ClaimPattern.THIN)) == []


# afterwards


def test_such_a_log_is_amended_like_any_other():
    day = date(2027, 5, 1)
    amended = amend(LOG, [SetReviewDate("launch-plan", day)], "Ines", LOG.session.ended_at)
    assert amended.log.decision("launch-plan").review_on == day
    assert check_log(amended.log) == ()


def test_a_decision_reaffirmed_wavers_only_as_far_as_the_blind_round_is_told():
    ended = LOG.session.ended_at
    earlier = replace(LOG, session=replace(LOG.session, id="2025-11-22-grey-areas-1111"))
    newer = replace(
        LOG,
        session=replace(LOG.session, follows=earlier.session.id, started_at=ended, ended_at=ended),
    )
    told = compare(earlier, newer)
    assert [(each.verdict, each.wavering) for each in told.decisions] == [
        (Verdict.REAFFIRMED, False),
        (Verdict.REAFFIRMED, False),
    ]
    assert (told.decisions[1].agreement.older, told.decisions[1].agreement.newer) == (None, None)
    chapters = history([earlier, newer], "launch-plan").chapters
    assert [chapter.wavering for chapter in chapters] == [False, False]
