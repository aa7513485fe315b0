"""The frame around every page: who and when on top, how things stand and the keys below."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from facilitator.domain.people import Seat
from facilitator.domain.views import Stage, VoterView
from facilitator.domain.words.signs import HAND, NOT_YET, OBSERVER, VOTED
from facilitator.ui import ink
from facilitator.ui.ink import BLANK, Ink, Line, fitted, line, padded, spread, width_of
from facilitator.ui.pieces.decision import ReadBack
from facilitator.ui.pieces.progress import answered_figure
from facilitator.ui.text import cells, wrap
from facilitator.ui.voting import pages
from facilitator.ui.voting.line_editor import field_rows
from facilitator.ui.voting.pages import help_page
from facilitator.ui.voting.scene import Scene, Tone
from facilitator.ui.voting.steps import kind_of
from facilitator.ui.voting.steps.close import ended
from facilitator.ui.voting.steps.kind import ENDS, NOTHING, WATCHING, Key, Page, Picture, sides

WIDEST = 116
"""Content is no wider than this, and stands in the middle of a wider window."""
UNATTENDED = "The facilitator's terminal was closed: the session waits."
MOST_DOTS = 12
"""More voters than these are counted in figures alone."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole screen. ``most_scroll`` is how many lines its body can be scrolled."""

    lines: tuple[Line, ...]
    most_scroll: int = 0


def draw(scene: Scene, width: int, height: int) -> Frame:
    """The scene in exactly ``height`` lines, none wider than ``width`` cells."""
    if asks := ink.too_small(width, height):
        return Frame(tuple(asks))
    inner = min(width - 2, WIDEST)
    rest = _rest(picture_of(scene), width, inner, height)
    top = (_head(scene, width, inner), _where(scene, width, inner))
    return Frame((*top, *rest.lines), rest.most_scroll)


# The two lines on top: they change all the time, and for everybody differently


