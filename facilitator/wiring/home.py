"""The home screen: what there is to start or go on with, and doing what is chosen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from facilitator.domain.decision_log import DecisionLog
from facilitator.live.rehearsing.cast import Company
from facilitator.storage.archive import LogEntry
from facilitator.ui.home.app import HomeApp
from facilitator.ui.home.model import (
    AgendaCard,
    HomeModel,
    InterruptedCard,
    PastSummary,
    RehearseWorkshop,
    StartWorkshop,
)
from facilitator.wiring import agendas, earlier, logs, rosters, sessions, workshop
from facilitator.wiring.agendas import AgendaFile
from facilitator.wiring.hosting import Address
from facilitator.wiring.screens import show
from facilitator.wiring.sessions import SessionFile
from facilitator.wiring.settings import Settings


async def visit(settings: Settings, address: Address | None) -> str:
    """Show the home screen and do what is chosen; return what to tell the person afterwards.

    Raises what :mod:`facilitator.wiring.workshop` raises.
    """
    model = await look_around(settings)
    choice = await show(HomeApp(model, dark=settings.is_dark))
    if choice is None:
        return ""
    if isinstance(choice, StartWorkshop):
        agenda = agendas.sound_agenda(choice.card.name)
        roster = rosters.roster_beside(Path(choice.card.name), agenda)
        follows = earlier.earlier_session(settings.sessions, agenda)
        held = await workshop.begin(settings, agenda, address, roster, follows)
    elif isinstance(choice, RehearseWorkshop):
        agenda = agendas.sound_agenda(choice.card.name)
        held = await workshop.begin(settings, agenda, None, company=Company())
    else:
        held = await workshop.take_up(settings, choice.session, address)
    return await workshop.facilitate(held)


async def look_around(settings: Settings) -> HomeModel:
    """Everything that the home screen shows."""
    found = await sessions.list_sessions(settings.journals)
    return HomeModel(
        agendas=tuple(_agenda(entry) for entry in agendas.list_agendas()),
        interrupted=tuple(_interrupted(each) for each in found if each.is_unfinished),
        past=_past(logs.list_logs(settings.sessions)),
        sessions_folder=str(settings.sessions),
    )


def _agenda(entry: AgendaFile) -> AgendaCard:
    agenda = entry.reading.agenda
    return AgendaCard(
        name=str(entry.path),
        title=agenda.title if agenda else entry.name,
        origin="ships with the program" if entry.ships else str(entry.path),
        summary=agenda.summary if agenda else "",
        agenda=agenda,
        problems=() if agenda else tuple(str(problem) for problem in entry.reading.problems),
    )


def _interrupted(session: SessionFile) -> InterruptedCard:
    decided, total = session.progress
    title = session.state.agenda.title if session.state else session.id
    return InterruptedCard(session.id, title, session.stopped_at, decided, total)


def _past(found: tuple[LogEntry, ...]) -> PastSummary:
    read = [entry.reading.log for entry in found if entry.reading.log is not None]
    if not read:
        return PastSummary()
    newest = read[0].session
    return PastSummary(
        logs=len(read),
        newest=newest.title,
        newest_on=newest.started_at.date(),
        due=_due(read),
    )


def _due(read: list[DecisionLog]) -> int:
    """How many reviews are overdue, counting only the newest word on each task."""
    today = datetime.now(UTC).date()
    newest = {}
    for log in reversed(read):
        for decision in log.decisions:
            newest[decision.task] = decision.review_on
    return sum(day is not None and day < today for day in newest.values())
