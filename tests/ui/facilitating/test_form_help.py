"""Every form says what its parts are for and what its keys do, and keeps what was typed."""

from __future__ import annotations

import pytest

from facilitator.domain.commands import ParkItem
from facilitator.ui.facilitating.agenda import merge
from facilitator.ui.facilitating.deeds import Deed
from facilitator.ui.facilitating.keys import press
from facilitator.ui.facilitating.people import vote_for
from tests.ui.facilitating.forms import filling
from tests.ui.facilitating.rooms import (
    Room,
    asked_of_promises,
    four_people,
    revealed,
    with_dots,
)
from tests.ui.facilitating.scenes import scene


def answering() -> Deed:
    room = asked_of_promises(Raj=1).open_round(about="win-loss")
    return vote_for(scene(room), room.view.room[0].people[0], "pm")


def merging() -> Deed:
    room = four_people().do(ParkItem(text="a")).do(ParkItem(text="b"))
    return merge(scene(room), room.view.parked[0])


def pressed(room: Room, key: str) -> Deed:
    deed = press(scene(room), key)
    assert not isinstance(deed, type(scene(room)))
    return deed


FORMS = {
    "defer": (lambda: pressed(revealed(), "F"), "When to look at it again."),
    "add a task": (lambda: pressed(four_people(), "A"), "The teams that could drive it"),
    "reword a promise": (
        lambda: pressed(asked_of_promises(Raj=1), "W"),
        "The day by which it is kept",
    ),
    "overrule the dots": (lambda: pressed(with_dots(), "O"), "Required where you take others"),
    "merge": (merging, "Those that say the same."),
    "answer for somebody": (answering, "marked as entered for them"),
}


@pytest.mark.parametrize("form", FORMS)
async def test_f1_explains_a_form_and_closes_to_it(form):
    deed, meaning = FORMS[form]
    async with filling(four_people(), deed()) as filled:
        await filled.sees("F1 ? Help")
        await filled.press("f1")
        await filled.sees(meaning)
        await filled.press("pagedown", "pagedown")
        await filled.sees("asks first when something was typed")
        await filled.press("escape")
        await filled.sees("F1 ? Help")
        assert meaning not in filled.words


async def test_a_question_mark_is_typed_where_one_types_and_helps_elsewhere():
    async with filling(revealed(), "D") as form:
        await form.press("?")
        await form.sees("The one team that drives it.")
        await form.press("escape", "tab", *"Ana?")
        await form.sees("Owner Ana?")
        await form.press("f1")
        await form.sees("The one team that drives it.")