def _head(scene: Scene, width: int, inner: int) -> Line:
    """The workshop, who sits here, and the timer."""
    if scene.view is None:
        title = scene.form.title if scene.form else ""
        return _topmost(line(title, Ink.HEAD_STRONG), "", "", width, inner)
    me, stage = scene.view.me, scene.view.stage
    who = f"{me.name} · {me.team_name}" if me.team_name else me.name
    if me.seat is Seat.OBSERVER:
        who = f"{OBSERVER.glyph} {who} · {OBSERVER.word}"
    taken = min(cells(who), inner * 5 // 9) + (cells(scene.clock) + 6 if scene.clock else 0)
    lead = _lead(stage.lead, inner - taken - cells(stage.title) - 1)
    shown: Line = ((stage.title, Ink.HEAD_STRONG), (lead, Ink.HEAD))
    return _topmost(shown, who, scene.clock, width, inner)


def _lead(name: str, room: int) -> str:
    """Who leads, by the whole name or the first part of it, or not at all where neither fits."""
    parts = name.split(maxsplit=1)
    ways = (f"   {each} leads" for each in (name, *parts[:1]) if each)
    return next((each for each in ways if cells(each) <= room), "")


@lru_cache(maxsize=512)
def _topmost(title: Line, who: str, clock: str, width: int, inner: int) -> Line:
    margin = ((" " * ((width - inner) // 2), Ink.HEAD),)
    clock_ink = Ink.HEAD_WARN if clock.startswith("+") else Ink.HEAD_STRONG
    timer: Line = ((f"   ⏱ {clock}", clock_ink),) if clock else ()
    right = (*fitted(line(who, Ink.HEAD), inner * 5 // 9), *timer) if who else timer
    middle = spread(title, right, inner, Ink.HEAD)
    return padded((*margin, *middle), width, Ink.HEAD)


def _where(scene: Scene, width: int, inner: int) -> Line:
    """The step at hand and how many have voted; or, above all, that nothing is recorded."""
    left: Line = BLANK
    right: Line = BLANK
    if scene.not_recording:
        left = line(f"! Nothing is being recorded: {scene.not_recording}", Ink.BAD)
    elif scene.view is None:
        left = line("Taking a seat", Ink.MUTED)
    elif scene.view.stage.is_unattended and scene.stage is not Stage.ENDED:
        left, right = line(UNATTENDED, Ink.WARN), _signs(scene.view)
    else:
        right = _signs(scene.view)
        word = _word(scene.view, inner - width_of(right) - 1)
        left = (*word, (_step(scene.view), Ink.MUTED))
    return _spread(left, right, width, inner)


@lru_cache(maxsize=256)
def _spread(left: Line, right: Line, width: int, inner: int) -> Line:
    return ((" " * ((width - inner) // 2), Ink.TEXT), *spread(left, right, inner))


def _word(view: VoterView, room: int) -> Line:
    """Who has the word, with the team if there is room; the step behind it gives way."""
    word = view.stage.word
    if word is None or view.stage.stage is Stage.ENDED:
        return ()
    if word.name == view.me.name:
        return (("You have the word", Ink.MINE), (" · ", Ink.MUTED))
    brief = f"{word.name} has the word"
    whole = f"{word.name} of {word.team} has the word" if word.team else brief
    return ((whole if cells(whole) <= room else brief, Ink.STRONG), (" · ", Ink.MUTED))


def _step(view: VoterView) -> str:
    stage = view.stage
    if stage.stage is Stage.ENDED:
        return "The workshop has ended"
    if stage.step is None or stage.matter is None:
        return "Before the first step"
    number = stage.round.number if stage.round and kind_of(stage.matter).counts_rounds else 0
    if stage.stage is Stage.REVEALED and stage.reveal:
        number = stage.reveal.number
    shown = f" · round {number}" if number else ""
    return f"Step {stage.step.number} of {stage.step.total} · {stage.step.title}{shown}"


def _signs(view: VoterView) -> Line:
    """A raised hand, and the progress of the vote in dots and words."""
    hand: Line = ((f"{HAND.glyph} your hand is up   ", Ink.WARN),) if view.me.hand_raised else ()
    progress, stage = view.stage.round, view.stage
    if stage.stage is Stage.GATHERING:
        here = "nobody is here yet" if not stage.here else f"{stage.here} here"
        return (*hand, (here, Ink.STRONG))
    if progress is None:
        return hand
    dots = VOTED.glyph * progress.voted + NOT_YET.glyph * (progress.eligible - progress.voted)
    shown = f"{dots}  " if progress.eligible <= MOST_DOTS else ""
    return (*hand, (shown, Ink.GOOD), (answered_figure(stage, progress), Ink.STRONG))


# What all others are drawn from


def picture_of(scene: Scene) -> Picture:
    """What the lines below the head are drawn from; made for every paint of every screen."""
    view = scene.view
    seen = _seen(scene)
    if view is None:
        return Picture(seen)
    stage, me = view.stage, view.me
    gathers, has_ended = stage.stage is Stage.GATHERING, stage.stage is Stage.ENDED
    is_over = stage.stage in (Stage.REVEALED, Stage.SETTLED)
    is_settled = stage.stage is Stage.SETTLED
    matter = None if has_ended else stage.matter
    kind = kind_of(matter) if matter else None
    return Picture(
        seen,
        stage=stage.stage,
        matter=matter,
        title=stage.step.title if stage.step and matter else "",
        named=stage.named,
        is_voter=me.seat is Seat.VOTER,
        hand_raised=me.hand_raised,
        name=me.name if gathers or has_ended else "",
        team=me.team or "" if has_ended else "",
        team_name=me.team_name if gathers else "",
        outline=stage.outline if gathers else (),
        asked=view.asked,
        marks=view.marks if matter else (),
        is_concerned=kind is not None and _is_concerned(view, kind.concerned(matter)),
        ballot=view.ballot if stage.stage is Stage.VOTING else None,
        mine=view.ballot.choice if is_over and view.ballot else None,
        agreement_required=stage.agreement_required if is_over else 0.0,
        reveal=stage.reveal if is_over else None,
        decision=stage.decision if is_settled else None,
        in_force=stage.in_force if stage.stage is Stage.REVEALED else None,
        dissent=scene.dissent,
        has_answered=view.has_answered_dissent,
        read_back=ReadBack.of(stage) if has_ended or (kind and kind.reads_back) else NOTHING,
        not_you=_not_you(scene.not_you, me.name) if scene.helping else None,
    )


def _seen(scene: Scene) -> Scene:
    """A scene with nothing but what all screens that show the same have in common."""
    way_back = scene.come_back if scene.view is None or scene.resume_code else ""
    return replace(
        scene, view=None, clock="", pending=0, not_recording="", come_back=way_back, not_you=""
    )


def _is_concerned(view: VoterView, teams: tuple[str, ...]) -> bool:
    return view.me.seat is Seat.VOTER and (not view.stage.named or view.me.team in teams)


def _not_you(not_you: str, name: str) -> tuple[str, str] | None:
    words = f"You sit here as {name}. Not you? Leave with Q, then type:"
    return (words, not_you) if not_you else None


@lru_cache(maxsize=512)
def _rest(picture: Picture, width: int, inner: int, height: int) -> Frame:
    """All lines but the two on top. Kept: most screens of a room show the same."""
    page = page_of(picture, inner)
    bottom = [*_prompt(picture, inner), *_status(picture, page, inner)]
    rows = height - 3 - len(bottom)
    most = 0 if page.focus is not None else _most(_main(page, rows), rows)
    margin = ((" " * ((width - inner) // 2), Ink.TEXT),)
    body = [*_window(page, picture.scene.scroll, inner, rows), *bottom]
    middle = [(*margin, *fitted(each, inner)) if each else BLANK for each in body]
    foot = _foot(page, width, inner, scrolls=most > 0 and bool(page.scroll_keys))
    return Frame((*middle, foot), most)


def _prompt(picture: Picture, width: int) -> list[Line]:
    """The line that is being typed, and what for."""
    prompt, editor = picture.scene.prompt, picture.scene.editor
    if prompt is None or editor is None:
        return []
    used = line(f"{len(editor.text)} of {editor.most_characters}", Ink.MUTED)
    title = spread(line(prompt.title, Ink.STRONG), used, width)
    return [line("─" * width, Ink.RULE), title, *field_rows(editor, width)]


def page_of(picture: Picture, inner: int) -> Page:
    """What the stage shows, or what is on top of it."""
    if picture.scene.form is not None:
        return pages.join_page(picture.scene.form, inner)
    if picture.scene.resume_code:
        return pages.code_page(picture.scene.resume_code, picture.scene.come_back, inner)
    if picture.stage is None:
        return Page(status="One moment …", keys=(("Ctrl+C", "Leave"),))
    if picture.scene.helping:
        return help_page(picture, inner)
    page = _stage_page(picture, inner)
    if picture.scene.prompt is not None:
        keys = (("Enter", picture.scene.prompt.enter), ("Esc", picture.scene.prompt.escape))
        return replace(page, status="", keys=keys, scroll_keys="")
    if picture.scene.aside:
        return page
    return replace(page, keys=(*page.keys, *_common(picture)), status=_for_all(picture, page))


def _stage_page(picture: Picture, inner: int) -> Page:
    if picture.stage is Stage.ENDED:
        return ended(picture, inner)
    if picture.matter is None:
        return pages.gathering_page(picture, inner)
    return kind_of(picture.matter).page(picture.matter, picture, inner)


def _for_all(picture: Picture, page: Page) -> str:
    """How things stand; observers are told that they watch wherever that is not said already."""
    says_so = picture.is_voter or WATCHING in page.status or picture.stage is Stage.ENDED
    return page.status if says_so else f"{WATCHING} {page.status}"


def _common(picture: Picture) -> tuple[Key, ...]:
    if picture.stage is Stage.ENDED:
        return ENDS
    if picture.stage is Stage.VOTING:
        return (("H", "Hand"), ("P", "Park"), *ENDS)
    hand = "Lower hand" if picture.hand_raised else "Raise hand"
    return (("H", hand), ("P", "Park something"), *ENDS)


_TONES = {Tone.PLAIN: Ink.STRONG, Tone.GOOD: Ink.GOOD, Tone.BAD: Ink.BAD}


def _status(picture: Picture, page: Page, inner: int) -> list[Line]:
    """How things stand, in one line or two."""
    words, hue = page.status, Ink.GOOD if page.is_good else Ink.MUTED
    if picture.scene.notice is not None:
        words, hue = picture.scene.notice.text, _TONES[picture.scene.notice.tone]
    return [line(row, hue) for row in wrap(words, inner)[:2]]


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


# The part of a page that is visible


def _window(page: Page, scroll: int, inner: int, rows: int) -> list[Line]:
    """The visible part of a page in exactly ``rows`` lines."""
    left, right = sides(inner) if page.side is not None else (inner, 0)
    lines = _main(page, rows)
    start = scroll if page.focus is None else max(0, page.focus - rows // 2)
    shown = _scrolled(lines, min(start, _most(lines, rows)), rows, left)
    if page.side is None:
        return shown
    rule = ((" ┃ ", Ink.RULE),)
    columns = zip(shown, ink.to_height(_squeezed(page.side, rows), rows), strict=True)
    return [(*padded(a, left), *rule, *fitted(b, right)) for a, b in columns]


def _most(lines: list[Line], rows: int) -> int:
    return max(0, len(lines) - (rows - 1)) if len(lines) > rows else 0


def _main(page: Page, rows: int) -> list[Line]:
    lines = page.main if page.side is not None else [BLANK, *page.main]
    return _squeezed(lines, rows) if page.is_tight else lines


def _scrolled(lines: list[Line], start: int, rows: int, width: int) -> list[Line]:
    """The lines from ``start`` on, with a last one that says how many are not shown."""
    if len(lines) <= rows:
        return ink.to_height(lines, rows)
    below = len(lines) - start - (rows - 1)
    words = f"▼ {below} more" if below else "▲ the end"
    mark = spread(BLANK, line(f"▲ {words}" if start and below else words, Ink.KEY), width)
    return [*lines[start : start + rows - 1], mark]


def _squeezed(lines: list[Line], rows: int) -> list[Line]:
    """Without blank lines where there is no room for them."""
    while len(lines) > rows and BLANK in lines:
        place = lines.index(BLANK)
        lines = [*lines[:place], *lines[place + 1 :]]
    return lines
