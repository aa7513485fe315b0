"""Choosing which tasks get the time: the order of the dots, the choice, and what is set aside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.commands import EndSession, EnterStep, ReopenShortlist, SettleShortlist
from facilitator.domain.events import ShortlistReopened, ShortlistSettled
from facilitator.domain.steps.shortlist import rank
from tests.worlds.scenario import (
    DECIDED,
    FULL,
    NOON,
    PICK,
    THREE,
    answered,
    closed,
    ended,
    entered,
    given,
    is_settled,
    marked,
    opened,
    session,
    settled,
    started,
    voted,
)

THERE = (started(FULL), THREE)
AT_PICK = (THERE, entered("pick"))
DOTTED = (AT_PICK, answered("pick", p1={"soup": 3}, p2={"fruit": 1, "soup": 1}))


def settling(before, *taken, reason="", by="f1"):
    return given(before).when(SettleShortlist, by=by, step="pick", taken=taken, reason=reason)


def chose(*taken, reason=""):
    return ShortlistSettled(at=NOON, step="pick", taken=taken, reason=reason, by="f1")


def again():
    return ShortlistReopened(at=NOON, step="pick", by="f1")


def ranked(*happenings, pick=PICK):
    state = session(*happenings)
    return rank(state, pick, state.last_revealed("pick"))


def figures(*happenings):
    return [(each.task, each.dots, each.people, each.covered) for each in ranked(*happenings)]


def chosen(pick=PICK):
    return [each.task for each in ranked(DOTTED, pick=pick) if each.by_dots]


# the order


def test_more_dots_come_first():
    assert figures(DOTTED) == [("soup", 4, 2, None), ("fruit", 1, 1, None)]


def test_between_equal_dots_more_people_come_first():
    before = (AT_PICK, answered("pick", p1={"fruit": 2}, p2={"soup": 1}, p3={"soup": 1}))
    assert [each.task for each in ranked(before)] == ["soup", "fruit"]


def test_between_equals_the_lower_coverage_comes_first_and_then_the_agenda():
    level = answered("pick", p1={"fruit": 1, "soup": 1})
    assert [each.task for each in ranked(AT_PICK, level)] == ["fruit", "soup"]
    rated = (entered("taste"), answered("taste", p1={"salted": 1, "ripe": 2}), entered("pick"))
    assert figures(THERE, rated, level) == [("soup", 1, 1, 0.0), ("fruit", 1, 1, 0.5)]
    only_fruit = (entered("taste"), answered("taste", p1={"ripe": 3}), entered("pick"))
    assert [each.task for each in ranked(THERE, only_fruit, level)] == ["fruit", "soup"]


def test_dots_of_those_who_hold_no_seat_that_may_vote_do_not_count():
    before = (AT_PICK, opened("pick"), marked("f1", "fruit", 3, step="pick"), closed("pick"))
    assert figures(before)[0] == ("fruit", 0, 0, None)


def test_the_first_are_chosen():
    assert chosen() == ["soup"]
    assert chosen(replace(PICK, keep=2)) == ["soup", "fruit"]


# the choice


def test_what_the_dots_chose_is_taken_without_a_reason():
    settling(DOTTED, "soup").then(chose("soup"))
    settling(DOTTED, "soup", reason="It is cold.").then(chose("soup"))


@pytest.mark.parametrize("taken", [("fruit",), ("fruit", "soup")])
def test_other_tasks_are_taken_with_a_reason(taken):
    settling(DOTTED, *taken).refused("The dots chose other tasks: say why you overrule them.")
    settling(DOTTED, *taken, reason="  ").refused(
        "The dots chose other tasks: say why you overrule them."
    )
    settling(DOTTED, *taken, reason=" It rots. ").then(chose(*taken, reason="It rots."))


def test_tasks_are_taken_in_the_order_of_the_agenda():
    settling(DOTTED, "soup", "fruit", reason="Both.").then(chose("fruit", "soup", reason="Both."))


@pytest.mark.parametrize(
    ("before", "taken", "words"),
    [
        (DOTTED, (), "Take at least one of the tasks that were on offer, each once."),
        (DOTTED, ("soup", "soup"), "Take at least one of the tasks that were on offer, each once."),
        (DOTTED, ("tea",), "Take at least one of the tasks that were on offer, each once."),
        (AT_PICK, ("soup",), "Nobody has placed a dot yet."),
        (
            (AT_PICK, opened("pick")),
            ("soup",),
            "Dots are still being placed. Close the round first.",
        ),
        (
            (DOTTED, opened("pick", 2)),
            ("soup",),
            "Dots are still being placed. Close the round first.",
        ),
        (
            (DOTTED, chose("soup")),
            ("soup",),
            "The tasks are chosen already. Reopen the choice to change it.",
        ),
        ((DOTTED, entered("soup")), ("soup",), "The room has moved on to another step."),
    ],
)
def test_a_choice_that_cant_be_made_says_why(before, taken, words):
    settling(before, *taken).refused(words)


def test_a_reason_is_held_to_the_rules_of_text():
    settling(DOTTED, "fruit", reason="x" * 601).refused(
        "The reason is 601 characters wide, and at most 600 fit."
    )
    settling(DOTTED, "fruit", reason="\x07").refused(
        "That reason can't be kept: character 1 is a control character (U+0007)."
    )


def test_the_choice_is_the_facilitators():
    settling(DOTTED, "soup", by="p1").refused("Only a facilitator can do this.")
    given(DOTTED, chose("soup")).when(ReopenShortlist, by="p1", step="pick").refused(
        "Only a facilitator can do this."
    )


def test_a_step_of_another_kind_has_no_shortlist():
    given(THERE, entered("taste")).when(SettleShortlist, step="taste", taken=("soup",)).refused(
        "This step has no shortlist."
    )


# what is set aside


def test_tasks_that_are_not_taken_are_set_aside_and_need_no_more_time():
    state = session(DOTTED, chose("soup"))
    assert state.set_aside == {"fruit"}
    assert is_settled(state, "fruit")
    assert not is_settled(state, "soup")


def test_a_task_that_was_set_aside_is_taken_up_again_by_entering_it():
    before = (DOTTED, chose("soup"))
    given(before).when(EnterStep, step="fruit").then(entered("fruit"))
    state = session(before, entered("fruit"))
    assert state.set_aside == frozenset()
    assert not is_settled(state, "fruit")


def test_a_choice_is_opened_again_and_made_otherwise_and_the_dots_stay():
    before = (DOTTED, chose("soup"))
    reopening = given(before).when(ReopenShortlist, step="pick")
    reopening.then(again())
    state = session(before, again())
    assert (state.choices, state.set_aside) == ({}, frozenset())
    assert state.last_revealed("pick").number == 1
    settling((before, again()), "fruit", reason="It rots.").then(chose("fruit", reason="It rots."))
    state = session(before, again(), chose("fruit", reason="It rots."))
    assert state.set_aside == {"soup"}
    given(DOTTED).when(ReopenShortlist, step="pick").refused("The tasks are not chosen yet.")
    given(before, entered("soup")).when(ReopenShortlist, step="pick").refused(
        "The room has moved on to another step."
    )


def test_a_workshop_whose_other_tasks_were_set_aside_did_not_end_early():
    done = (
        *(entered(step) for step in ("welcome", "taste", "pick")),
        answered("pick", p1={"soup": 3}),
        chose("soup"),
        entered("soup"),
        voted("soup", p1="a", p2="a"),
        settled("soup", DECIDED),
        entered("owe"),
        entered("goodbye"),
    )
    given(THERE, done).when(EndSession).then(ended())


def test_a_task_that_was_settled_before_it_was_set_aside_keeps_its_outcome():
    decided = (entered("fruit"), voted("fruit", p1="a", p2="a"), settled("fruit", DECIDED))
    state = session(
        THERE, decided, entered("pick"), answered("pick", p1={"soup": 3}), chose("soup")
    )
    assert state.record("fruit").decision == DECIDED
    assert is_settled(state, "fruit")
