"""The whole wall: what it is about and the time on top, the matter, how to join at the bottom."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.views import Stage, StageView
from facilitator.domain.words.figures import counted, in_groups
from facilitator.ui import ink
from facilitator.ui.ink import BLANK, Ink, Line, line, paragraph, width_of
from facilitator.ui.pieces.bigtype import GLYPH_CELLS
from facilitator.ui.presenting import blocks
from facilitator.ui.presenting.blocks import LETTER_ROWS, Block, lettering, text
from facilitator.ui.presenting.steps import step_blocks
from facilitator.ui.presenting.steps.parts import agenda, here, step_glyph
from facilitator.ui.text import cells, fit

_LARGE = 42
"""From so many rows on, what stands at the top and at the bottom is in big type, too."""
_AIRY = 30
"""From so many rows on, there is a free one at the upper edge."""
_TWO_COLUMNS = 108
_GAP = 4
_AGENDA_CELLS = 34
_KEYS = (("?", "Help"), ("Q", "Leave"))
_HELP_CELLS = 72
"""Help is read by whoever stands close, and no wider than this."""
_ABOUT = (
    "The wall shows the room what everybody may see, and follows the facilitator by itself. Before "
    "a reveal it holds nothing of any vote. It fills whatever size it gets: in a window that fills "
    "the projector, fewer and larger letters read best from the back."
)
_MEANINGS = (("?", "This page, and back."), ("Q", "Leave; the workshop goes on."))


@dataclass(frozen=True, slots=True)
class JoinWay:
    """How people get in.

    ``command`` is what they type, "" where nobody has said it; ``code`` is what they are asked for,
    "" where only those on a roster get in.
    """

    command: str
    code: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to draw. ``clock`` is the timer in words, "" without one.

    ``is_late``: the step's time is over. ``trouble`` says why the wall follows no more, or "".
    """

    view: StageView
    join: JoinWay
    clock: str = ""
    is_late: bool = False
    trouble: str = ""


