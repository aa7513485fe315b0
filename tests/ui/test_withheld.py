"""What too few have answered anonymously, on every screen: how many did, and how many it takes.

Two of five have answered each time, with words that nobody else may see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from facilitator.domain.agenda import Attribution, Rules
from facilitator.domain.views import stage_view, voter_view
from facilitator.ui.ink import plain
from facilitator.ui.presenting import page as wall
from facilitator.ui.presenting.page import JoinWay
from facilitator.ui.presenting.page import Scene as WallScene
from facilitator.ui.voting import frame as voting
from facilitator.ui.voting.scene import Scene
from facilitator.ui.voting.transitions import following
from tests.ui.facilitating import rooms
from tests.ui.facilitating.forms import filling
from tests.ui.facilitating.rooms import Room
from tests.ui.facilitating.scenes import MIDDLE, page
from tests.ui.presenting.test_drawing import has_big

SIZE = (80, 24)
PLAN = replace(rooms.EVERY_KIND, rules=Rules(attribution=Attribution.ANONYMOUS))
WORDS = "dugong"
FROM_THREE_ON = "Figures are shown from three on."


def asked(step: str, about: str = "") -> Room:
    room = rooms.begun(PLAN, rooms.EARLIER).join(*rooms.FOUR, ("Vera", "sales"))
    return room.enter(step).open_round(about)


def voted() -> Room:
    return asked("launch-plan").vote(Raj=f"pm: {WORDS}", Kim="pm").close_round()


def rated() -> Room:
    room = asked("maturity").mark("Raj", established=4, launches=2, buyers=3)
    return room.mark("Kim", established=4, launches=2, buyers=3).close_round()


def dotted() -> Room:
    return asked("which").mark("Raj", launch_plan=3).mark("Kim", launch_plan=3).close_round()


def told() -> Room:
    room = asked("since")
    for name in ("Raj", "Kim"):
        room = room.mark(name, feature_facts=3, win_loss=3)
    return room.close_round()


def promised() -> Room:
    room = asked("owe", "updates").mark("Raj", consent=0, reason=WORDS)
    return room.mark("Kim", consent=0).close_round()


def shown() -> Room:
    room = asked("game-plan").mark("Raj", plan=1, reason=WORDS).mark("Kim", plan=1)
    return room.mark("Raj", return_on_time=1).close_round()


KINDS: dict[str, tuple[Callable[[], Room], str]] = {
    "vote": (voted, "2 votes"),
    "ratings": (rated, "2 answers"),
    "dots": (dotted, "Dots by 2 voters"),
    "earlier promises": (told, "2 answers"),
    "consent": (promised, "2 answers"),
    "fingers": (shown, "2 answers"),
}


def on_facilitators(room: Room) -> list[str]:
    # Two fists stand side by side, in lines that are broken; for a test they are better whole.
    is_closing = room.state.current == "game-plan"
    return [plain(line) for line in page(room, 2 * MIDDLE if is_closing else MIDDLE)]


def on_voters(room: Room) -> list[str]:
    """The screen of somebody who has not answered."""
    view = voter_view(room.state, room.people["Vera"])
    lines = voting.draw(following(Scene(), view), *SIZE).lines
    return ["".join(text for text, _ in line) for line in lines]


def on_the_wall(room: Room) -> list[str]:
    scene = WallScene(stage_view(room.state), JoinWay("ssh host", "7KXM"))
    return [plain(line) for line in wall.draw(scene, *SIZE)]


@pytest.mark.parametrize("screen", [on_facilitators, on_voters])
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_said_how_many_answered_and_how_many_it_takes(kind, screen):
    stage, number = KINDS[kind]
    rows = screen(stage())
    text = " ".join(" ".join(rows).split())
    assert f"{number}. {FROM_THREE_ON}" in text
    assert [each for each in (WORDS, "█", "●", "%") if each in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_on_the_wall_as_well(kind):
    stage, number = KINDS[kind]
    picture = "\n".join(on_the_wall(stage()))
    text = " ".join(picture.split())
    assert number in text or any(has_big(number, picture, scale) for scale in (1, 2))
    assert "shown from" in text or has_big("from three on.", picture)
    assert [each for each in (WORDS, "%", "median") if each in text] == []


async def test_the_decision_form_claims_no_votes():
    async with filling(voted(), "D") as form:
        await form.sees("Decide: Launch plan")
        assert [each for each in ("0 votes", "2 votes", "leads") if each in form.words] == []
        await form.press("space")
        await form.sees("Required: too few have voted to tell who leads.")
