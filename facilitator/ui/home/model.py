"""What the home screen shows, and what can be chosen on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from facilitator.domain.agenda import Agenda


@dataclass(frozen=True, slots=True)
class AgendaCard:
    """One agenda at hand.

    ``name`` is what the command line calls it, ``origin`` where it lies, for people. A broken one
    has no ``agenda``, or has ``problems`` that keep it from being started.
    """

    name: str
    title: str
    origin: str
    summary: str = ""
    agenda: Agenda | None = None
    problems: tuple[str, ...] = ()

    @property
    def can_start(self) -> bool:
        """Whether a workshop can be held on it."""
        return self.agenda is not None and not self.problems


@dataclass(frozen=True, slots=True)
class InterruptedCard:
    """A session that has not ended; ``stopped_at`` is in the time of the person looking."""

    session: str
    title: str
    stopped_at: datetime
    tasks_decided: int
    tasks_total: int


@dataclass(frozen=True, slots=True)
class PastSummary:
    """What the folder of decision logs holds; ``due`` counts overdue reviews and promises.

    ``rehearsed``: all of it was rehearsed, so that nothing is due. ``problem`` says why the folder
    can't be read, "" where it can.
    """

    logs: int = 0
    newest: str = ""
    newest_on: date | None = None
    due: int = 0
    problem: str = ""
    rehearsed: bool = False


@dataclass(frozen=True, slots=True)
class HomeModel:
    """Everything on the home screen; ``sessions_folder`` is where logs are written.

    ``past`` is None as long as that folder is being read.
    """

    agendas: tuple[AgendaCard, ...]
    interrupted: tuple[InterruptedCard, ...] = ()
    past: PastSummary | None = PastSummary()
    sessions_folder: str = ""


@dataclass(frozen=True, slots=True)
class StartWorkshop:
    """Hold a new workshop on an agenda."""

    card: AgendaCard


@dataclass(frozen=True, slots=True)
class RehearseWorkshop:
    """Rehearse an agenda with simulated people."""

    card: AgendaCard


@dataclass(frozen=True, slots=True)
class ResumeWorkshop:
    """Go on with an interrupted session, by its id."""

    session: str


@dataclass(frozen=True, slots=True)
class ReviewPast:
    """Look at past decisions."""


HomeChoice = StartWorkshop | RehearseWorkshop | ResumeWorkshop | ReviewPast
