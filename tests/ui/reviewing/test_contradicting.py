"""A log that contradicts itself counts on the screen for past decisions, and is marked there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.ui.reviewing.drawing import Head, section_lines
from facilitator.ui.reviewing.model import Found, Look, Past, Tab
from facilitator.ui.reviewing.tabs import page, session_choices, sessions_table
from tests.ui.reviewing.past import BROKEN, TODAY, card
from tests.worlds.past_sessions import AUTUMN, SPRING

WRONG = replace(AUTUMN, contradicts=True)
WIDTH = 76
TOLD = "≠ This log contradicts itself, or one that it names; it counts all the same."
MEND = f"What to mend: facilitator log check {AUTUMN.session.id}"


def past(*logs) -> Past:
    cards = (*map(card, logs), BROKEN)
    return Past("sessions", TODAY, Found(cards, len(cards)), is_read=True)


def words(lines) -> str:
    return " ".join(" ".join(line.plain for line in lines).split())


def rows(tab: Tab, folder: Past) -> dict[str, str]:
    table = page(folder, Look(tab=tab)).table
    return {row.id: " ".join(cell.plain for cell in row.cells) for row in table.rows}


@pytest.mark.parametrize("tab", Tab)
def test_its_rows_are_those_of_a_sound_one_with_a_sign(tab):
    sound, wrong = (rows(tab, past(log, SPRING)) for log in (AUTUMN, WRONG))
    assert {row: text.replace("≠ ", "") for row, text in wrong.items()} == sound
    assert "≠" not in "".join(sound.values())
    if tab in (Tab.REGISTER, Tab.HISTORY, Tab.DUE):
        assert "≠" in "".join(wrong.values())


@pytest.mark.parametrize("tab", Tab)
def test_what_is_told_of_them_says_so_with_the_mend(tab):
    folder = past(WRONG, SPRING)
    told = {
        words(section_lines(told, WIDTH))
        for row in rows(tab, folder)
        if (told := page(folder, Look(tab=tab)).detail(row)) is not None
    }
    assert any(TOLD in each and MEND in each for each in told)


def test_the_head_counts_it_among_the_sessions():
    head = Head()
    head.past = past(WRONG, SPRING)
    told = words(head.draw(WIDTH))
    assert "2 sessions · ≠ 1 contradicting · ✘ 1 broken" in told


def test_the_list_of_sessions_marks_it():
    table = sessions_table(past(WRONG, SPRING))
    marked = [row.id for row in table.rows if any("≠" in cell.plain for cell in row.cells)]
    assert marked == [AUTUMN.session.id]
    choices = session_choices(past(WRONG, SPRING))
    assert [each.id for each in choices if "contradicts itself" in str(each)] == marked
