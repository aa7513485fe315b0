"""What too few have answered anonymously, on every screen: how many did, and how many it takes.

Two of five have answered each time, with words that nobody else may see.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from facilitator.domain.agenda import Attribution, Rules
from facilitator.domain.views import facilitator_view, stage_view, voter_view
from facilitator.ui.facilitating.stage import StagePanel
from facilitator.ui.ink import plain
from facilitator.ui.presenting import page as wall
from facilitator.ui.presenting.scene import JoinWay
from facilitator.ui.presenting.scene import Scene as WallScene
from facilitator.ui.voting import frame as voting
from facilitator.ui.voting.scene import Scene
from facilitator.ui.voting.update import following
from tests.ui.facilitating import staging
from tests.ui.facilitating.staging import Staged
from tests.ui.facilitating.watching import press, until_shown, words
from tests.ui.presenting.test_drawing import has_big

SIZE = (80, 24)
PANEL = 51
"""Cells of the facilitator's middle column on such a terminal."""
PLAN = replace(staging.EVERY_KIND, rules=Rules(attribution=Attribution.ANONYMOUS))
WORDS = "dugong"
FROM_THREE_ON = "Figures are shown from three on."


@pytest.fixture(autouse=True)
async def _sessions_closed() -> AsyncIterator[None]:
    yield
    while staging.OPENED:
        await staging.OPENED.pop().close()


async def room() -> Staged:
    staged = await Staged(PLAN, staging.EARLIER).open()
    people = (("Raj", "pm"), ("Lee", "pm"), ("Ana", "pmm"), ("Kim", "pmm"), ("Vera", "sales"))
    await staged.join(*people)
    return staged


async def asked(step: str, about: str = "") -> Staged:
    staged = await room()
    await staged.enter(step)
    await staged.open_round(about=about)
    return staged


async def voted() -> Staged:
    staged = await asked("launch-plan")
    await staged.vote(Raj=f"pm: {WORDS}", Kim="pm")
    await staged.close_round()
    return staged


async def rated() -> Staged:
    staged = await asked("maturity")
    await staged.mark("Raj", established=4, launches=2, buyers=3)
    await staged.mark("Kim", established=4, launches=2, buyers=3)
    await staged.close_round()
    return staged


async def dotted() -> Staged:
    staged = await asked("which")
    await staged.mark("Raj", launch_plan=3)
    await staged.mark("Kim", launch_plan=3)
    await staged.close_round()
    return staged


async def told() -> Staged:
    staged = await asked("since")
    for name in ("Raj", "Kim"):
        await staged.mark(name, feature_facts=3, win_loss=3)
    await staged.close_round()
    return staged


async def promised() -> Staged:
    staged = await asked("owe", "updates")
    await staged.mark("Raj", consent=0, reason=WORDS)
    await staged.mark("Kim", consent=0)
    await staged.close_round()
    return staged


async def shown() -> Staged:
    staged = await asked("game-plan")
    await staged.mark("Raj", plan=1, reason=WORDS)
    await staged.mark("Kim", plan=1)
    await staged.mark("Raj", return_on_time=1)
    await staged.close_round()
    return staged


KINDS: dict[str, tuple[Callable[[], Awaitable[Staged]], str]] = {
    "vote": (voted, "2 votes"),
    "ratings": (rated, "2 answers"),
    "dots": (dotted, "Dots by 2 voters"),
    "earlier promises": (told, "2 answers"),
    "consent": (promised, "2 answers"),
    "fingers": (shown, "2 answers"),
}


def on_facilitators(staged: Staged) -> list[str]:
    panel = StagePanel()
    panel.set_reactive(StagePanel.view, facilitator_view(staged.session.state))
    # Two fists stand side by side, in lines that are broken; for a test they are better whole.
    is_closing = staged.session.state.current == "game-plan"
    return [plain(line) for line in panel.draw(2 * PANEL if is_closing else PANEL)]


def on_voters(staged: Staged) -> list[str]:
    """The screen of somebody who has not answered."""
    view = voter_view(staged.session.state, staged.people["Vera"])
    lines = voting.draw(following(Scene(), view), *SIZE).lines
    return ["".join(text for text, _ in line) for line in lines]


def on_the_wall(staged: Staged) -> list[str]:
    scene = WallScene(stage_view(staged.session.state), JoinWay("ssh host", "7KXM"))
    return [plain(line) for line in wall.draw(scene, *SIZE)]


@pytest.mark.parametrize("screen", [on_facilitators, on_voters])
@pytest.mark.parametrize("kind", KINDS)
async def test_it_is_said_how_many_answered_and_how_many_it_takes(kind, screen):
    stage, number = KINDS[kind]
    rows = screen(await stage())
    text = " ".join(" ".join(rows).split())
    assert f"{number}. {FROM_THREE_ON}" in text
    assert [each for each in (WORDS, "█", "●", "%") if each in text] == []


@pytest.mark.parametrize("kind", KINDS)
async def test_on_the_wall_as_well(kind):
    stage, number = KINDS[kind]
    picture = "\n".join(on_the_wall(await stage()))
    text = " ".join(picture.split())
    assert number in text or any(has_big(number, picture, scale) for scale in (1, 2))
    assert "shown from" in text or has_big("from three on.", picture)
    assert [each for each in (WORDS, "%", "median") if each in text] == []


async def test_the_decision_form_claims_no_votes():
    staged = await voted()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "d")
        await until_shown(pilot, "Decide: Launch plan")
        assert [each for each in ("0 votes", "2 votes", "leads") if each in words(pilot.app)] == []
        await press(pilot, "space")
        await until_shown(pilot, "Required: too few have voted to tell who leads.")
