"""Every form says what its parts are for and what its keys do, and keeps what was typed."""

from __future__ import annotations

import pytest

from tests.ui.facilitating.staging import (
    Staged,
    asked_of_promises,
    four_people,
    revealed,
    with_dots,
)
from tests.ui.facilitating.watching import press, until_shown, words

SIZE = (80, 24)


async def voting() -> Staged:
    staged = await asked_of_promises(Raj=1)
    await staged.open_round(2, about="win-loss")
    return staged


FORMS = {
    "decide": (revealed, ("d",), "The one team that drives it."),
    "defer": (revealed, ("f",), "When to look at it again."),
    "add a task": (four_people, ("a",), "The teams that could drive it"),
    "reword a promise": (asked_of_promises, ("w",), "The day by which it is kept"),
    "overrule the dots": (with_dots, ("o",), "Required where you take others"),
    "answer for somebody": (voting, ("r", "v"), "marked as entered for them"),
}


@pytest.mark.parametrize("form", FORMS)
async def test_f1_explains_a_form_and_closes_to_it(form):
    stage, keys, meaning = FORMS[form]
    staged = await stage()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, *keys)
        await until_shown(pilot, "F1 ? Help")
        await press(pilot, "f1")
        await until_shown(pilot, meaning)
        await press(pilot, "pagedown", "pagedown")
        await until_shown(pilot, "asks first when something was typed")
        await press(pilot, "escape")
        await until_shown(pilot, "F1 ? Help")
        assert meaning not in words(pilot.app)


async def test_a_question_mark_is_typed_where_one_types_and_helps_elsewhere():
    staged = await revealed()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "F1 ? Help")
        await press(pilot, "?")
        await until_shown(pilot, "The one team that drives it.")
        await press(pilot, "escape", "tab", *"Ana?")
        await until_shown(pilot, "Owner Ana?")
