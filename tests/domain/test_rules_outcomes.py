"""What may be recorded of a task: no decision is vague."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.domain.agenda import InputKind, Support
from facilitator.domain.commands import RecordDecision, ReopenDecision
from facilitator.domain.decisions import Decision, Dissent, Outcome
from tests.worlds.scenario import (
    ANONYMOUS,
    DECIDED,
    ESCALATING,
    NOON,
    SPRING,
    TWO,
    cast,
    closed,
    entered,
    given,
    joined,
    opened,
    reopened,
    session,
    settled,
    started,
    voted,
)

VOTED = (started(), TWO, entered("fruit"), voted("fruit", p1="a", p2="a"))
TIED = (started(), TWO, entered("fruit"), voted("fruit", p1="a", p2="b"))
UNVOTED = (started(), TWO, entered("fruit"))
DEFERRED = Decision(Outcome.DEFERRED, review_on=SPRING)
HELP = Support("b", InputKind.CONSULT, "what sells", "each Monday")
OBJECTION = Dissent(
    team="b", position="b", reason="We sell it.", would_change="A ladder.", name="Ben"
)


def recording(before, decision):
    return given(before).when(RecordDecision, step="fruit", decision=decision)


@pytest.mark.parametrize(
    "decision",
    [
        DECIDED,
        replace(DECIDED, rationale=""),
        replace(DECIDED, owner="Ana", support=(HELP,), dissent=(OBJECTION,)),
        replace(DECIDED, support=(HELP, replace(HELP, input=InputKind.REVIEW))),
        replace(DECIDED, dissent=(replace(OBJECTION, participant="p2"),)),
        replace(DECIDED, driver="b", rationale="They eat it."),
        DEFERRED,
        replace(DEFERRED, rationale="Not enough known.", dissent=(OBJECTION,)),
        Decision(Outcome.PARKED),
    ],
)
def test_an_outcome_is_recorded(decision):
    recording(VOTED, decision).then(settled("fruit", decision))


def test_a_task_is_skipped_before_a_vote_and_escalated_where_there_is_an_approver():
    skipped = Decision(Outcome.SKIPPED)
    recording(UNVOTED, skipped).then(settled("fruit", skipped))
    escalated = Decision(Outcome.ESCALATED, rationale="It costs money.")
    there = (started(ESCALATING), *VOTED[1:])
    recording(there, escalated).then(settled("fruit", escalated))


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (replace(DECIDED, driver=None), "Choose the one team that drives this task."),
        (replace(DECIDED, driver="c"), "The driver has to be one of the candidates."),
        (
            replace(DECIDED, driver="b", rationale=" "),
            "Apples leads the vote: say in the rationale why Bakers drives.",
        ),
        (replace(DEFERRED, driver="a"), "Only a decided task has a driver."),
        (
            Decision(Outcome.SKIPPED),
            "This task was voted on: decide, defer or park it rather than skip it.",
        ),
        (
            Decision(Outcome.ESCALATED),
            "This agenda names nobody to escalate to. Defer it instead.",
        ),
        (replace(DECIDED, review_on=None), "Set the day on which to look at this again."),
        (replace(DEFERRED, review_on=None), "Set the day on which to look at this again."),
        (replace(DECIDED, review_on=NOON.date()), "The review has to lie in the future."),
        (replace(DEFERRED, review_on=date(2026, 1, 1)), "The review has to lie in the future."),
        (
            Decision(Outcome.PARKED, review_on=SPRING),
            "Only what is decided or deferred has a review date.",
        ),
        (
            replace(DECIDED, support=(replace(HELP, team="z"),)),
            "There is no team “z” to give support.",
        ),
        (
            replace(DECIDED, support=(replace(HELP, team="a"),)),
            "Apples drives this task, so it can't also support it.",
        ),
        (replace(DECIDED, support=(replace(HELP, detail=" "),)), "Say what exactly Bakers gives."),
        (replace(DECIDED, support=(replace(HELP, when=""),)), "Say when Bakers gives it."),
        (
            replace(DECIDED, support=(HELP, replace(HELP, detail="more"))),
            "Bakers is listed twice for “consult”.",
        ),
        (replace(DEFERRED, support=(HELP,)), "Only a decided task has support."),
        (
            replace(DECIDED, dissent=(replace(OBJECTION, team="z"),)),
            "A dissent names its author's team and the team wanted instead.",
        ),
        (
            replace(DECIDED, dissent=(replace(OBJECTION, position="need-info"),)),
            "A dissent names its author's team and the team wanted instead.",
        ),
        (
            replace(DECIDED, dissent=(replace(OBJECTION, participant="p9"),)),
            "A dissent is by somebody in the session.",
        ),
        (
            replace(DECIDED, dissent=(replace(OBJECTION, reason=" "),)),
            "Say why Ben objects, or drop the objection.",
        ),
        (
            replace(DECIDED, dissent=(replace(OBJECTION, reason="", name=None),)),
            "Say why somebody objects, or drop the objection.",
        ),
        (
            replace(DECIDED, rationale="a\x1b[31m"),
            "The rationale can't be kept like this: character 2 is a control character (U+001B).",
        ),
        (
            replace(DECIDED, owner="A" * 41),
            "The owner is 41 characters wide, and at most 40 fit.",
        ),
        (
            replace(DECIDED, support=(replace(HELP, detail="a\u2028b"),)),
            "The support can't be kept like this: character 2 is a line separator (U+2028).",
        ),
        (
            replace(DECIDED, dissent=(replace(OBJECTION, name="B\u202een"),)),
            (
                "The dissent can't be kept like this: "
                "character 2 is an invisible formatting character (U+202E)."
            ),
        ),
    ],
)
def test_a_vague_or_contradictory_outcome_is_refused(decision, words):
    recording(VOTED, decision).refused(words)


@pytest.mark.parametrize(
    "decision", [DECIDED, DEFERRED, Decision(Outcome.PARKED), Decision(Outcome.ESCALATED)]
)
def test_before_a_vote_a_task_can_only_be_skipped(decision):
    recording(UNVOTED, decision).refused(
        "Nobody has voted on this task yet. Vote first, or skip it."
    )


def test_without_a_leader_any_decision_needs_a_rationale():
    recording(TIED, replace(DECIDED, rationale="")).refused(
        "No team leads: say in the rationale why Apples drives."
    )
    recording(TIED, DECIDED).then(settled("fruit", DECIDED))


def test_the_lead_is_that_of_the_newest_round():
    swung = (*VOTED, voted("fruit", 2, p1="b", p2="b"))
    recording(swung, replace(DECIDED, driver="b", rationale="")).then(
        settled("fruit", replace(DECIDED, driver="b", rationale=""))
    )
    recording(swung, replace(DECIDED, rationale="")).refused(
        "Bakers leads the vote: say in the rationale why Apples drives."
    )


def test_the_text_of_a_decision_is_kept_in_normal_form():
    typed = replace(
        DECIDED,
        owner=" Ana ",
        rationale=" Zoe\u0308 knows. ",
        support=(replace(HELP, detail=" what sells ", when=" each Monday "),),
        dissent=(replace(OBJECTION, reason=" We sell it. ", would_change=" A ladder. "),),
    )
    recording(VOTED, typed).then(
        settled(
            "fruit",
            replace(
                DECIDED,
                owner="Ana",
                rationale="Zo\u00eb knows.",
                support=(HELP,),
                dissent=(OBJECTION,),
            ),
        )
    )


@pytest.mark.parametrize(
    "objection",
    [replace(OBJECTION, participant="p2"), replace(OBJECTION, name=None, participant="p2")],
)
def test_where_votes_are_anonymous_a_dissent_names_nobody(objection):
    there = (started(ANONYMOUS), *VOTED[1:])
    recording(there, replace(DECIDED, dissent=(objection,))).refused(
        "Votes are anonymous here: keep the objection without its author's name."
    )
    nameless = replace(DECIDED, dissent=(replace(OBJECTION, name=None),))
    recording(there, nameless).then(settled("fruit", nameless))


@pytest.mark.parametrize(
    ("before", "step", "words"),
    [
        ((started(), TWO), "fruit", "The room has moved on to another step."),
        (VOTED, "soup", "The room has moved on to another step."),
        ((*VOTED, entered("soup")), "fruit", "The room has moved on to another step."),
        ((started(), TWO, entered("welcome")), "welcome", "This step has no vote."),
        (
            (*UNVOTED, opened("fruit"), cast("p1", "a")),
            "fruit",
            "A vote is open here. Close it first.",
        ),
        (
            (*VOTED, settled("fruit", DECIDED)),
            "fruit",
            "Ines has recorded an outcome already. Reopen the task to change its outcome.",
        ),
    ],
)
def test_an_outcome_is_recorded_only_for_the_task_at_hand_and_once(before, step, words):
    given(before).when(RecordDecision, step=step, decision=DECIDED).refused(words)


def test_a_decided_task_is_reopened_and_keeps_its_rounds():
    before = (*VOTED, settled("fruit", DECIDED))
    given(before).when(ReopenDecision, step="fruit").then(reopened("fruit"))
    record = session(before, reopened("fruit")).record("fruit")
    assert (record.decision, record.decided_at, len(record.rounds)) == (None, None, 1)


def test_a_reopened_task_is_decided_anew_on_its_old_vote_or_a_new_one():
    before = (*VOTED, settled("fruit", DECIDED), reopened("fruit"))
    recording(before, DEFERRED).then(settled("fruit", DEFERRED))
    again = (*before, voted("fruit", 2, p1="b", p2="b"))
    anew = replace(DECIDED, driver="b")
    recording(again, anew).then(settled("fruit", anew))


@pytest.mark.parametrize(
    ("before", "step", "words"),
    [
        (VOTED, "fruit", "This task is still open."),
        (
            (*VOTED, settled("fruit", DECIDED), reopened("fruit")),
            "fruit",
            "This task is still open.",
        ),
        (
            (*VOTED, settled("fruit", DECIDED), entered("soup")),
            "fruit",
            "The room has moved on to another step.",
        ),
        ((started(), entered("welcome")), "welcome", "This step has no vote."),
    ],
)
def test_reopening_is_refused(before, step, words):
    given(before).when(ReopenDecision, step=step).refused(words)


def test_a_decision_may_name_an_owner_who_is_not_in_the_room():
    decision = replace(DECIDED, owner="Zoë from Oslo")
    recording((*VOTED, joined("p3", "Cem", "c")), decision).then(settled("fruit", decision))


def test_a_vote_that_is_closed_but_not_yet_revealed_is_no_ground_for_a_decision():
    just_closed = (*UNVOTED, opened("fruit"), closed("fruit")[0])
    recording(just_closed, DECIDED).refused(
        "Nobody has voted on this task yet. Vote first, or skip it."
    )
