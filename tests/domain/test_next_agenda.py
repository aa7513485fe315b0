"""The agenda of what a log leaves due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.domain.agenda import (
    Attribution,
    Fallback,
    InputKind,
    Phase,
    Rules,
    Suggestion,
    Support,
    Team,
)
from facilitator.domain.agenda_drafts import due_decisions, next_agenda, next_review
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Outcome
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.follow_up import FollowUp
from tests.worlds.workshop import agenda as original_agenda
from tests.worlds.workshop import held_session

LOG = project_log(held_session())
REVIEW = LOG.decisions[0].review_on
BEFORE = date(2026, 12, 1)


def due(log=LOG, on=REVIEW):
    return [decision.task for decision in due_decisions(log, on)]


def with_outcome(outcome, log=LOG):
    """The log with its first decision ended that way."""
    first = replace(log.decisions[0], outcome=outcome)
    return replace(log, decisions=(first, *log.decisions[1:]))


def test_what_was_left_undecided_is_due_at_once_and_decisions_from_their_review_date_on():
    assert due(on=BEFORE) == ["launch-plan", "advisory-boards"]
    assert due(on=REVIEW) == ["competitive-messaging", "launch-plan", "advisory-boards"]
    assert due(with_outcome(Outcome.ESCALATED), BEFORE)[0] == "competitive-messaging"
    assert due(with_outcome(Outcome.SKIPPED), REVIEW)[0] == "launch-plan"


def test_the_next_review_is_the_first_after_the_day():
    assert next_review(LOG, BEFORE) == REVIEW
    assert next_review(LOG, REVIEW) is None


def test_nothing_due_is_no_agenda():
    decided = replace(LOG, decisions=LOG.decisions[:1])
    assert next_agenda(decided, BEFORE) is None
    assert next_agenda(decided, REVIEW) is not None


def test_it_follows_up_first_closes_last_and_keeps_ids_titles_and_phases():
    agenda = next_agenda(LOG, REVIEW)
    assert agenda.id == LOG.session.agenda
    assert isinstance(agenda.steps[0], FollowUp)
    assert isinstance(agenda.steps[-1], Close)
    assert [(task.id, task.title, task.phase) for task in agenda.tasks] == [
        ("competitive-messaging", "Competitive messaging", Phase.MARKET),
        ("launch-plan", "Launch plan", None),
        ("advisory-boards", "Advisory boards", None),
    ]
    assert {task.candidates for task in agenda.tasks} == {("pm", "pmm", "sales")}
    assert [team.name for team in agenda.teams] == [team.name for team in LOG.teams]
    assert all(step.minutes for step in agenda.steps)


def test_the_rules_are_those_of_the_log():
    rules = replace(LOG.rules, max_rounds=2, fallback=Fallback.ESCALATE, approver="VP Product")
    log = replace(LOG, rules=rules, session=replace(LOG.session, attribution=Attribution.ANONYMOUS))
    assert next_agenda(log, REVIEW).rules == Rules(
        attribution=Attribution.ANONYMOUS,
        max_rounds=2,
        fallback=Fallback.ESCALATE,
        approver="VP Product",
    )


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.DECIDED, "decided, with a review on 22 Mar 2027: what was decided stays hidden"),
        (Outcome.DEFERRED, "deferred until 22 Mar 2027: it is back because it was left without"),
        (Outcome.ESCALATED, "escalated: it is back because the log holds no decision."),
        (Outcome.PARKED, "parked: it is back because it was left without a decision."),
    ],
)
def test_the_background_says_in_a_sentence_how_it_ended_and_not_who_drives(outcome, words):
    background = next_agenda(with_outcome(outcome), REVIEW).tasks[0].background
    assert background.startswith("Last time, on 22 Nov 2026, this was ")
    assert words in background
    assert background.count(".") == 1


def test_nothing_of_the_old_decision_is_given_away():
    told = repr(next_agenda(LOG, REVIEW).tasks)
    decision = LOG.decisions[0]
    for secret in (
        decision.owner,
        decision.rationale,
        *(each.reason for each in decision.dissent),
        *(each.detail for each in decision.support),
    ):
        assert secret not in told


def plan(**more):
    """The log's own agenda, with much to say about its first task."""
    agenda = original_agenda()
    first = replace(
        agenda.tasks[0],
        **{
            "question": "Who tells buyers why us?",
            "background": "Somebody has to.",
            "candidates": ("pm", "pmm"),
            "minutes": 12,
            "notes": "Mind the time.",
            "source": "S3",
            "market_facing": True,
            "suggested": Suggestion(
                "pmm", "They study buyers.", (Support("pm", InputKind.REVIEW, "Facts", "Weekly"),)
            ),
        }
        | more,
    )
    close = Close(id="end", title="The end", minutes=3, notes="Thank them.")
    return replace(agenda, steps=(first, close))


def test_what_the_original_agenda_says_of_a_task_is_taken_from_it():
    agenda = next_agenda(LOG, REVIEW, plan())
    task = agenda.tasks[0]
    assert replace(task, background="Somebody has to.") == plan().tasks[0]
    assert task.background.endswith("until the votes are in.\n\nSomebody has to.")
    assert agenda.steps[-1] == plan().steps[-1]
    assert agenda.tasks[1].candidates == ("pm", "pmm", "sales")


def test_the_sentence_of_an_earlier_time_is_replaced_not_repeated():
    once = next_agenda(LOG, REVIEW, plan())
    again = next_agenda(LOG, REVIEW, once)
    assert again.tasks == once.tasks


def test_a_background_that_would_grow_too_long_makes_room_for_the_sentence():
    task = next_agenda(LOG, REVIEW, plan(background="x" * 20_000)).tasks[0]
    assert task.background.endswith("until the votes are in.")


def test_teams_that_the_log_does_not_know_are_left_out():
    suggested = Suggestion("cs", "", ())
    agenda = next_agenda(LOG, REVIEW, plan(candidates=("pm", "cs"), suggested=suggested))
    assert agenda.tasks[0].candidates == ("pm", "pmm", "sales")
    assert agenda.tasks[0].suggested is None


def test_teams_keep_the_short_names_that_they_had():
    original = replace(plan(), teams=(Team("pm", "Old name", "Prod", "Builds"),))
    teams = next_agenda(LOG, REVIEW, original).teams
    assert teams[0] == Team("pm", LOG.teams[0].name, "Prod", "Builds")
    assert teams[1].short == "PMM"


def test_no_task_shares_its_id_with_the_steps_around_it():
    first = replace(LOG.decisions[1], task="since-last-time")
    last = replace(LOG.decisions[2], task="the-game-plan")
    agenda = next_agenda(replace(LOG, decisions=(first, last)), REVIEW)
    assert len({step.id for step in agenda.steps}) == 4
    assert [task.id for task in agenda.tasks] == ["since-last-time", "the-game-plan"]
