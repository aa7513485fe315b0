"""What the home screen shows, as a model and as lines, and what can be chosen on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from facilitator.domain.agenda import Agenda
from facilitator.domain.steps import KIND_WORDS
from facilitator.domain.words.choices import rules_sentence
from facilitator.domain.words.figures import counted, day, duration, listed, moment
from facilitator.ui.ink import BLANK, Ink, Line, heading, line, paragraph, spread
from facilitator.ui.text import fit, pad

_KIND_CELLS = 10
_ORIGIN_CELLS = 60
_PLAN_CELLS = 72
"""Beyond this the minutes would stand too far from their step."""


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


# Lines


def agenda_lines(card: AgendaCard, width: int) -> list[Line]:
    """What an agenda contains, or what keeps it from being used."""
    lines = paragraph(card.title, width, Ink.STRONG)
    lines += paragraph(fit(card.origin, _ORIGIN_CELLS), width, Ink.MUTED)
    if card.problems:
        lines += [BLANK, *_problems(card, width)]
    if card.summary:
        # The file's line breaks are its author's column, not this one's.
        lines += [BLANK, *paragraph(" ".join(card.summary.split()), width)]
    return [*lines, *_plan(card.agenda, width)] if card.agenda else lines


def interrupted_lines(card: InterruptedCard, width: int) -> list[Line]:
    """Where a session stood when it stopped."""
    decided = f"{card.tasks_decided} of {counted(card.tasks_total, 'task')} decided"
    promise = "Enter goes on where it stood. Every seat, every vote and every decision is kept."
    return [
        *paragraph(card.title, width, Ink.STRONG),
        *paragraph(f"Stopped {when(card)}", width, Ink.MUTED),
        BLANK,
        *paragraph(decided, width, Ink.MINE),
        BLANK,
        *paragraph(promise, width),
        BLANK,
        *paragraph(card.session, width, Ink.MUTED, first="Session  "),
    ]


def when(card: InterruptedCard) -> str:
    """When a session stopped, as people write it."""
    return moment(card.stopped_at)


def past_line(model: HomeModel, width: int) -> Line:
    """One line on past decisions, and what of them is due."""
    past = model.past
    if past is None:
        return line(fit(f"Reading past decisions in {model.sessions_folder} …", width), Ink.MUTED)
    if past.problem:
        return line(fit(past.problem, width), Ink.BAD)
    if not past.logs:
        return line(
            fit(f"No past decisions yet. Logs go to {model.sessions_folder}", width), Ink.MUTED
        )
    held = counted(past.logs, "rehearsal" if past.rehearsed else "past session")
    newest = f"; newest: {fit(past.newest, 36)}" if past.newest else ""
    on = f", {day(past.newest_on)}" if past.newest_on else ""
    due = "P shows them"
    if past.due:
        due = f"! {past.due} overdue: P shows them"
    elif not past.rehearsed:
        due = "nothing due · P shows them"
    ink = Ink.WARN if past.due else Ink.MUTED
    return spread(line(f"{held}{newest}{on}", Ink.MUTED), line(due, ink), width)


def _problems(card: AgendaCard, width: int) -> list[Line]:
    number = len(card.problems)
    is_mended = "is mended" if number == 1 else "are mended"
    text = f"Can't be held before {counted(number, 'problem')} in its file {is_mended}:"
    lines = paragraph(text, width, Ink.BAD, first="✘ ")
    for problem in card.problems:
        lines += paragraph(problem, width, first="• ")
    return lines


def _plan(agenda: Agenda, width: int) -> list[Line]:
    length = f" · {duration(agenda.minutes)}" if agenda.minutes else ""
    lines = heading(f"{counted(len(agenda.steps), 'step')}{length}", width)
    for number, step in enumerate(agenda.steps, start=1):
        minutes = f" {step.minutes} min" if step.minutes else ""
        kind = pad(KIND_WORDS[type(step)], _KIND_CELLS)
        name = ((f"{number:>2}  {kind}", Ink.MUTED), (step.title, Ink.TEXT))
        lines.append(spread(name, line(minutes, Ink.MUTED), min(width, _PLAN_CELLS)))
    lines += heading(counted(len(agenda.teams), "team"), width)
    lines += paragraph(listed([team.name for team in agenda.teams]), width)
    lines += heading("Rules", width)
    is_named = agenda.rules.attribution == "named"
    named = "Votes are shown with names" if is_named else "Votes stay anonymous"
    return [*lines, *paragraph(f"{named} after the reveal. {rules_sentence(agenda.rules)}", width)]
