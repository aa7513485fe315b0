"""What the screen tells of one task over its sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from facilitator.ui.reviewing.drawing import section_lines
from facilitator.ui.reviewing.model import Found, Look, Past, Tab
from facilitator.ui.reviewing.tabs import page
from tests.ui.reviewing.past import TODAY, card
from tests.worlds.past_sessions import SPRING

TASK = "competitive-messaging"


def told(sessions: int) -> list[str]:
    logs = [
        replace(
            SPRING,
            session=replace(
                SPRING.session,
                id=f"{SPRING.session.id}-{number}",
                title=f"Session {number}",
                started_at=SPRING.session.started_at + timedelta(days=number),
            ),
        )
        for number in range(sessions)
    ]
    cards = tuple(map(card, logs))
    past = Past("sessions", TODAY, Found(cards, len(cards)), is_read=True)
    section = page(past, Look(tab=Tab.HISTORY)).detail(TASK)
    return [line.plain for line in section_lines(section, 100)]


def test_a_few_sessions_are_all_told_the_newest_first():
    titles = [line.split("  ")[-1] for line in told(3) if "Session" in line]
    assert titles == ["Session 2", "Session 1", "Session 0"]


def test_of_very_many_sessions_the_newest_are_told_and_where_the_others_are():
    lines = told(300)
    assert any("Session 299" in line for line in lines)
    assert not any("Session 0" in line for line in lines)
    assert lines[-1] == f"264 earlier sessions: facilitator log history {TASK}"
    assert len(lines) < 400
