"""What teams promise each other: worded, agreed by both, left out, taken up again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.domain.commands import ReopenPromise, SettlePromise, TakeUpPromise, WordPromise
from facilitator.domain.decisions import CommitmentStatus, Promise, PromiseRecord
from facilitator.domain.events import (
    PromiseReopened,
    PromiseSettled,
    PromiseTakenUp,
    PromiseWorded,
    StatusesRecorded,
)
from facilitator.domain.steps.commit import (
    CONSENT,
    OBJECTION,
    YES,
    consent_to,
    promise_at_hand,
    promises_at,
)
from tests.worlds.scenario import (
    FULL,
    FULL_ANONYMOUS,
    LAST_YEAR,
    NOON,
    OWE,
    THREE,
    answered,
    entered,
    given,
    joined,
    opened,
    session,
    started,
)

THERE = (started(FULL), THREE, entered("owe"))
JAM = Promise(id="jam", giver="a", receiver="b", text="Jam every Monday")
SPRING_DAY = date(2027, 3, 1)
BREAD = Promise(id="", giver="b", receiver="c", text="Bread for the soup, warm and early")
BREAD_ID = "bread-for-the-soup-warm-569b72"
YES_TO = {CONSENT: YES}
NO_TO = {CONSENT: OBJECTION}
ASIDE = {CONSENT: None}
AGREED = (THERE, answered("owe", 1, "jam", p1=YES_TO, p2=YES_TO))


def worded(promise):
    return PromiseWorded(at=NOON, step="owe", promise=promise, by="f1")


def settled(promise="jam", *, agreed=True):
    return PromiseSettled(at=NOON, step="owe", promise=promise, agreed=agreed, by="f1")


def reopened(promise="jam"):
    return PromiseReopened(at=NOON, step="owe", promise=promise, by="f1")


def turned_to(promise):
    return PromiseTakenUp(at=NOON, step="owe", promise=promise)


def wording(before, promise, **more):
    return given(before).when(WordPromise, step="owe", promise=promise, **more)


def settling(before, promise="jam", *, agreed=True):
    return given(before).when(SettlePromise, step="owe", promise=promise, agreed=agreed)


# words


def test_the_agendas_proposals_are_there_from_the_start():
    state = session(THERE)
    assert promises_at(state, "owe") == (PromiseRecord(JAM),)
    assert promise_at_hand(state, "owe").promise == JAM


def test_a_promise_is_added_with_an_id_made_of_its_first_words():
    added = replace(BREAD, id=BREAD_ID)
    wording(THERE, BREAD).then(worded(added))
    state = session(THERE, worded(added))
    assert [each.promise for each in promises_at(state, "owe")] == [JAM, added]
    assert promise_at_hand(state, "owe").promise == added
    wording((THERE, worded(added)), BREAD).then(worded(replace(BREAD, id=f"{BREAD_ID}-2")))
    wording(THERE, replace(BREAD, text="日本語")).then(
        worded(replace(BREAD, id="promise-77710a", text="日本語"))
    )


def test_an_id_is_unlike_those_of_promises_owed_from_earlier():
    before = (started(FULL, LAST_YEAR), THREE, entered("owe"))
    plums = replace(BREAD, text="Plums")
    wording(before, plums).then(worded(replace(plums, id="plums-2")))


def test_a_promise_gets_other_words_a_day_and_an_owner():
    other = replace(JAM, text="Jam", owner="Ana", due=SPRING_DAY)
    wording(THERE, replace(other, text=" Jam ", owner=" Ana ")).then(worded(other))
    wording(THERE, JAM).changes_nothing()


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        (replace(BREAD, text="  "), "Say what is promised."),
        (replace(BREAD, giver="x"), "A promise is from one of the teams to another."),
        (replace(BREAD, receiver="x"), "A promise is from one of the teams to another."),
        (
            replace(BREAD, receiver="b"),
            "A promise goes to another team than the one that makes it.",
        ),
        (
            replace(BREAD, due=NOON.date()),
            "The day by which it is to be kept has to lie in the future.",
        ),
        (replace(BREAD, id="unheard-of"), "This step has no such promise."),
        (
            replace(BREAD, text="x" * 301),
            "That promise is 301 characters wide, and at most 300 fit.",
        ),
        (
            replace(BREAD, owner="x" * 41),
            "That promise is 41 characters wide, and at most 40 fit.",
        ),
        (
            replace(BREAD, text="\x07"),
            "That promise can't be kept like this: character 1 is a control character (U+0007).",
        ),
    ],
)
def test_a_promise_that_cant_be_kept_like_this_says_why(promise, words):
    wording(THERE, promise).refused(words)


def test_a_step_holds_only_so_many_promises():
    full = tuple(worded(replace(BREAD, id=f"bread-{number}")) for number in range(59))
    wording((THERE, full), BREAD).refused("This step is full: it holds 60 promises.")
    wording((THERE, full), replace(JAM, text="Jam")).then(worded(replace(JAM, text="Jam")))


# consent


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"p1": YES_TO, "p2": YES_TO}, None),
        ({"p1": YES_TO, "p2": YES_TO, "p4": ASIDE}, None),
        ({"p1": YES_TO, "p2": ASIDE}, "Nobody said yes for Bakers."),
        ({"p2": YES_TO}, "Nobody said yes for Apples."),
        ({}, "Nobody said yes for Apples and Bakers."),
        (
            {"p1": YES_TO, "p2": YES_TO, "p4": NO_TO},
            "Somebody objects. Hear why; then reword it, ask again, or leave it out.",
        ),
    ],
)
def test_a_promise_needs_a_yes_from_both_teams_and_nobody_who_objects(answers, words):
    before = (THERE, joined("p4", "Dan", "a"), answered("owe", 1, "jam", **answers))
    outcome = settling(before)
    if words:
        outcome.refused(words)
    else:
        outcome.then(settled())
    settling(before, agreed=False).then(settled(agreed=False))


def test_a_promise_is_agreed_only_after_a_round_about_it():
    settling(THERE).refused("Ask both teams first.")
    bread = worded(replace(BREAD, id="bread"))
    settling((AGREED, bread), "bread").refused("Ask both teams first.")


def test_consent_to_other_words_does_not_count():
    before = (AGREED, worded(replace(JAM, text="Plums")))
    settling(before).refused("Ask both teams first.")
    asked_again = (before, answered("owe", 2, "jam", p1=YES_TO, p2=YES_TO))
    settling(asked_again).then(settled())


def test_the_newest_round_about_a_promise_counts():
    before = (AGREED, answered("owe", 2, "jam", p1=YES_TO, p2=NO_TO))
    settling(before).refused(
        "Somebody objects. Hear why; then reword it, ask again, or leave it out."
    )


def test_consent_is_read_with_who_objects_and_who_stands_aside():
    state = session(THERE, answered("owe", 1, "jam", p1=NO_TO))
    record = promise_at_hand(state, "owe")
    consent = consent_to(state, "owe", record)
    assert (consent.yes, consent.aside, consent.silent) == (0, 0, 1)
    assert [each.name for each in consent.objections] == ["Ana"]
    assert consent.lacking == ("Apples", "Bakers")
    assert not consent.is_given


def test_where_attribution_is_anonymous_the_room_as_a_whole_consents():
    there = (started(FULL_ANONYMOUS), THREE, entered("owe"))
    aside = answered("owe", 1, "jam", p1=ASIDE, p2=ASIDE, p3=ASIDE)
    settling((there, answered("owe", 1, "jam", p1=ASIDE, p2=ASIDE, p3=YES_TO))).then(settled())
    settling((there, aside)).refused("Nobody said yes.")
    settling((there, answered("owe", 1, "jam", p1=YES_TO, p2=ASIDE, p3=NO_TO))).refused(
        "Somebody objects. Hear why; then reword it, ask again, or leave it out."
    )


@pytest.mark.parametrize(
    "said", [{"p1": YES_TO}, {"p1": YES_TO, "p3": YES_TO}, {"p1": YES_TO, "p3": NO_TO}]
)
def test_where_attribution_is_anonymous_consent_takes_three_answers(said):
    there = (started(FULL_ANONYMOUS), THREE, entered("owe"))
    settling((there, answered("owe", 1, "jam", **said))).refused(
        "Too few have answered for anything to be told: 3 answers are needed."
    )
    settling((there, answered("owe", 1, "jam", **said)), agreed=False).then(settled(agreed=False))


# settled, and taken up again


def test_a_settled_promise_stays_as_it_is_until_it_is_reopened():
    done = (AGREED, settled())
    settling(done).refused("This promise is settled already. Reopen it to change it.")
    wording(done, replace(JAM, text="Plums")).refused(
        "This promise is settled. Reopen it to reword it."
    )
    given(done).when(ReopenPromise, step="owe", promise="jam").then(reopened())
    settling((done, reopened())).then(settled())
    wording((done, reopened()), replace(JAM, text="Plums")).then(worded(replace(JAM, text="Plums")))
    given(THERE).when(ReopenPromise, step="owe", promise="jam").refused(
        "This promise is still open."
    )


def test_the_room_goes_from_promise_to_promise():
    bread = replace(BREAD, id="bread")
    before = (THERE, worded(bread))
    given(before).when(TakeUpPromise, step="owe", promise="jam").then(turned_to("jam"))
    assert promise_at_hand(session(before, turned_to("jam")), "owe").promise == JAM
    done = (before, settled("bread", agreed=False))
    assert promise_at_hand(session(done), "owe").promise == JAM
    assert promise_at_hand(session(done, settled("jam", agreed=False)), "owe") is None
    given(before).when(TakeUpPromise, step="owe", promise="tea").refused(
        "This step has no such promise."
    )


@pytest.mark.parametrize(
    ("command", "more"),
    [
        (TakeUpPromise, {"promise": "jam"}),
        (WordPromise, {"promise": BREAD}),
        (SettlePromise, {"promise": "jam", "agreed": False}),
        (ReopenPromise, {"promise": "jam"}),
    ],
)
def test_promises_are_the_facilitators_matter_in_their_own_step(command, more):
    given(THERE).when(command, by="p1", step="owe", **more).refused(
        "Only a facilitator can do this."
    )
    given(THERE, entered("fruit")).when(command, step="owe", **more).refused(
        "The room has moved on to another step."
    )
    given(THERE, entered("fruit")).when(command, step="fruit", **more).refused(
        "The room has moved on to another step."
    )
    given(THERE, opened("owe", about="jam")).when(command, step="owe", **more).refused(
        "The room is being asked. Close the round first."
    )


# what is owed from an earlier session


def owing(promise: str, text: str = "Jam every Monday", *, told: CommitmentStatus | None = None):
    """An agenda that proposes jam, where such a promise is open from last year."""
    owed = Promise(id=promise, giver="a", receiver="b", text=text)
    happened = (started(FULL, replace(LAST_YEAR, commitments=(owed,))), THREE)
    if told is not None:
        statuses = {promise: told}
        happened += (
            entered("look-back"),
            StatusesRecorded(at=NOON, step="look-back", statuses=statuses, by="f1"),
        )
    return (*happened, entered("owe"))


@pytest.mark.parametrize("promise", ["jam", "jam-2"])
def test_a_promise_still_open_from_earlier_is_not_made_again(promise):
    before = owing(promise)
    assert promises_at(session(before), "owe") == ()
    settling(before).refused("This step has no such promise.")
    wording(before, replace(JAM, text="Plums")).refused("This step has no such promise.")
    wording(before, replace(JAM, id="")).refused(
        "That was promised in an earlier session, and is still open."
    )


@pytest.mark.parametrize("promise", ["jam", "jam-2"])
def test_a_promise_that_was_kept_can_be_made_anew(promise):
    before = owing(promise, told=CommitmentStatus.KEPT)
    assert promises_at(session(before), "owe") == (PromiseRecord(JAM),)


def test_other_words_between_the_same_teams_are_another_promise():
    assert promises_at(session(owing("plums", "Plums")), "owe") == (PromiseRecord(JAM),)


def test_an_agenda_without_proposals_leaves_it_to_the_room():
    plan = replace(FULL, steps=(replace(OWE, proposals=()),))
    state = session(started(plan), THREE, entered("owe"))
    assert promises_at(state, "owe") == ()
    assert promise_at_hand(state, "owe") is None
