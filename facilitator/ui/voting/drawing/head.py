"""The two lines on top: they change all the time, and for everybody differently."""

from __future__ import annotations

from functools import lru_cache

from facilitator.domain.people import Seat
from facilitator.domain.views import Stage, VoterView
from facilitator.domain.words.signs import HAND, NOT_YET, OBSERVER, VOTED
from facilitator.ui.answered import answered_word
from facilitator.ui.ink import BLANK, Ink, Line, fitted, line, padded, spread, width_of
from facilitator.ui.text import cells
from facilitator.ui.voting.scene import Scene

UNATTENDED = "The facilitator's terminal was closed: the session waits."
MOST_DOTS = 12
"""More voters than these are counted in figures alone."""


def head(scene: Scene, width: int, inner: int) -> Line:
    """The workshop, who sits here, and the timer."""
    if scene.view is None:
        title = scene.form.title if scene.form else ""
        return _head(line(title, Ink.HEAD_STRONG), "", "", width, inner)
    me = scene.view.me
    who = f"{me.name} · {me.team_name}" if me.team_name else me.name
    if me.seat is Seat.OBSERVER:
        who = f"{OBSERVER.glyph} {who} · {OBSERVER.word}"
    stage = scene.view.stage
    taken = min(cells(who), inner * 5 // 9) + (cells(scene.clock) + 6 if scene.clock else 0)
    lead = _lead(stage.lead, inner - taken - cells(stage.title) - 1)
    shown: Line = ((stage.title, Ink.HEAD_STRONG), (lead, Ink.HEAD))
    return _head(shown, who, scene.clock, width, inner)


def _lead(name: str, room: int) -> str:
    """Who leads, by the whole name or the first part of it, or not at all where neither fits."""
    parts = name.split(maxsplit=1)
    told = (f"   {each} leads" for each in (name, *parts[:1]) if each)
    return next((each for each in told if cells(each) <= room), "")


@lru_cache(maxsize=512)
def _head(title: Line, who: str, clock: str, width: int, inner: int) -> Line:
    margin = ((" " * ((width - inner) // 2), Ink.HEAD),)
    clock_ink = Ink.HEAD_WARN if clock.startswith("+") else Ink.HEAD_STRONG
    timer: Line = ((f"   ⏱ {clock}", clock_ink),) if clock else ()
    right = (*fitted(line(who, Ink.HEAD), inner * 5 // 9), *timer) if who else timer
    middle = spread(title, right, inner, Ink.HEAD)
    return padded((*margin, *middle), width, Ink.HEAD)


def where(scene: Scene, width: int, inner: int) -> Line:
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
    return _where(left, right, width, inner)


@lru_cache(maxsize=256)
def _where(left: Line, right: Line, width: int, inner: int) -> Line:
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
    if stage.step is None or stage.stage is Stage.ENDED:
        return "The workshop has ended" if stage.stage is Stage.ENDED else "Before the first step"
    number = stage.round.number if stage.round and stage.task else 0
    if stage.stage is Stage.REVEALED and stage.reveal:
        number = stage.reveal.number
    shown = f" · round {number}" if number else ""
    return f"Step {stage.step.number} of {stage.step.total} · {stage.step.title}{shown}"


def _signs(view: VoterView) -> Line:
    """A raised hand, and the progress of the vote in dots and words."""
    hand: Line = ((f"{HAND.glyph} your hand is up   ", Ink.WARN),) if view.me.hand_raised else ()
    held, stage = view.stage.round, view.stage
    if stage.stage is Stage.GATHERING:
        here = "nobody is here yet" if not stage.here else f"{stage.here} here"
        return (*hand, (here, Ink.STRONG))
    if held is None:
        return hand
    dots = VOTED.glyph * held.voted + NOT_YET.glyph * (held.eligible - held.voted)
    shown = f"{dots}  " if held.eligible <= MOST_DOTS else ""
    words = f"{held.voted} of {held.eligible} {answered_word(stage)}"
    return (*hand, (shown, Ink.GOOD), (words, Ink.STRONG))
