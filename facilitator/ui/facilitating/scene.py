"""All that a facilitator's screen shows and that its keys act on, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.views import FacilitatorView, PersonView, Stage, WordView
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.live.session import Health
from facilitator.ui.facilitating.undo import NOTHING, Memory

_OFF = ServerStatus(ServerState.OFF)
_RECORDING = Health()


@dataclass(frozen=True, slots=True)
class Scene:
    """The screen of one facilitator, whose participant id is ``me``.

    ``server`` says how voters get in, and ``health`` whether anything is recorded. ``looked_at`` is
    an earlier round's number; ``statuses`` are those chosen here of what was said of earlier
    promises; ``memory`` is what U would undo. ``heard`` are those who have spoken since the newest
    reveal, so that a hand in between does not have the order start again. ``is_choosing`` while a
    step is chosen in the agenda.
    ``log_path`` is where the decision log lies, ``log_trouble`` why it doesn't. ``way_back`` is the
    command that comes back here, ``is_visiting`` says that this is a terminal over SSH.
    """

    view: FacilitatorView
    me: str
    server: ServerStatus = _OFF
    health: Health = _RECORDING
    looked_at: int | None = None
    statuses: Mapping[str, CommitmentStatus] = field(default_factory=lambda: MappingProxyType({}))
    memory: Memory = NOTHING
    heard: frozenset[str] = frozenset()
    is_choosing: bool = False
    log_path: str = ""
    log_trouble: str = ""
    way_back: str = ""
    is_visiting: bool = False

    @property
    def stage(self) -> Stage:
        """Where the room stands."""
        return self.view.stage.stage

    @property
    def step(self) -> str:
        """The id of the step that the room is on; "" while people gather."""
        return self.view.stage.step.id if self.view.stage.step else ""

    @property
    def word(self) -> WordView | None:
        """Who has the word."""
        return self.view.stage.word

    def showing(self, view: FacilitatorView) -> Scene:
        """With a newer picture; what was chosen to look at goes with the stage it was about."""
        heard = self._spoken if _reveal_of(view) == _reveal_of(self.view) else frozenset()
        scene = replace(self, view=view, heard=heard)
        if view.stage.turning == self.view.stage.turning:
            return scene
        statuses = {} if scene.stage is Stage.VOTING else self.statuses
        return replace(scene, looked_at=None, statuses=statuses)

    def looking(self, by: int) -> Scene:
        """At an earlier round (−1), or at a later one (1) again."""
        numbers = [reveal.number for reveal in self.view.stage.reveals]
        if self.stage is not Stage.REVEALED or len(numbers) < 2:  # noqa: PLR2004 - two to turn between
            return self
        at = numbers.index(self.looked_at) if self.looked_at in numbers else len(numbers) - 1
        at = max(0, min(len(numbers) - 1, at + by))
        return replace(self, looked_at=None if at == len(numbers) - 1 else numbers[at])

    def speaks_next(self) -> PersonView | None:
        """Who is to have the word next: hands first, then the order that a reveal suggests."""
        people = {p.name: p for team in self.view.room for p in team.people}
        people.update((p.name, p) for p in self.view.facilitators)
        names = [*self.view.hands, *(name for name in self._order() if name not in self._spoken)]
        return next((people[name] for name in names if name in people), None)

    @property
    def _spoken(self) -> frozenset[str]:
        return self.heard | ({self.word.name} if self.word else frozenset())

    def _order(self) -> list[str]:
        """Who is to be heard after a reveal; nobody by name where attribution is anonymous."""
        reveal = self.view.stage.reveal
        if self.stage is not Stage.REVEALED or reveal is None:
            return []
        return list(dict.fromkeys(name for turn in reveal.turns for name in turn.speakers))


def _reveal_of(view: FacilitatorView) -> tuple[str, int]:
    """Which reveal, if any, people are heard about."""
    stage = view.stage
    return stage.step.id if stage.step else "", stage.reveal.number if stage.reveal else 0
