"""``vote`` and ``present``: a session on this terminal, for a voter or for the whole room."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from facilitator.clock import now
from facilitator.domain.agenda import Agenda
from facilitator.domain.commands import LeaveSession
from facilitator.domain.people import NAME_CELLS, Seat
from facilitator.domain.state import Session
from facilitator.domain.text import TextRefused, clean_line
from facilitator.errors import Misused
from facilitator.hosting import codes, presence, rosters, sessions
from facilitator.hosting.addresses import ONE_KEY, split_address, ssh_command, with_options
from facilitator.hosting.door import Door
from facilitator.hosting.lifetime import ENDED
from facilitator.live.arrivals import Arrival, Place, removed
from facilitator.live.session import Accepted, LiveSession
from facilitator.ssh import code_check, words
from facilitator.ssh.limits import Limits
from facilitator.ssh.shared import Visitor
from facilitator.storage.roster_toml import Listed
from facilitator.terminal.own import own_terminal
from facilitator.terminal.painted import Painted
from facilitator.ui.presenting.screen import WallScreen
from facilitator.ui.voting.screen import VoterScreen
from facilitator.wiring.screens import hang_up, own_colours, put_away, to_its_end
from facilitator.wiring.settings import Settings

CAME_BY_SSH = "the same ssh command"
_NAMED = "named:"
"""How the credential begins that a seat bound to a name is kept under …"""
_NAMED_BEFORE = "name:"
"""… and how in journals from before, where what the name looked like followed."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who votes here, as whoever started this says. Both are "" where the voter is asked.

    ``team`` is a team's id.
    """

    name: str = ""
    team: str = ""


async def vote(settings: Settings, reference: str, person: Person) -> str:
    """Seat somebody on this terminal until they leave; return their last words.

    Raises Unusable, Misused or JournalFailed, Stopped when a signal ends it, and whatever the
    screen fails of.
    """
    stay_in_front()
    shown: list[VoterScreen] = []
    work = _vote(settings, reference, _checked(person), shown)
    return await to_its_end(work, lambda: shown[0].farewell if shown else "")


async def _vote(
    settings: Settings, reference: str, person: Person, shown: list[VoterScreen]
) -> str:
    """Seat somebody; their screen is noted in ``shown`` as soon as there is one."""
    path, state = await sessions.sound_session(settings.journals, reference, "voted in")
    if state.ended_at is not None:
        raise Misused(f"{path.stem} has ended")
    with presence.marked(path) as mark:
        async with sessions.opened(path) as session:
            arrival = await _arrival(session, path, person, f"{mark.name}-1")
            if arrival is None:
                return words.GOODBYE
            await presence.tell_of_gone(path, session)
            holder = session.state.holder(arrival.credential)
            if holder is not None and holder.removed is not None:
                return removed(holder.removed, arrival.come_back)
            screen = VoterScreen(
                session, arrival, now, colours=own_colours(), dark=settings.is_dark
            )
            shown.append(screen)
            with own_terminal(hang_up) as terminal:
                painted = Painted(terminal, screen)
                async with _seated(session, painted, mark, path) as ended:
                    await painted.run_async()
            return ENDED if ended.is_set() else painted.farewell


def stay_in_front() -> None:
    """Never be stopped from the keyboard: behind that there would be a shell, or nobody to go on.

    Blocked for the whole process, so that it holds whatever handlers are set later.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTSTP})


def _checked(person: Person) -> Person:
    """The person with a name fit for the session; raises Misused."""
    if not person.name:
        if person.team:
            raise Misused("--team goes with --as NAME: without it people are asked for both")
        return person
    try:
        name = clean_line(person.name, most_cells=NAME_CELLS)
    except TextRefused as error:
        raise Misused(f"the name can't be used: {error}") from error
    if not name:
        raise Misused("--as needs a name")
    return Person(name, person.team)


async def _arrival(
    session: LiveSession, journal: Path, person: Person, connection: str
) -> Arrival | None:
    """Who is here: by the name that this was started with, or by a code; None if they leave."""
    state = session.state
    come_back = CAME_BY_SSH if "SSH_CONNECTION" in os.environ else f"facilitator vote {state.id}"
    if not person.name:
        return await _by_code(session, connection, come_back)
    place, credential = _place(state.agenda, person), _name_credential(state, person.name)
    if not state.join_code:
        listed = _listed(journal, state.agenda, person.name)
        if listed.team is None:
            raise Misused(f"{person.name} is on the roster as a facilitator: nobody votes as one")
        place = Place(listed.name, listed.team, listed.seat)
        credential = codes.key_credential(listed.keys[0])
    return Arrival(
        connection=connection,
        suggested_name=person.name,
        credential=credential,
        resume_code=None,
        come_back=come_back,
        likeness=codes.likeness,
        place=place,
        bound_name=person.name,
        not_you=with_options(ONE_KEY, come_back) if come_back == CAME_BY_SSH else "",
    )


