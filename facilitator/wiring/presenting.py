"""``facilitator present``: the wall on this terminal."""

from __future__ import annotations

import asyncio
from pathlib import Path

from facilitator.clock import now
from facilitator.domain.journal import JournalError
from facilitator.errors import JournalFailed
from facilitator.hosting import codes, journals, sessions
from facilitator.hosting.addresses import split_address, ssh_command
from facilitator.live.session import LiveSession
from facilitator.terminal.own import own_terminal
from facilitator.terminal.painted import Painted
from facilitator.ui.presenting.screen import WallScreen
from facilitator.wiring.screens import hang_up, own_colours, put_away, to_its_end
from facilitator.wiring.settings import Settings


async def present(settings: Settings, reference: str, join: str) -> str:
    """Show a session to the room until somebody leaves; return their last words.

    ``join`` is the command that people join with; "" leaves it to the settings. Raises Unusable,
    Misused or JournalFailed, Stopped when a signal ends it, and whatever the screen fails of.
    """
    return await to_its_end(_present(settings, reference, join))


async def _present(settings: Settings, reference: str, join: str) -> str:
    found = await sessions.find_session(settings.journals, reference)
    if found.state is None:
        raise JournalFailed(f"{found.id} can't be shown: {found.problem}")
    try:
        session = LiveSession(await journals.open_journal(found.path), codes.new_id)
        await session.open()
    except JournalError as error:
        raise JournalFailed(str(error)) from error
    try:
        screen = WallScreen(
            session,
            lambda: join or _as_set(settings),
            now,
            colours=own_colours(),
            dark=settings.is_dark,
        )
        with own_terminal(hang_up) as terminal:
            painted = Painted(terminal, screen)
            letting_go = asyncio.create_task(_let_go_in_the_end(session, found.path), name="let go")
            try:
                await painted.run_async()
            finally:
                letting_go.cancel()
    finally:
        await session.close()
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
