"""The frame around every stage: who and when on top, how things stand and the keys below."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.views import Stage, VoterView
from facilitator.ui.text import cells, wrap
from facilitator.ui.theme import HAND, NOT_YET, VOTED
from facilitator.ui.voting.drawing import ballot, gathering, outcome, reveal
from facilitator.ui.voting.drawing.helping import help_words
from facilitator.ui.voting.drawing.joining import joining
from facilitator.ui.voting.drawing.page import Key, Page
from facilitator.ui.voting.drawing.typing import prompt
from facilitator.ui.voting.ink import BLANK, Ink, Line, fitted, line, padded, spread
from facilitator.ui.voting.scene import Mode, Scene, Tone

SMALLEST = (60, 20)
"""Columns and rows below which a screen only asks for more."""
WIDEST = 116
"""Content is no wider than this, and stands in the middle of a wider window."""
MOST_DOTS = 12
_EVERYWHERE: tuple[Key, ...] = (("?", "Help"), ("Q", "Leave"))


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole screen. ``most_scroll`` is how many lines its body can be scrolled."""

    lines: tuple[Line, ...]
    most_scroll: int = 0


def draw(scene: Scene, width: int, height: int) -> Frame:
    """The scene in exactly ``height`` lines, none wider than ``width`` cells."""
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return Frame(_too_small(width, height))
    inner = min(width - 2, WIDEST)
    page = _page(scene, inner)
    top = [_head(scene, width, inner), _where(scene, width, inner)]
    bottom = [*prompt(scene, inner), *_status(scene, page, inner)]
    rows = height - len(top) - len(bottom) - 1
    body, most_scroll = _body(page, scene.scroll, inner, rows)
    margin = ((" " * ((width - inner) // 2), Ink.TEXT),)
    middle = [(*margin, *each) if each else BLANK for each in [*body, *bottom]]
    lines = (*top, *middle, _foot(page.keys, width, inner, scrolls=most_scroll > 0))
    return Frame(lines, most_scroll)


def _page(scene: Scene, inner: int) -> Page:
    """What the stage shows, or what is on top of it."""
    if scene.form is not None and scene.mode is Mode.JOINING:
        return joining(scene.form, inner)
    if scene.mode is Mode.CODE:
        return gathering.code(scene, inner)
    if scene.view is None:
        return Page(status="One moment …", keys=(("Ctrl+C", "Leave"),))
    page = _stage_page(scene, scene.view, inner)
    if scene.helping:
        return gathering.help_page(*help_words(scene), inner)
    if scene.editor is not None:
        return Page(page.main, page.side, keys=(("Enter", "Keep it"), ("Esc", "Cancel")))
    if scene.mode is Mode.TODAY:
        return page
    return Page(page.main, page.side, page.status, page.is_good, (*page.keys, *_common(scene)))


def _stage_page(scene: Scene, view: VoterView, inner: int) -> Page:
    stage = view.stage
    sides = _sides(inner)
    match stage.stage:
        case Stage.READY if stage.task:
            return ballot.ready(stage.task, sides)
        case Stage.VOTING if stage.task:
            return ballot.voting(scene, view, stage.task, sides)
        case Stage.REVEALED if stage.reveal:
            return reveal.revealed(view, stage.reveal, inner)
        case Stage.SETTLED if stage.decision:
            return outcome.settled(view, stage.decision, inner)
        case Stage.CLOSING:
            return outcome.closing(view, inner)
        case Stage.ENDED:
            return outcome.ended(view, inner)
        case Stage.GATHERING:
            return gathering.gathering(view, inner)
        case _:
            return gathering.brief(view, inner)


def _sides(inner: int) -> tuple[int, int]:
    """How wide the text and the choices beside it are, with two cells and a rule between."""
    right = max(30, min(52, inner // 2))
    return inner - right - 3, right


def _common(scene: Scene) -> tuple[Key, ...]:
    if scene.view is None or scene.stage is Stage.ENDED:
        return _EVERYWHERE
    hand = "Lower hand" if scene.view.me.hand_raised else "Raise hand"
    return (*_EVERYWHERE, ("H", hand), ("P", "Park something"))


def _head(scene: Scene, width: int, inner: int) -> Line:
    margin = ((" " * ((width - inner) // 2), Ink.HEAD),)
    if scene.view is None:
        title = scene.form.title if scene.form else ""
        return padded((*margin, (title, Ink.HEAD_STRONG)), width, Ink.HEAD)
    me = scene.view.me
    who = f"{me.name} · {me.team_name}" if me.team_name else me.name
    clock_ink = Ink.HEAD_WARN if scene.clock.startswith("+") else Ink.HEAD_STRONG
    clock: Line = ((f"   ⏱ {scene.clock}", clock_ink),) if scene.clock else ()
    right = (*fitted(line(who, Ink.HEAD), inner * 5 // 9), *clock)
    title = scene.view.stage.title
    middle = spread(line(title, Ink.HEAD_STRONG), right, inner, Ink.HEAD)
    return padded((*margin, *middle), width, Ink.HEAD)


def _where(scene: Scene, width: int, inner: int) -> Line:
    """The step at hand and how many have voted; or, above all, that nothing is recorded."""
    margin = ((" " * ((width - inner) // 2), Ink.TEXT),)
    if scene.not_recording:
        words = f"! Nothing is being recorded: {scene.not_recording}"
        return (*margin, *fitted(line(words, Ink.BAD), inner))
    if scene.view is None:
        return BLANK
    stage = scene.view.stage
    parts = (
        [f"Step {stage.step.number} of {stage.step.total}", stage.step.title] if stage.step else []
    )
    number = stage.round.number if stage.round else 0
    if stage.stage is Stage.REVEALED and stage.reveal:
        number = stage.reveal.number
    parts += [f"round {number}"] if number else []
    return (*margin, *spread(line(" · ".join(parts), Ink.MUTED), _signs(scene.view), inner))


def _signs(view: VoterView) -> Line:
    """A raised hand, and the progress of the vote in dots and words."""
    hand: Line = ((f"{HAND.glyph} your hand is up   ", Ink.WARN),) if view.me.hand_raised else ()
    held = view.stage.round
    if held is None:
        return hand
    dots = VOTED.glyph * held.voted + NOT_YET.glyph * (held.eligible - held.voted)
    shown = f"{dots}  " if held.eligible <= MOST_DOTS else ""
    words = f"{held.voted} of {held.eligible} voted"
    return (*hand, (shown, Ink.GOOD), (words, Ink.STRONG))


def _body(page: Page, scroll: int, inner: int, rows: int) -> tuple[list[Line], int]:
    """The visible part of a page in exactly ``rows`` lines, and how far it can be scrolled."""
    main = page.main if page.side is not None else [BLANK, *page.main]
    left = _sides(inner)[0] if page.side is not None else inner
    shown, most_scroll = _window(main, scroll, rows, left)
    if page.side is None:
        return shown, most_scroll
    side = _squeezed(page.side, rows)
    rule = ((" ┃ ", Ink.RULE),)
    right = _sides(inner)[1]
    columns = zip(shown, side + [BLANK] * (rows - len(side)), strict=True)
    return [(*padded(a, left), *rule, *fitted(b, right)) for a, b in columns], most_scroll


def _window(lines: list[Line], scroll: int, rows: int, width: int) -> tuple[list[Line], int]:
    if len(lines) <= rows:
        return [*lines, *([BLANK] * (rows - len(lines)))], 0
    most = len(lines) - (rows - 1)
    start = min(scroll, most)
    left = len(lines) - start - (rows - 1)
    above = "▲ " if start else ""
    below = f"{above}▼ {left} more" if left else "▲ end"
    mark = spread(BLANK, line(below, Ink.KEY), width)
    return [*lines[start : start + rows - 1], mark], most


def _squeezed(lines: list[Line], rows: int) -> list[Line]:
    """Without blank lines where there is no room for them."""
    while len(lines) > rows and BLANK in lines:
        place = lines.index(BLANK)
        lines = [*lines[:place], *lines[place + 1 :]]
    return lines[:rows]


_TONES = {Tone.PLAIN: Ink.STRONG, Tone.GOOD: Ink.GOOD, Tone.BAD: Ink.BAD}


def _status(scene: Scene, page: Page, inner: int) -> list[Line]:
    if scene.notice is not None:
        return [line(row, _TONES[scene.notice.tone]) for row in wrap(scene.notice.text, inner)[:2]]
    ink = Ink.GOOD if page.is_good else Ink.MUTED
    return [line(row, ink) for row in wrap(page.status, inner)[:2]]


def _foot(keys: tuple[Key, ...], width: int, inner: int, *, scrolls: bool) -> Line:
    """The keys that fit, with help and leaving always last."""
    ends = [key for key in keys if key in _EVERYWHERE]
    others = [key for key in keys if key not in _EVERYWHERE]
    if scrolls:
        others.append(("↑↓", "Scroll"))
    while others and _keys_width([*others, *ends]) > inner:
        others.pop(-2 if scrolls and len(others) > 1 else -1)
    spans: list[tuple[str, Ink]] = [(" " * ((width - inner) // 2), Ink.FOOT)]
    for key, what in [*others, *ends]:
        spans += [(key, Ink.FOOT_KEY), (f" {what}   ", Ink.FOOT)]
    return padded(tuple(spans), width, Ink.FOOT)


def _keys_width(keys: list[Key]) -> int:
    return sum(cells(key) + cells(what) + 4 for key, what in keys) - 3


def _too_small(width: int, height: int) -> tuple[Line, ...]:
    words = f"Please make this window larger: at least {SMALLEST[0]} × {SMALLEST[1]}."
    rows = wrap(words, max(1, width))[:height]
    above = (height - len(rows)) // 2
    lines = [BLANK] * above + [line(" " * ((width - cells(row)) // 2) + row) for row in rows]
    return tuple(lines + [BLANK] * (height - len(lines)))