def _name_credential(state: Session, name: str) -> str:
    """What the seat bound to a name is kept under: the name, whatever its case.

    A name that only looks like it opens nothing.
    """
    people = state.participants.values()
    bound = (each for each in people if each.credential.startswith((_NAMED, _NAMED_BEFORE)))
    kept = (each.credential for each in bound if _is_same(each.name, name))
    return next(kept, f"{_NAMED}{name.casefold()}")


def _is_same(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()


def _place(agenda: Agenda, person: Person) -> Place | None:
    """Where the person sits, as far as it is known before they came; raises Misused."""
    teams = [team.id for team in agenda.teams]
    if not person.team:
        return Place(person.name, teams[0], Seat.VOTER) if len(teams) == 1 else None
    if person.team not in teams:
        raise Misused(f"there is no team “{person.team}” in this session: {', '.join(teams)}")
    return Place(person.name, person.team, Seat.VOTER)


def _listed(journal: Path, agenda: Agenda, name: str) -> Listed:
    """The entry of the session's roster for a name; raises Unusable or Misused."""
    for each in rosters.kept_roster(rosters.path_beside(journal), agenda).people:
        if _is_same(each.name, name):
            return each
    raise Misused(f"this workshop is open only to the people on its roster, and {name} is not")


async def _by_code(session: LiveSession, connection: str, come_back: str) -> Arrival | None:
    """Somebody who gives the join code, or the resume code of a seat."""
    if not session.state.join_code:
        raise Misused(
            "this workshop is open only to the people on its roster: whoever set this up has to"
            " say who you are, by --as NAME"
        )
    door = Door(session)
    door.come_back = come_back
    code = await _ask_code(door.welcome(), door.admits_voter)
    return None if code is None else door.arrival(Visitor(connection, "", None, code, ""))


@contextlib.asynccontextmanager
async def _seated(
    session: LiveSession, painted: Painted, mark: presence.Mark, journal: Path
) -> AsyncIterator[asyncio.Event]:
    """Give up the seat at the end, whether the voter leaves, is told to, or hangs up.

    What it gives is set once the session is over and its journal put away.
    """
    ended = asyncio.Event()

    async def end_with_the_journal() -> None:
        await put_away(journal)
        ended.set()
        painted.exit()

    task = asyncio.create_task(end_with_the_journal(), name="journal's end")
    try:
        yield ended
    finally:
        task.cancel()
        gone = LeaveSession(connection=f"{mark.name}-1")
        mark.stays = not isinstance(await sessions.report(session, gone), Accepted)


async def present(settings: Settings, reference: str, join: str) -> str:
    """Show a session to the room until somebody leaves; return their last words.

    ``join`` is the command that people join with; "" leaves it to the settings. Raises Unusable,
    Misused or JournalFailed, Stopped when a signal ends it, and whatever the screen fails of.
    """
    return await to_its_end(_present(settings, reference, join))


async def _present(settings: Settings, reference: str, join: str) -> str:
    path, _ = await sessions.sound_session(settings.journals, reference, "shown")
    async with sessions.opened(path) as session:
        screen = WallScreen(
            session,
            lambda: join or _as_set(settings),
            now,
            colours=own_colours(),
            dark=settings.is_dark,
        )
        with own_terminal(hang_up) as terminal:
            painted = Painted(terminal, screen)
            letting_go = asyncio.create_task(_let_go_in_the_end(session, path), name="let go")
            try:
                await painted.run_async()
            finally:
                letting_go.cancel()
    return screen.farewell


def _as_set(settings: Settings) -> str:
    """The command that the settings show to voters, "" where they say nothing of that."""
    if settings.shown is None:
        return ""
    return ssh_command(*split_address(settings.listen), settings.shown)


async def _let_go_in_the_end(session: LiveSession, journal: Path) -> None:
    """Close a journal that was put away: of an anonymous one nothing may stay; the wall does."""
    await put_away(journal)
    await session.close()


async def _ask_code(welcome: str, admits: Callable[[str], bool]) -> str | None:
    """A code that is right; None when somebody leaves.

    Raises Misused after a few wrong ones, and when nobody types any.
    """
    limits, loop = Limits(), asyncio.get_running_loop()
    answer: asyncio.Future[str | None] = loop.create_future()
    delays = itertools.count(2 * limits.penalty_step_seconds, 2 * limits.penalty_step_seconds)

    def closed(last_words: str, status: int) -> None:
        if answer.done():
            return
        terminal.send(b"\r\n")
        if status == code_check.LEFT:
            answer.set_result(None)
        else:
            answer.set_exception(Misused(last_words))

    with own_terminal(partial(closed, words.GOODBYE, code_check.LEFT)) as terminal:
        check = code_check.CodeCheck(
            limits,
            welcome,
            admits=admits,
            failed=partial(next, delays),
            send=terminal.send,
            admitted=answer.set_result,
            closed=closed,
        )
        terminal.attach(check)
        check.ask()
        try:
            async with asyncio.timeout(limits.code_seconds):
                return await answer
        except TimeoutError as error:
            raise Misused(words.CODE_TIMEOUT) from error
        finally:
            check.give_back()
