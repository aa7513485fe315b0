"""``facilitator present``: the wall on this terminal."""

from __future__ import annotations

import asyncio
import signal

from facilitator.domain.journal import JournalError
from facilitator.live.session import LiveSession
from facilitator.ui.presenting.app import PresenterApp
from facilitator.wiring import codes, journals, sessions
from facilitator.wiring.clock import now
from facilitator.wiring.errors import JournalFailed
from facilitator.wiring.screens import show
from facilitator.wiring.settings import Settings


async def present(settings: Settings, reference: str, join: str) -> str:
    """Show a session to the room until somebody leaves; return their last words.

    ``join`` is the command that people join with, "" where nobody has said it. Raises Unusable,
    Misused or JournalFailed, and whatever the screen fails of.
    """
    found = await sessions.find_session(settings.journals, reference)
    if found.state is None:
        raise JournalFailed(f"{found.id} can't be shown: {found.problem}")
    try:
        session = LiveSession(await journals.open_journal(found.path), codes.new_id)
        await session.open()
    except JournalError as error:
        raise JournalFailed(str(error)) from error
    try:
        app = PresenterApp(session, lambda: join, now, dark=settings.is_dark)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, app.exit)
        await show(app, mouse=False)
    finally:
        await session.close()
    return app.farewell
