"""What the facilitator's screen has to know of a kind of step, and what the kinds share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, TypeVar

from facilitator.domain.views import FacilitatorView, NextAction, StageView
from facilitator.ui.facilitating.deeds import Act, Deed, Refuse
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.rounds import open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.ink import BLANK, Ink, Line, paragraph
from facilitator.ui.widgets.dialogs import Choice

M = TypeVar("M")
_SAY = "Say:"


@dataclass(frozen=True, slots=True)
class Next(Generic[M]):
    """What SPACE does: its label, from the picture, and the deed."""

    label: Callable[[Scene, M], str]
    does: Callable[[Scene, M], Deed]


@dataclass(frozen=True, slots=True)
class Reopening:
    """Something that was settled here and can be taken up again, for the menu of B."""

    choice: Choice
    deed: Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class StepKind(Generic[M]):
    """One kind of step on the facilitator's screen; ``M`` is what such a step is about.

    ``page`` draws it so wide. ``starts`` is what SPACE is called that opens the first round, and
    ``opens`` opens any. ``leads`` is what SPACE does here beyond what it does everywhere. ``acts``
    are all keys of the kind's own, and ``offered`` those of them that do something now. ``did``
    says what people do in a round, and what could be told of them. ``reopening`` is what B takes up
    again. ``explains`` a reveal where one asks for help. What the step has ``at_hand`` of several
    things is read from its top.

    A facilitator may answer for somebody: by one of the ``choices``, or for each item that it
    ``asks`` somebody of a team, ``most`` being what may be given to all of them together.
    """

    page: Callable[[Scene, M, int], list[Line]]
    starts: Callable[[StageView], str] = lambda _: ""
    opens: Callable[[Scene], Deed] = open_round
    leads: Mapping[NextAction, Next[M]] = field(default_factory=lambda: MappingProxyType({}))
    acts: tuple[Act, ...] = ()
    offered: Callable[[Scene, M], tuple[Act, ...]] = lambda *_: ()
    did: tuple[str, str] = ("answered", "said")
    reopening: Callable[[Scene, M], Reopening | None] = lambda *_: None
    explains: str = ""
    at_hand: Callable[[M], object] = lambda _: None
    choices: Callable[[M], Sequence[Choice]] = lambda _: ()
    asks: Callable[[Scene, M, str], tuple[Asked, ...]] = lambda *_: ()
    most: Callable[[M], int | None] = lambda _: None


def within(
    kind: type[M], does: Callable[[Scene, M], Deed], elsewhere: str
) -> Callable[[Scene], Deed]:
    """What a key does in steps that are about ``kind``, and why it does nothing ``elsewhere``."""

    def pressed(scene: Scene) -> Deed:
        matter = scene.view.stage.about(kind)
        return Refuse(elsewhere) if matter is None else does(scene, matter)

    return pressed


def title(view: FacilitatorView, width: int) -> list[Line]:
    """What the step is called."""
    step = view.stage.step
    return paragraph(step.title if step else view.stage.title, width, Ink.STRONG)


def notes(view: FacilitatorView, width: int) -> list[Line]:
    """Words to say, and what else to do, for the facilitator alone.

    Each line of the notes stands for itself: those that begin with "Say:" are to be said aloud.
    """
    lines: list[Line] = []
    for each in filter(None, map(str.strip, view.notes.splitlines())):
        if each.startswith(_SAY):
            words = each.removeprefix(_SAY).strip()
            lines += paragraph(words, width, Ink.SPOKEN, first=f"{_SAY} ")
        else:
            lines += paragraph(each, width, Ink.MUTED, first="" if lines else "Note: ", rest="")
    return [BLANK, *lines] if lines else []
