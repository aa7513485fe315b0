"""The eight screens that matter most, character by character, as an 80×24 terminal shows them.

After a change that is meant, ``UPDATE_PICTURES=1 pytest tests/ui/test_pictures.py`` draws them
anew; the difference is then to be read like any other.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from facilitator.live.arrivals import Arrival
from facilitator.terminal.painted import Screen
from facilitator.ui.presenting.screen import WallScreen
from facilitator.ui.voting.screen import VoterScreen
from tests.painted import on_screen
from tests.ui.facilitating import rooms
from tests.ui.facilitating.rooms import Room
from tests.ui.facilitating.staging import Staged, live
from tests.ui.facilitating.watching import shown

PICTURES = Path(__file__).with_name("pictures")
SIZE = (80, 24)


def facilitator(staged: Staged) -> App[Any]:
    return staged.app()


def voter(staged: Staged) -> Screen:
    """Kim's screen."""
    arrival = Arrival(
        credential="code:4",
        connection="s1-4",
        suggested_name="Kim",
        resume_code=None,
        come_back="ssh -p 2222 10.0.0.5",
        likeness=str.casefold,
    )
    return VoterScreen(staged.session, arrival, staged.clock)


def wall(staged: Staged) -> Screen:
    return WallScreen(staged.session, lambda: "ssh -p 2222 10.0.0.5", staged.clock)


def voting() -> Room:
    said = {"Raj": "pm: we know it", "Kim": "pmm: they talk to buyers every week"}
    return rooms.voting(**said)


def rating() -> Room:
    return rooms.six_people().enter("maturity").open_round().mark("Kim", established=4)


def decided() -> Room:
    return rooms.revealed().decide()


def promised() -> Room:
    return rooms.asked_of_promises(Raj=1, Lee=0, Ana=1, Kim=1)


Show = Callable[[Staged], App[Any] | Screen]
SCREENS: dict[str, tuple[Callable[[], Room], Show]] = {
    "facilitator-gathering": (rooms.four_people, facilitator),
    "facilitator-voting": (voting, facilitator),
    "facilitator-revealed": (rooms.revealed, facilitator),
    "facilitator-promise": (promised, facilitator),
    "voter-voting": (voting, voter),
    "voter-rating": (rating, voter),
    "voter-decided": (decided, voter),
    "wall-revealed": (rooms.revealed, wall),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_is_what_it_was(name):
    room, show = SCREENS[name]
    async with live(room()) as staged:
        staged.clock.step = timedelta(0)  # however often a screen is drawn, and looks at it
        drawn = await picture(show(staged))
    stored = PICTURES / f"{name}.txt"
    if os.environ.get("UPDATE_PICTURES"):
        stored.write_text(drawn, encoding="utf-8")
    assert drawn == stored.read_text(encoding="utf-8")


async def picture(screen: App[Any] | Screen, size: tuple[int, int] = SIZE) -> str:
    """The characters on a screen, line by line."""
    if isinstance(screen, App):
        async with screen.run_test(size=size) as pilot:
            await pilot.pause()
            return picture_of(screen)
    async with on_screen(screen, size) as seat:
        return "".join(f"{line}\n" for line in seat.shown.split("\n"))


def picture_of(app: App[Any]) -> str:
    """The same of an app that is running."""
    return f"{shown(app)}\n"
