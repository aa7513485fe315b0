"""What becomes of a session's files once its decision log is written."""

from __future__ import annotations

from pathlib import Path

from facilitator.domain.agenda import Attribution
from facilitator.domain.state import Session
from facilitator.hosting import rosters, sessions
from facilitator.hosting.control_socket import clear_gone
from facilitator.wiring.settings import Settings


def put_away(settings: Settings, journal: Path, state: Session | None) -> None:
    """Keep or remove the journal of a session whose log is written, as the user set.

    That of an anonymous session is removed whatever is set. It has no ``state`` any more when that
    was begun and not finished. Raises Unusable.
    """
    if state is not None and state.log_file is None:
        return
    is_named = state is not None and state.agenda.rules.attribution is Attribution.NAMED
    keep = is_named and settings.keep_journal is not False
    rosters.put_away(journal, keep=keep)
    sessions.put_away(journal, keep=keep)
    clear_gone(journal)
