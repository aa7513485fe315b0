"""What the facilitator's screen has to know of a kind of step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from facilitator.domain.views import FacilitatorView, NextAction, StageView
from facilitator.ui.facilitating.deeds import Act, Deed
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.widgets.dialogs import Choice


@dataclass(frozen=True, slots=True)
class Next:
    """What SPACE does: its label, from the picture, and the deed."""

    label: Callable[[FacilitatorView], str]
    does: Callable[[Scene], Deed]


@dataclass(frozen=True, slots=True)
class Reopening:
    """Something that was settled here and can be taken up again, for the menu of B."""

    choice: Choice
    deed: Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class StepKind:
    """One kind of step on the facilitator's screen.

    ``starts`` is what SPACE is called that opens the first round, and ``opens`` opens any.
    ``leads`` is what SPACE does here beyond what it does everywhere. ``acts`` are all keys of the
    kind's own, and ``offered`` those of them that do something now. ``did`` says what people do in
    a round, and what could be told of them. ``asks`` are the items that a facilitator may answer
    for somebody of a team, and ``reopening`` what B takes up again.
    """

    starts: Callable[[StageView], str]
    opens: Callable[[Scene], Deed]
    leads: Mapping[NextAction, Next] = field(default_factory=lambda: MappingProxyType({}))
    acts: tuple[Act, ...] = ()
    offered: Callable[[Scene], tuple[Act, ...]] = lambda _: ()
    did: tuple[str, str] = ("answered", "said")
    asks: Callable[[StageView, str], tuple[Asked, ...]] = lambda *_: ()
    reopening: Callable[[Scene], tuple[Reopening, ...]] = lambda _: ()
