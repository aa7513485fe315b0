"""How tests look at a screen and wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.events import Key
from textual.pilot import Pilot

_PATIENCE = 200


def shown(app: App[Any]) -> str:
    """The text on the top screen, row by row; Textual has no public way to it."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def words(app: App[Any]) -> str:
    """The same in one line, however it was wrapped; of a dialog only what is in its frame."""
    rows = shown(app).split("\n")
    framed = [row.split("│")[1] for row in rows if row.count("│") > 1]
    return " ".join(" ".join(framed or rows).split())


async def until(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Let the app work until something holds."""
    for _ in range(_PATIENCE):
        await pilot.pause()
        if condition():
            return
    raise AssertionError(f"never came to pass; on screen:\n{shown(pilot.app)}")


async def until_shown(pilot: Pilot[Any], text: str) -> None:
    """Let the app work until a text is on screen."""
    await until(pilot, lambda: text in words(pilot.app))


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, one after the other has been taken in."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def press_at_once(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys that all arrive before the first is taken in, as over a slow connection."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
    await pilot.pause()
