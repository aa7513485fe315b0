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
from tests.ui.facilitating.watching import press, shown, until_shown, words

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


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_help_hangs_under_itself_at_every_size(size):
    staged = await revealed()
    async with staged.app().run_test(size=size) as pilot:
        await press(pilot, "?")
        await until_shown(pilot, "SPACE always leads on")
        inside = [row.split("│")[1] for row in shown(pilot.app).split("\n") if row.count("│") > 1]
        start = next(n for n, row in enumerate(inside) if row.strip().startswith("SPACE  "))
        end = next(n for n, row in enumerate(inside) if row.strip().startswith("Esc Close"))
        for row in inside[start : end - 1]:
            name, meaning = row[3:12], row[12:]
            assert meaning.strip()
            assert not name.strip() or name.endswith(" ")
