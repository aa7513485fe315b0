"""The frame around every stage: who and when on top, how things stand and the keys below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from facilitator.ui.ink import BLANK, Ink, Line, fitted, line, padded
from facilitator.ui.text import cells, wrap
from facilitator.ui.voting.drawing.body import Still, most_scroll, page_of, window
from facilitator.ui.voting.drawing.head import head, where
from facilitator.ui.voting.drawing.page import ENDS, Key, Page
from facilitator.ui.voting.drawing.subject import subject_of
from facilitator.ui.voting.drawing.typing import prompt
from facilitator.ui.voting.scene import Scene, Tone

SMALLEST = (60, 20)
"""Columns and rows below which a screen only asks for more."""
WIDEST = 116
"""Content is no wider than this, and stands in the middle of a wider window."""


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
    still = _still(scene)
    rest = _rest(still, width, inner, height)
    return Frame(
        (head(scene, width, inner), where(scene, width, inner), *rest.lines), rest.most_scroll
    )


def _still(scene: Scene) -> Still:
    return Still(
        subject=subject_of(scene.view) if scene.view else None,
        mode=scene.mode,
        form=scene.form,
        editor=scene.editor,
        draft=scene.draft,
        sheet=scene.sheet,
        notice=scene.notice,
        helping=scene.helping,
        scroll=scene.scroll,
        is_slow=scene.is_slow,
        hand_raised=scene.view is not None and scene.view.me.hand_raised,
        resume_code=scene.resume_code,
        come_back=scene.come_back,
        not_you=_not_you(scene) if scene.helping else ("", ""),
    )


def _not_you(scene: Scene) -> tuple[str, str]:
    """Whose seat a key has opened, and what somebody else types."""
    if scene.view is None or not scene.not_you:
        return "", ""
    name = scene.view.me.name
    return f"You sit here as {name}. Not you? Leave with Q, then type:", scene.not_you


@lru_cache(maxsize=512)
def _rest(still: Still, width: int, inner: int, height: int) -> Frame:
    """All lines but the two on top. Kept: most screens of a room show the same."""
    page = page_of(still, inner)
    bottom = [
        *prompt(still.editor, still.mode, inner),
        *_status(still, page.status, inner, is_good=page.is_good),
    ]
    rows = height - 3 - len(bottom)
    most = most_scroll(page, rows)
    margin = ((" " * ((width - inner) // 2), Ink.TEXT),)
    body = [*window(page, still.scroll, inner, rows), *bottom]
    middle = [(*margin, *fitted(each, inner)) if each else BLANK for each in body]
    foot = _foot(page, width, inner, scrolls=most > 0 and bool(page.scroll_keys))
    return Frame((*middle, foot), most)


_TONES = {Tone.PLAIN: Ink.STRONG, Tone.GOOD: Ink.GOOD, Tone.BAD: Ink.BAD}


def _status(still: Still, words: str, inner: int, *, is_good: bool) -> list[Line]:
    """How things stand, in one line or two."""
    if still.notice is not None:
        return [line(row, _TONES[still.notice.tone]) for row in wrap(still.notice.text, inner)[:2]]
    return [line(row, Ink.GOOD if is_good else Ink.MUTED) for row in wrap(words, inner)[:2]]


def _foot(page: Page, width: int, inner: int, *, scrolls: bool) -> Line:
    """The keys that fit, with help and leaving always last."""
    ends = [key for key in page.keys if key in ENDS]
    others = [key for key in page.keys if key not in ENDS]
    fixed = [(page.scroll_keys, "Scroll"), *ends] if scrolls else ends
    gap = 3 if _keys_width([*others, *fixed], 3) <= inner else 2
    while others and _keys_width([*others, *fixed], gap) > inner:
        others.pop()
    spans: list[tuple[str, str]] = [(" " * ((width - inner) // 2), Ink.FOOT)]
    for key, what in [*others, *fixed]:
        space = " " * gap if len(spans) > 1 else ""
        spans += [(space + key, Ink.FOOT_KEY), (f" {what}", Ink.FOOT)]
    return padded(tuple(spans), width, Ink.FOOT)


def _keys_width(keys: list[Key], gap: int) -> int:
    return sum(cells(key) + cells(what) + 1 + gap for key, what in keys) - gap


def _too_small(width: int, height: int) -> tuple[Line, ...]:
    words = f"Please make this window larger: at least {SMALLEST[0]} × {SMALLEST[1]}."
    rows = wrap(words, max(1, width))[:height]
    above = (height - len(rows)) // 2
    lines = [BLANK] * above + [line(" " * ((width - cells(row)) // 2) + row) for row in rows]
    return tuple(lines + [BLANK] * (height - len(lines)))