def draw(scene: Scene, width: int, height: int) -> list[Line]:
    """The wall in exactly ``height`` rows of at most ``width`` cells."""
    margin = max(1, width // 40)
    inner = width - 2 * margin
    is_large = height >= _LARGE
    head = _head(scene, inner, is_large=is_large)
    foot = _foot(scene, inner, is_large=is_large)
    above = [BLANK] if height >= _AIRY else []
    room = height - len(above) - len(head) - len(foot) - 1
    body = _body(scene, inner, room)
    return ink.indented([*above, *head, BLANK, *body, *foot], margin)[:height]


def help_page(width: int, height: int) -> list[Line]:
    """What the wall is, and its keys, in the middle of the screen."""
    inner = min(_HELP_CELLS, width - 4)
    keys: list[Line] = [((f"{key:<4}", Ink.KEY), (what, Ink.TEXT)) for key, what in _MEANINGS]
    lines = [line("The wall", Ink.ACCENT), BLANK, *paragraph(_ABOUT, inner), BLANK, *keys]
    return ink.in_the_middle(ink.indented(lines, (width - inner) // 2), height)


def _body(scene: Scene, width: int, height: int) -> list[Line]:
    if scene.view.stage is Stage.GATHERING:
        return _gathering(scene, width, height)
    return blocks.page_of(step_blocks(scene.view), width, height)


def _gathering(scene: Scene, width: int, height: int) -> list[Line]:
    """How to join; beside it, or below where it is narrow, the agenda."""
    view = scene.view
    joining = [*join(scene.join), here(view)]
    if width < _TWO_COLUMNS:
        return blocks.page_of(
            [*joining, blocks.from_few_rows(agenda(view, extra=True))], width, height
        )
    left = max(width * 3 // 5, min(len(scene.join.command) * GLYPH_CELLS, width - _AGENDA_CELLS))
    right = blocks.page_of([_heading(view), agenda(view, gap=0)], width - left - _GAP, height)
    return ink.beside(blocks.page_of(joining, left, height), right, left, _GAP)


def join(way: JoinWay) -> list[Block]:
    """The command, and the code that it asks for."""
    shown: list[Block] = []
    if way.command:
        shown += [
            text("Join from any terminal:", Ink.MUTED, most=1, rank=6, in_one_line=True),
            text(way.command, Ink.MINE, rank=0, gap=0),
        ]
    if not way.code:
        return [*shown, text("Only those on the roster get in.", Ink.ACCENT, rank=1)]
    ask = "It asks for this code:" if way.command else "The code to join with:"
    return [
        *shown,
        text(ask, Ink.MUTED, most=1, rank=6, in_one_line=True),
        text(in_groups(way.code), Ink.ACCENT, rank=1, gap=0),
    ]


def _heading(view: StageView) -> Block:
    minutes = sum(entry.minutes or 0 for entry in view.outline)
    words = f"{counted(len(view.outline), 'step')}" + (f", {minutes} minutes" if minutes else "")
    return text(words, Ink.MUTED, most=1, rank=6, in_one_line=True)


def _head(scene: Scene, width: int, *, is_large: bool) -> list[Line]:
    view = scene.view
    look = Ink.WARN if scene.is_late else Ink.ACCENT
    time = lettering(scene.clock, width, 2 if is_large else 1, look) if scene.clock else None
    time = time or []
    room = width - (max(map(width_of, time)) + 3 if time else 0)
    left = [line(_where(view, room), Ink.MUTED), *_title(view, room, is_large=is_large)]
    if view.step is not None:
        left.append(_outline(view, room))
    rows = max(len(left), len(time))
    ends = zip(ink.to_height(left, rows), ink.to_height(time, rows), strict=True)
    return [ink.spread(start, end, width) for start, end in ends]


def _title(view: StageView, width: int, *, is_large: bool) -> list[Line]:
    title = view.title if view.step is None else view.step.title
    rows = lettering(title, width, 1, Ink.STRONG) if is_large else None
    is_one_line = rows is not None and len(rows) == LETTER_ROWS
    return rows if rows and is_one_line else [line(fit(title, width), Ink.STRONG)]


def _where(view: StageView, width: int) -> str:
    """The workshop and the place in it; the title gives way."""
    if view.step is None:
        return "Welcome"
    place = f"  ·  step {view.step.number} of {view.step.total}"
    return f"{fit(view.title, max(1, width - cells(place)))}{place}"


def _outline(view: StageView, width: int) -> Line:
    """Every step as its sign: how far the room has come."""
    return tuple(
        (f"{step_glyph(entry)} ", Ink.ACCENT if entry.is_current else Ink.MUTED)
        for entry in view.outline[: width // 2]
    )


def _foot(scene: Scene, width: int, *, is_large: bool) -> list[Line]:
    keys: Line = tuple(
        span for key, does in _KEYS for span in ((f"  {key}", Ink.KEY), (f" {does}", Ink.MUTED))
    )
    room = width - width_of(keys)
    if scene.trouble:
        words = f"This wall stands still: {scene.trouble}"
        return [ink.spread(line(fit(words, room - 1), Ink.BAD), keys, width)]
    if scene.view.stage in (Stage.GATHERING, Stage.ENDED):
        return [ink.spread(BLANK, keys, width)]
    join = join_words(scene)
    rows = lettering(join, width, 1, Ink.MUTED) if is_large and join else None
    if rows and len(rows) == LETTER_ROWS:
        return [BLANK, *rows, ink.spread(BLANK, keys, width)]
    if cells(join) >= room:
        # A code that is cut is none; the keys are for whoever set the wall up.
        keys = line("  ?", Ink.KEY)
    return [ink.spread(line(join, Ink.MUTED), keys, width)]


def join_words(scene: Scene) -> str:
    """How to join, in one line; "" where there is nothing to say."""
    join = scene.join
    code = f"code {in_groups(join.code)}" if join.code else "only those on the roster"
    return f"Join: {join.command}  ·  {code}" if join.command else code.capitalize()
