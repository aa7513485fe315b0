"""A rehearsal that nobody attends: simulated people, an automatic facilitator, a decision log.

Its journal is in memory. It is over within seconds and the same seed gives it again, so there is
nothing to resume; and whatever ends it early leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable

from facilitator.clock import OnwardClock, now
from facilitator.domain.agenda import Agenda
from facilitator.domain.commands import Envelope, StartSession
from facilitator.errors import JournalFailed, Unusable, one_line
from facilitator.hosting import codes, sessions
from facilitator.hosting.finish import LogFile
from facilitator.live.memory import MemoryJournal
from facilitator.live.ports import Clock, LogNotWritten
from facilitator.live.rehearsing.cast import Company
from facilitator.live.rehearsing.facilitating import AutomaticFacilitator
from facilitator.live.session import Accepted, LiveSession
from facilitator.wiring import simulated
from facilitator.wiring.earlier import NOTHING_FOLLOWED, Followed
from facilitator.wiring.settings import Settings, facilitator_name


async def unattended(
    settings: Settings,
    agenda: Agenda,
    company: Company,
    say: Callable[[str], None],
    *,
    follows: Followed = NOTHING_FOLLOWED,
    clock: Clock = now,
) -> str:
    """Rehearse an agenda from its lobby to its log, without waiting; return where the log lies.

    ``say`` is given a line for every step and for what came of it. It is held against the session
    that it ``follows``. Raises Misused when the facilitator's name can't be used, Unusable when the
    log can't be written.
    """
    onward = OnwardClock(clock)
    started_at = onward()
    name = facilitator_name(settings)
    start = Envelope(
        started_at,
        "",
        StartSession(
            session=sessions.new_session_id(agenda, started_at),
            agenda=agenda,
            facilitator=name,
            likeness=codes.likeness(name),
            join_code="",
            earlier=follows.earlier,
            remarks=follows.remarks,
            rehearsal=True,
        ),
    )
    session = LiveSession(MemoryJournal(), codes.new_id)
    await session.open()
    try:
        answer = await session.submit(start)
        if not isinstance(answer, Accepted):
            raise JournalFailed(answer.reason)
        people, seed = simulated.company_told(company), company.seed
        say(one_line(f"Rehearsal of “{agenda.title}” with {people}, seed {seed}"))
        room = simulated.room_of(session, company, onward)
        lead = AutomaticFacilitator(
            session,
            sessions.FACILITATOR,
            room,
            clock=onward,
            dice=simulated.SeededDice(company.seed),
            tell=lambda line: say(_indented(line)),
        )
        await lead.run()
        return await LogFile(session, settings.sessions, onward)()
    except LogNotWritten as error:
        raise Unusable(str(error)) from error
    finally:
        await session.close()


def _indented(line: str) -> str:
    """A line that no terminal obeys, as far to the right as it was."""
    text = line.lstrip()
    return " " * (len(line) - len(text)) + one_line(text)
