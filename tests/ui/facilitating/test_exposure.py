"""Before an anonymous reveal: how many answers are missing, and whose could be worked out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.agenda import Attribution, Rules
from tests.ui.facilitating.staging import EVERY_KIND, Staged
from tests.ui.facilitating.watching import press, shown, until, until_shown, words

SIZE = (80, 24)
PLAN = replace(EVERY_KIND, rules=Rules(attribution=Attribution.ANONYMOUS))
PEOPLE = (("Raj", "pm"), ("Lee", "pm"), ("Ana", "pmm"), ("Kim", "pmm"))

COMPARED = "comparing the two may tell what they chose. Reveal?"


async def room(plan=PLAN) -> Staged:
    staged = await Staged(plan).open()
    await staged.join(*PEOPLE)
    return staged


async def voting(*rounds: str, plan=PLAN) -> Staged:
    """Rounds in which these have voted, by their first letters; the last one is open."""
    staged = await room(plan)
    await staged.enter("launch-plan")
    for number, names in enumerate(rounds, start=1):
        if number > 1:
            await staged.close_round(number - 1)
        await staged.open_round(number)
        votes = {name: "pm" for name, _ in PEOPLE if name[0] in names}
        await staged.vote(number, **votes)
    return staged


def question(pilot) -> list[str]:
    """The rows of the dialog's question, above the keys."""
    rows = [row.split("│")[1].strip() for row in shown(pilot.app).split("\n") if row.count("│") > 1]
    return [row for row in rows if row and "SPACE" not in row]


@pytest.mark.parametrize(
    ("rounds", "asked"),
    [
        (("K",), "Only 1 has voted, so nothing can be shown: three are needed. Reveal anyway?"),
        (("KR",), "Only 2 have voted, so nothing can be shown: three are needed. Reveal anyway?"),
        (
            ("KRLA", "RLA"),
            f"Kim voted in round 1 and not in this one: {COMPARED}",
        ),
        (
            ("RLA", "KRLA"),
            f"Kim voted in this round and not in round 1: {COMPARED}",
        ),
        (
            ("KRL", "RLA"),
            f"Kim voted in round 1 only, Ana in this one only: {COMPARED}",
        ),
    ],
)
async def test_space_asks_what_the_reveal_would_show_in_two_lines(rounds, asked):
    staged = await voting(*rounds)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, asked)
        rows = question(pilot)
        assert (" ".join(rows), len(rows)) == (asked, 2)
        await press(pilot, "space")
        await until(pilot, lambda: not staged.session.state.record("launch-plan").open_round)


async def test_the_question_goes_with_what_happens_while_it_stands():
    staged = await voting("KR")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "Only 2 have voted")
        await staged.vote(Lee="pm")
        await until_shown(pilot, "Ana has not voted: reveal anyway?")
        await staged.vote(Ana="pm")
        await until_shown(pilot, "Everybody has voted by now: reveal?")
        await staged.close_round()
        await until_shown(pilot, "This round is revealed already.")


@pytest.mark.parametrize(("plan", "rounds"), [(PLAN, ("KRLA", "KRLA")), (EVERY_KIND, ("KRLA",))])
async def test_where_there_is_nothing_to_say_nothing_is_asked(plan, rounds):
    staged = await voting(*rounds, plan=plan)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until(pilot, lambda: not staged.session.state.record("launch-plan").open_round)


async def test_where_votes_are_named_the_same_round_is_revealed_as_ever():
    staged = await voting("KRLA", "RLA", plan=EVERY_KIND)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "Kim has not voted: reveal anyway?")


async def test_of_ratings_it_is_said_in_their_own_words():
    staged = await room()
    await staged.enter("maturity")
    await staged.open_round()
    for name, _ in PEOPLE:
        await staged.mark(name, established=3, launches=3, buyers=3)
    await staged.close_round()
    await staged.open_round(2)
    for name in ("Raj", "Lee", "Ana"):
        await staged.mark(name, 2, established=3, launches=3, buyers=3)
    await staged.mark("Kim", 2, established=3)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "Kim answered in round 1 and not in this one")
        assert "may tell what they said." in words(pilot.app)


async def test_dots_that_are_left_are_asked_about_without_names():
    staged = await room()
    await staged.enter("which")
    await staged.open_round()
    for name, _ in PEOPLE:
        await staged.mark(name, launch_plan=2)
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Everybody has placed dots; not all dots are placed.")
        await press(pilot, "space")
        await until_shown(pilot, "Not all dots are placed yet: reveal anyway?")


# afterwards


async def test_a_promise_that_few_have_answered_is_asked_about_again():
    staged = await room()
    await staged.enter("owe")
    await staged.open_round(about="updates")
    await staged.mark("Raj", consent=1)
    await staged.close_round()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Ask the room again")
        assert "N Ask again" not in words(pilot.app)
        await press(pilot, "space")
        await until(pilot, lambda: len(staged.session.state.rounds_on("owe")) == 2)
    assert staged.session.state.rounds_on("owe")[1].about == "updates"


async def test_where_dots_choose_nothing_space_asks_which_tasks_and_why():
    staged = await room()
    await staged.enter("which")
    await staged.open_round()
    await staged.mark("Raj", launch_plan=3)
    await staged.close_round()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Choose the tasks")
        await press(pilot, "space")
        await until_shown(pilot, "Too few placed dots: which tasks are taken today?")
        told = words(pilot.app)
        assert "Required: the dots choose none." in told
        assert [each for each in ("0 dots", "3 dots", "by the dots") if each in told] == []
        await press(pilot, "space", "ctrl+s")
        await until_shown(pilot, "Say why you take these.")
        await press(pilot, *"Late", "ctrl+s")
        await until(pilot, lambda: staged.session.state.choices)
        await until_shown(pilot, "1 task taken today")
    assert staged.session.state.choices["which"].reason == "Late"
