"""What a facilitator's screen would show of a room, without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from facilitator.domain.views import FacilitatorView
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.ui.facilitating.deeds import Choose, Deed
from facilitator.ui.facilitating.frame import TopLine
from facilitator.ui.facilitating.keys import lead, offered
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps import stage_page
from facilitator.ui.ink import Line, plain, width_of
from tests.ui.facilitating.rooms import START, Room

MIDDLE = 51
"""Cells of the middle column on a terminal of 80."""
LISTENING = ServerStatus(
    ServerState.LISTENING,
    "ssh -p 2222 10.0.0.5",
    "SHA256:sR0v5V2m3bq1oKk8p6yqL1cC0uW8m7tYxw2H4nJd9aE",
)
WIDTHS = (42, 49, 58, 92, 120)


def scene(room: Room, **more: Any) -> Scene:
    """What the first facilitator's keys act on."""
    return Scene(room.view, "f1", way_back=f"facilitator resume {room.state.id}", **more)


def keys(of: Room | Scene) -> list[str]:
    """The keys that are offered, with what they are called."""
    rows = offered(scene(of) if isinstance(of, Room) else of)
    return [f"{key.shown} {key.label}" for row in rows for part in row for key in part]


def space(of: Room | Scene) -> str:
    """What SPACE is called."""
    return lead(scene(of) if isinstance(of, Room) else of).key.label


def labels(deed: object) -> list[str]:
    """The lines of a menu, each with what it says in a few more words."""
    assert isinstance(deed, Choose), deed
    return [f"{each.label} {each.more}".strip() for each in deed.choices]


def taken(deed: object, label: str) -> Deed:
    """What a line of a menu comes to."""
    assert isinstance(deed, Choose), deed
    (chosen,) = [each.id for each in deed.choices if each.label == label]
    return deed.then(chosen)


def page(
    of: Room | FacilitatorView, width: int = MIDDLE, server: ServerStatus = LISTENING, **shown: Any
) -> list[Line]:
    """The lines of the middle."""
    view = of.view if isinstance(of, Room) else of
    return stage_page(Scene(view, "f1", server, **shown), width)


def top_line(room: Room, after: timedelta = timedelta(0)) -> str:
    """The line at the top, some time after the start."""
    line = TopLine()
    line.set_reactive(TopLine.scene, scene(room))
    line.set_reactive(TopLine.now, START + after)
    return text(line.draw(80))


def text(lines: Sequence[Line]) -> str:
    """Lines as they stand under each other."""
    return "\n".join(plain(line).rstrip() for line in lines)


def flowing(of: Room | FacilitatorView, width: int = MIDDLE, **shown: Any) -> str:
    """The middle in one line, however it is wrapped."""
    return " ".join(text(page(of, width, **shown)).split())


def too_wide(lines: Sequence[Line], width: int) -> list[str]:
    """The lines for which there is no room."""
    return [plain(line) for line in lines if width_of(line) > width]
