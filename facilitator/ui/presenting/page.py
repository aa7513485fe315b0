"""The whole wall: what it is about and the time on top, the matter, how to join at the bottom."""

from __future__ import annotations

from textual.content import Content

from facilitator.domain.views import Stage, StageView
from facilitator.domain.words.figures import in_groups
from facilitator.domain.words.signs import STEP_SIGNS
from facilitator.ui.presenting.blocks import LETTER_ROWS, Block, lettering, page_of
from facilitator.ui.presenting.scene import Scene
from facilitator.ui.presenting.steps import (
    brief,
    close,
    commit,
    gathering,
    progress,
    rate,
    reveal,
    shortlist,
    task,
)
from facilitator.ui.text import cells, fit
from facilitator.ui.widgets.lines import BLANK, Lines, line, say

_LARGE = 42
"""From so many rows on, what stands at the top and at the bottom is in big type, too."""
_AIRY = 30
"""From so many rows on, there is a free one at the upper edge."""
_KEYS = (("?", "Help"), ("Q", "Leave"))


def draw(scene: Scene, width: int, height: int) -> Lines:
    """The wall in exactly ``height`` rows of at most ``width`` cells."""
    margin = max(1, width // 40)
    inner = width - 2 * margin
    is_large = height >= _LARGE
    head = _head(scene, inner, is_large=is_large)
    foot = _foot(scene, inner, is_large=is_large)
    above = 1 if height >= _AIRY else 0
    room = height - above - len(head) - len(foot) - 1
    body = _body(scene, inner, room)
    rows = (*[BLANK] * above, *head, BLANK, *body, *foot)
    indented = [line(" " * margin, each) for each in rows]
    return indented[:height]


def _body(scene: Scene, width: int, height: int) -> Lines:
    view = scene.view
    if view.stage is Stage.GATHERING:
        return gathering.gathering(scene, width, height)
    return page_of(_blocks(view), width, height)


def _blocks(view: StageView) -> list[Block]:
    """The matter of the step at hand."""
    if view.stage is Stage.ENDED:
        return close.ended(view)
    if view.stage is Stage.BRIEF:
        return brief.brief(view)
    if view.task is not None:
        return _of_task(view)
    if view.rate is not None:
        return rate.rating(view, view.rate)
    if view.shortlist is not None:
        return shortlist.shortlist(view, view.shortlist)
    if view.commit is not None:
        return commit.commit(view, view.commit)
    if view.follow_up is not None:
        return commit.follow_up(view, view.follow_up)
    return close.closing(view)


def _of_task(view: StageView) -> list[Block]:
    match view.stage:
        case Stage.VOTING:
            return [progress.question(view), *progress.progress(view)]
        case Stage.REVEALED:
            return reveal.reveal(view)
        case Stage.SETTLED:
            return task.settled(view)
        case _:
            return task.ready(view)


def _head(scene: Scene, width: int, *, is_large: bool) -> Lines:
    view = scene.view
    style = "bold $text-warning" if scene.is_late else "bold $accent"
    clock = lettering(scene.clock, width, 2 if is_large else 1, style) if scene.clock else None
    time = clock or []
    room = width - (max(row.cell_length for row in time) + 3 if time else 0)
    title = view.title if view.step is None else view.step.title
    lettered = lettering(title, room, 1, "bold $text") if is_large else None
    name = (
        lettered if lettered and len(lettered) == LETTER_ROWS else [say(fit(title, room), "bold")]
    )
    left = [say(_where(view, room), "$muted"), *name]
    if view.step is not None:
        left.append(_outline(view, room))
    rows = max(len(left), len(time))
    left += [BLANK] * (rows - len(left))
    time = [*time, *[BLANK] * (rows - len(time))]
    return [_at_ends(a, b, width) for a, b in zip(left, time, strict=True)]


def _where(view: StageView, width: int) -> str:
    """The workshop and the place in it; the title gives way."""
    if view.step is None:
        return "Welcome"
    place = f"  ·  step {view.step.number} of {view.step.total}"
    return f"{fit(view.title, max(1, width - cells(place)))}{place}"


def _outline(view: StageView, width: int) -> Content:
    """Every step as its sign: how far the room has come."""
    signs = [
        say(
            "·" if entry.status.value == "ahead" else STEP_SIGNS[entry.status].glyph,
            "bold $accent" if entry.is_current else "$muted",
        )
        for entry in view.outline
    ]
    return line(*(part for sign in signs[: width // 2] for part in (sign, " ")))


def _foot(scene: Scene, width: int, *, is_large: bool) -> Lines:
    keys = line(
        *(p for k, v in _KEYS for p in (say(f"  {k}", "bold $key"), say(f" {v}", "$muted")))
    )
    if scene.trouble:
        told = fit(f"This wall stands still: {scene.trouble}", width - keys.cell_length)
        return [_at_ends(say(told, "bold $text-error"), keys, width)]
    if scene.view.stage in (Stage.GATHERING, Stage.ENDED):
        return [_at_ends(BLANK, keys, width)]
    join = join_words(scene)
    rows = lettering(join, width, 1, "$muted") if is_large and join else None
    if rows and len(rows) == LETTER_ROWS:
        return [BLANK, *rows, _at_ends(BLANK, keys, width)]
    if cells(join) > width - keys.cell_length:
        # A code that is cut is none; the keys are for whoever set the wall up.
        keys = say("  ?", "bold $key")
    return [_at_ends(say(fit(join, width - keys.cell_length), "$muted"), keys, width)]


def join_words(scene: Scene) -> str:
    """How to join, in one line; "" where there is nothing to say."""
    join = scene.join
    code = f"code {in_groups(join.code)}" if join.code else "only those on the roster"
    return f"Join: {join.command}  ·  {code}" if join.command else code.capitalize()


def _at_ends(left: Content, right: Content, width: int) -> Content:
    return line(left, " " * max(0, width - left.cell_length - right.cell_length), right)
