"""The home screen: what there is to start or go on with, and doing what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from facilitator.clock import today
from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.past import that_count
from facilitator.domain.past.due import due_reviews, open_commitments
from facilitator.domain.words.figures import day_of
from facilitator.errors import Unusable
from facilitator.hosting import sessions
from facilitator.hosting.addresses import Address
from facilitator.hosting.sessions import SessionFile
from facilitator.live.rehearsal.people import Company
from facilitator.storage.archive import Archive, newest_first
from facilitator.ui.home.model import (
    AgendaCard,
    HomeChoice,
    HomeModel,
    InterruptedCard,
    PastSummary,
    RehearseWorkshop,
    ReviewPast,
    StartWorkshop,
)
from facilitator.ui.home.screen import HomeApp
from facilitator.wiring import agendas, earlier, workshop
from facilitator.wiring.agendas import AgendaFile
from facilitator.wiring.review import look_through, review
from facilitator.wiring.screens import show, stoppable
from facilitator.wiring.settings import Settings


async def visit(settings: Settings, address: Address | None) -> str:
    """Show the home screen and do what is chosen; return what to tell the person afterwards.

    Raises what :mod:`facilitator.wiring.workshop` raises, and Stopped when a signal ends it.
    """
    choice: HomeChoice | None = ReviewPast()
    while isinstance(choice, ReviewPast):
        model = await look_around(settings)
        reading = partial(past_summary, settings)
        app = HomeApp(model, reading, dark=settings.is_dark)
        with stoppable(app.exit):
            choice = await show(app)
        if isinstance(choice, ReviewPast):
            await review(settings)
    if choice is None:
        return ""
    if isinstance(choice, StartWorkshop):
        agenda, roster = agendas.with_roster(choice.card.name)
        follows = earlier.followed_session(settings.sessions, agenda)
        held = await workshop.begin(settings, agenda, address, roster, follows)
    elif isinstance(choice, RehearseWorkshop):
        agenda = agendas.sound_agenda(choice.card.name)
        held = await workshop.begin(settings, agenda, None, company=Company())
    else:
        held = await workshop.take_up(settings, choice.session, address)
    return await workshop.facilitate(held)


async def look_around(settings: Settings) -> HomeModel:
    """Everything that the home screen shows, past decisions apart: they may take a while."""
    found = await sessions.list_sessions(settings.journals)
    return HomeModel(
        agendas=tuple(_agenda(entry) for entry in agendas.list_agendas()),
        interrupted=tuple(_interrupted(each) for each in found if each.is_unfinished),
        past=None,
        sessions_folder=str(settings.sessions),
    )


def _agenda(entry: AgendaFile) -> AgendaCard:
    agenda = entry.reading.found
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


async def past_summary(settings: Settings) -> PastSummary:
    """What the folder of decision logs holds, and how much of it is late."""
    try:
        found = await look_through(Archive(settings.sessions))
    except Unusable as error:
        return PastSummary(problem=str(error))
    read = [entry.reading.log for entry in newest_first(found) if entry.reading.log is not None]
    if not read:
        return PastSummary()
    logs = that_count(read)
    newest = logs[-1].session
    return PastSummary(
        logs=len(logs),
        newest=newest.title,
        newest_on=day_of(newest.started_at),
        due=0 if newest.rehearsal else _overdue(logs, today()),
        rehearsed=newest.rehearsal,
    )


def _overdue(logs: Sequence[DecisionLog], today: date) -> int:
    """How many reviews and promises are late."""
    late = [each.days_overdue(today) > 0 for each in due_reviews(logs)]
    late += [each.days_overdue(today) > 0 for each in open_commitments(logs)]
    return sum(late)
