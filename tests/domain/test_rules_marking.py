"""Rounds on the items of a step: who is asked what, what an answer can be, and until when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.commands import CloseRound, MarkItem, OpenRound, WithdrawMark
from facilitator.domain.events import MarkWithdrawn, PromiseSettled
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ItemCount, count_item
from facilitator.domain.steps.close import PLAN, RETURN_ON_TIME
from facilitator.domain.steps.commit import CONSENT, OBJECTION, YES
from facilitator.domain.turnout import Turnout, turnout
from tests.worlds.scenario import (
    FULL,
    FULL_ANONYMOUS,
    LAST_YEAR,
    NOON,
    THREE,
    answered,
    closed,
    disconnected,
    entered,
    given,
    items_asked,
    joined,
    marked,
    opened,
    session,
    started,
)

THERE = (started(FULL, LAST_YEAR), THREE)
HIDDEN = (started(FULL_ANONYMOUS, LAST_YEAR), THREE)
RATING = (THERE, entered("taste"), opened("taste"))
DOTS = (THERE, entered("pick"), opened("pick"))
TELLING = (THERE, entered("look-back"), opened("look-back"))
JAM = (THERE, entered("owe"), opened("owe", about="jam"))
CLOSING = (THERE, entered("goodbye"), opened("goodbye"))


def marking(before, step, item, value, *, who="p1", by=None, number=1, **more):
    return given(before).when(
        MarkItem,
        by=by or who,
        step=step,
        number=number,
        participant=who,
        item=item,
        value=value,
        **more,
    )


def opening(before, step, number=1, about=""):
    return given(before).when(OpenRound, step=step, number=number, about=about)


def left_out(promise):
    return PromiseSettled(at=NOON, step="owe", promise=promise, agreed=False, by="f1")


# opening and closing


@pytest.mark.parametrize(
    ("step", "about"),
    [("look-back", ""), ("taste", ""), ("pick", ""), ("owe", "jam"), ("goodbye", "")],
)
def test_a_round_is_opened_closed_and_opened_anew(step, about):
    before = (THERE, entered(step))
    opening(before, step, about=about).then(opened(step, about=about))
    before = (before, opened(step, about=about))
    given(before).when(CloseRound, step=step, number=1).then(closed(step))
    opening((before, closed(step)), step, 2, about).then(opened(step, 2, about))


@pytest.mark.parametrize(
    ("before", "step", "number", "about", "words"),
    [
        ((THERE, entered("welcome")), "welcome", 1, "", "This step has no vote."),
        ((THERE, entered("welcome")), "taste", 1, "", "The room has moved on to another step."),
        (RATING, "taste", 2, "", "A round is open already."),
        ((RATING, closed("taste")), "taste", 1, "", "Another round was held meanwhile."),
        (
            (THERE, entered("taste")),
            "taste",
            1,
            "salted",
            "A round in this step asks about all of it.",
        ),
        ((THERE, entered("owe")), "owe", 1, "", "This step has no such promise."),
        ((THERE, entered("owe")), "owe", 1, "plums", "This step has no such promise."),
        (
            (THERE, entered("owe"), left_out("jam")),
            "owe",
            1,
            "jam",
            "This promise is settled. Reopen it first.",
        ),
        (
            (started(FULL), THREE, entered("look-back")),
            "look-back",
            1,
            "",
            "Nothing was promised that could be followed up.",
        ),
    ],
)
def test_a_round_that_cant_be_opened_says_why(before, step, number, about, words):
    opening(before, step, number, about).refused(words)


def test_a_round_that_is_closed_is_not_closed_again():
    given(RATING, closed("taste")).when(CloseRound, step="taste", number=1).refused(
        "That round is closed already."
    )


# what an answer can be


@pytest.mark.parametrize(
    ("before", "step", "item", "values"),
    [
        (RATING, "taste", "salted", [1, 3, None]),
        (DOTS, "pick", "soup", [1, 3]),
        (TELLING, "look-back", "plums", [1, 4, None]),
        (JAM, "owe", CONSENT, [OBJECTION, YES, None]),
        (CLOSING, "goodbye", PLAN, [1, 5, None]),
        (CLOSING, "goodbye", RETURN_ON_TIME, [1, 5, None]),
    ],
)
def test_an_answer_is_taken_replaced_and_taken_once(before, step, item, values):
    for value in values:
        marking(before, step, item, value, who="p2").then(marked("p2", item, value, step=step))
        there = (before, marked("p2", item, value, step=step))
        marking(there, step, item, value, who="p2").changes_nothing()
    last = (before, marked("p2", item, values[1], step=step))
    marking(last, step, item, values[0], who="p2").then(marked("p2", item, values[0], step=step))


@pytest.mark.parametrize(
    ("before", "step", "item", "value", "words"),
    [
        (RATING, "taste", "salted", 0, "Answer with 1 to 3, or abstain."),
        (RATING, "taste", "salted", 4, "Answer with 1 to 3, or abstain."),
        (TELLING, "look-back", "plums", 5, "Answer with 1 to 4, or abstain."),
        (JAM, "owe", CONSENT, 2, "Answer with 0 to 1, or abstain."),
        (CLOSING, "goodbye", PLAN, 0, "Answer with 1 to 5, or abstain."),
        (CLOSING, "goodbye", PLAN, 6, "Answer with 1 to 5, or abstain."),
        (DOTS, "pick", "soup", 0, "Place 1 to 3 dots on a task, or take them back."),
        (DOTS, "pick", "soup", 4, "Place 1 to 3 dots on a task, or take them back."),
        (DOTS, "pick", "soup", None, "Place 1 to 3 dots on a task, or take them back."),
        (RATING, "taste", "sweet", 1, "That is not asked of you here."),
        (DOTS, "pick", "welcome", 1, "That is not asked of you here."),
        (CLOSING, "goodbye", "food", 1, "That is not asked of you here."),
    ],
)
def test_an_answer_that_is_none_is_refused(before, step, item, value, words):
    marking(before, step, item, value, who="p2").refused(words)


def test_a_voter_has_so_many_dots_and_no_more():
    placed = (DOTS, marked("p1", "fruit", 2, step="pick"))
    marking(placed, "pick", "soup", 1).then(marked("p1", "soup", 1, step="pick"))
    marking(placed, "pick", "soup", 2).refused(
        "All your dots are placed. Take one back to place it elsewhere."
    )
    marking(placed, "pick", "fruit", 3).then(marked("p1", "fruit", 3, step="pick"))
    marking(placed, "pick", "soup", 3, who="p2").then(marked("p2", "soup", 3, step="pick"))


def test_a_reason_goes_with_an_objection_and_with_few_fingers_alone():
    marking(JAM, "owe", CONSENT, OBJECTION, reason=" Too  sweet. ").then(
        marked("p1", CONSENT, OBJECTION, step="owe", reason="Too  sweet.")
    )
    marking(CLOSING, "goodbye", PLAN, 1, reason="Vague.").then(
        marked("p1", PLAN, 1, step="goodbye", reason="Vague.")
    )
    for before, step, item in (
        (RATING, "taste", "salted"),
        (DOTS, "pick", "soup"),
        (CLOSING, "goodbye", RETURN_ON_TIME),
    ):
        marking(before, step, item, 1, reason="Why.").refused("No reason is asked for here.")
    marking(JAM, "owe", CONSENT, OBJECTION, reason="\x1b[2J").refused(
        "That reason can't be used: character 1 is a control character (U+001B)."
    )


def test_a_statement_may_be_called_like_the_closing_items_and_asks_for_no_reason_yet():
    taste = FULL.steps[2]
    named = replace(taste, statements=(replace(taste.statements[0], id=PLAN),))
    plan = replace(FULL, steps=(*FULL.steps[:2], named, *FULL.steps[3:]))
    before = (started(plan), THREE, entered("taste"), opened("taste"))
    marking(before, "taste", PLAN, 1).then(marked("p1", PLAN, 1, step="taste"))
    marking(before, "taste", PLAN, 1, reason="Why.").refused("No reason is asked for here.")


# who is asked


def test_what_became_of_a_promise_is_asked_of_those_who_receive_it():
    marking(TELLING, "look-back", "plums", 1, who="p2").then(
        marked("p2", "plums", 1, step="look-back")
    )
    marking(TELLING, "look-back", "plums", 1, who="p3").refused("That is not asked of you here.")
    marking(TELLING, "look-back", "plums", 1, who="p1").refused(
        "This round asks others, not your team."
    )


def test_consent_is_asked_of_the_two_teams_of_a_promise():
    for who in ("p1", "p2"):
        marking(JAM, "owe", CONSENT, YES, who=who).then(marked(who, CONSENT, YES, step="owe"))
    marking(JAM, "owe", CONSENT, YES, who="p3").refused("This round asks others, not your team.")


def test_where_attribution_is_anonymous_everybody_is_asked_about_everything():
    telling = (HIDDEN, entered("look-back"), opened("look-back"))
    marking(telling, "look-back", "plums", 1).then(marked("p1", "plums", 1, step="look-back"))
    jam = (HIDDEN, entered("owe"), opened("owe", about="jam"))
    marking(jam, "owe", CONSENT, YES, who="p3").then(marked("p3", CONSENT, YES, step="owe"))
    state = session(jam, closed("owe"))
    assert set(state.last_revealed("owe").electorate) == {"p1", "p2", "p3"}


def test_only_those_who_are_asked_are_the_electorate():
    state = session(JAM, closed("owe"))
    assert state.last_revealed("owe").electorate == {"p1": "a", "p2": "b"}
    state = session(TELLING, closed("look-back"))
    assert state.last_revealed("look-back").electorate == {"p2": "b", "p3": "c"}
    state = session(RATING, closed("taste"))
    assert state.last_revealed("taste").electorate == {"p1": "a", "p2": "b", "p3": "c"}


def test_observers_and_facilitators_answer_nothing():
    before = (started(FULL), joined("p1", "Ana", "a", seat=Seat.OBSERVER), entered("taste"))
    for who in ("p1", "f1", "nobody"):
        marking((before, opened("taste")), "taste", "ripe", 1, who=who).refused(
            "Only voters can answer."
        )


# proxies


def test_the_facilitator_answers_for_somebody_in_the_room_until_they_do_themselves():
    marking(RATING, "taste", "ripe", 2, by="f1").then(
        marked("p1", "ripe", 2, step="taste", proxy=True)
    )
    by_proxy = (RATING, marked("p1", "ripe", 2, step="taste", proxy=True))
    marking(by_proxy, "taste", "ripe", 3, by="f1").then(
        marked("p1", "ripe", 3, step="taste", proxy=True)
    )
    marking(by_proxy, "taste", "ripe", 2).then(marked("p1", "ripe", 2, step="taste"))
    own = (RATING, marked("p1", "ripe", 2, step="taste"))
    marking(own, "taste", "ripe", 3, by="f1").refused(
        "Ana has answered: that answer is theirs alone."
    )
    marking(own, "taste", "salted", 3, by="f1").then(
        marked("p1", "salted", 3, step="taste", proxy=True)
    )


def test_nobody_else_answers_for_anybody():
    for by in ("p2", "nobody"):
        marking(RATING, "taste", "ripe", 3, by=by).refused("An answer is its voter's own.")


# withdrawing, and the end of a round


def withdrawing(before, step, item, *, who="p1", by=None):
    return given(before).when(
        WithdrawMark, by=by or who, step=step, number=1, participant=who, item=item
    )


def test_an_answer_is_taken_back_while_the_round_is_open():
    placed = (DOTS, marked("p1", "fruit", 3, step="pick"))
    gone = MarkWithdrawn(at=NOON, step="pick", number=1, participant="p1", item="fruit")
    withdrawing(placed, "pick", "fruit").then(gone)
    withdrawing(placed, "pick", "soup").changes_nothing()
    withdrawing(placed, "pick", "fruit", by="f1").refused(
        "Ana has answered: that answer is theirs alone."
    )
    withdrawing((placed, closed("pick")), "pick", "fruit").refused(
        "This round is closed: answers are no longer taken."
    )
    marking((placed, gone), "pick", "soup", 3).then(marked("p1", "soup", 3, step="pick"))


@pytest.mark.parametrize(
    ("before", "step", "number"),
    [
        ((THERE, entered("taste")), "taste", 1),
        ((RATING, closed("taste")), "taste", 1),
        ((RATING, closed("taste"), opened("taste", 2)), "taste", 1),
        (RATING, "taste", 2),
        (RATING, "pick", 1),
        (RATING, "fruit", 1),
        (RATING, "no-such-step", 1),
    ],
)
def test_no_answer_counts_outside_of_its_round(before, step, number):
    marking(before, step, "ripe", 1, number=number).refused(
        "This round is closed: answers are no longer taken."
    )


def test_who_joins_late_answers_and_is_counted_and_who_leaves_stays_counted():
    late = (RATING, marked("p1", "ripe", 1, step="taste"), disconnected("p1", "s1-p1"))
    late = (late, joined("p4", "Dan", "a"))
    marking(late, "taste", "ripe", 3, who="p4").then(marked("p4", "ripe", 3, step="taste"))
    state = session(late, marked("p4", "ripe", 3, step="taste"), closed("taste"))
    held = state.last_revealed("taste")
    assert count_item(held, "ripe", range(1, 4)) == ItemCount((1, 0, 1), cant_say=0, silent=2)
    assert count_item(held, "ripe", range(1, 4), ["p2"]) == ItemCount((0, 0, 0), 0, silent=1)


@pytest.mark.parametrize(
    ("before", "asked", "done"),
    [
        (RATING, {"p1", "p2", "p3"}, set()),
        ((RATING, marked("p1", "ripe", None, step="taste")), {"p1", "p2", "p3"}, set()),
        (
            (
                RATING,
                marked("p1", "ripe", None, step="taste"),
                marked("p1", "salted", 1, step="taste"),
            ),
            {"p1", "p2", "p3"},
            {"p1"},
        ),
        ((TELLING, marked("p2", "plums", 1, step="look-back")), {"p2", "p3"}, {"p2"}),
        ((JAM, marked("p1", CONSENT, None, step="owe")), {"p1", "p2"}, {"p1"}),
        ((DOTS, marked("p1", "soup", 2, step="pick")), {"p1", "p2", "p3"}, set()),
        ((DOTS, marked("p1", "soup", 3, step="pick")), {"p1", "p2", "p3"}, {"p1"}),
        ((RATING, closed("taste")), set(), set()),
    ],
)
def test_who_is_asked_and_who_has_answered_all_of_it(before, asked, done):
    assert turnout(session(before)) == Turnout(frozenset(asked), frozenset(done))


def test_steps_without_items_ask_nothing():
    state = session(THERE)
    assert items_asked(state, "welcome") == ()
    assert items_asked(state, "fruit") == ()


def test_every_round_of_a_step_stays():
    state = session(
        THERE,
        entered("taste"),
        answered("taste", p1={"ripe": 1}),
        answered("taste", 2, p1={"ripe": 3}),
        opened("taste", 3),
    )
    assert [held.answers["p1"]["ripe"].value for held in state.rounds_on("taste")[:2]] == [1, 3]
    assert state.last_revealed("taste").number == 2


def test_a_facilitator_cant_find_out_on_which_tasks_somebody_has_dots():
    before = (DOTS, marked("p1", "soup", 1, step="pick"))
    told = "Ana has answered: that answer is theirs alone."
    for item in ("soup", "fruit"):
        marking(before, "pick", item, 1, by="f1").refused(told)
        given(before).when(
            WithdrawMark, by="f1", step="pick", number=1, participant="p1", item=item
        ).refused(told)
