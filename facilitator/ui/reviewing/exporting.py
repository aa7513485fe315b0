"""Asks what to export and where to, and says what came of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from textual.app import App

from facilitator.ui.reviewing.model import (
    Export,
    FileThere,
    Form,
    Look,
    NotExported,
    Past,
    PastLogs,
    Tab,
    older_at_hand,
    session_at_hand,
)
from facilitator.ui.widgets.dialogs import Choice, LinePrompt, Menu, Question

_ENDINGS = {Form.MARKDOWN: ".md", Form.CSV: ".csv", Form.CALENDAR: ".ics"}
_REGISTER, _SESSION, _COMPARISON = "register", "session", "comparison"
_MEANINGS = {
    (_REGISTER, Form.MARKDOWN): Choice(
        "register markdown", "The register as Markdown", "who owns what, task by team"
    ),
    (_REGISTER, Form.CSV): Choice(
        "register csv", "The register as CSV", "a row for each task, for spreadsheets"
    ),
    (_REGISTER, Form.CALENDAR): Choice(
        "register calendar", "Everything due as a calendar", "review dates and open promises"
    ),
    (_SESSION, Form.MARKDOWN): Choice(
        "session markdown", "This session as Markdown", "to read, or to put beside your code"
    ),
    (_SESSION, Form.CSV): Choice(
        "session csv", "This session as CSV", "a row for each decision, for spreadsheets"
    ),
    (_SESSION, Form.CALENDAR): Choice(
        "session calendar", "This session's dates as a calendar", "reviews and promises"
    ),
    (_COMPARISON, Form.MARKDOWN): Choice(
        "comparison markdown", "This comparison as Markdown", "what changed, verdict first"
    ),
    (_COMPARISON, Form.CSV): Choice(
        "comparison csv", "This comparison as CSV", "a row for each task, for spreadsheets"
    ),
}


class Exporting:
    """Leads through an export."""

    def __init__(self, logs: PastLogs) -> None:
        self._logs = logs

    async def ask(self, app: App[Any], past: Past, look: Look) -> str:
        """Ask, write, and return what to say; "" where somebody thought better of it."""
        choices = [choice for key, choice in _MEANINGS.items() if key[0] in _offers(past, look)]
        chosen = await app.push_screen_wait(Menu("Export", choices))
        if chosen is None:
            return ""
        kind, _, form = chosen.partition(" ")
        what = _what(kind, Form(form), past, look)
        return await self._write(app, what, _name(kind, what))

    async def _write(self, app: App[Any], what: Export, name: str) -> str:
        """Ask for the file until it is written, or nobody wants it any more."""
        problem = ""
        while True:
            ask = "Write it to which file?"
            prompt = LinePrompt(ask, take="Write it", value=name, problem=problem)
            wanted = await app.push_screen_wait(prompt)
            if not wanted:
                return ""
            name, problem = wanted, ""
            try:
                return f"Written to {await self._logs.export(what, name)}"
            except FileThere:
                if not await app.push_screen_wait(_replace(name)):
                    continue
            except NotExported as error:
                problem = str(error)
                continue
            try:
                return f"Written to {await self._logs.export(what, name, replace=True)}"
            except NotExported as error:
                problem = str(error)


def _replace(name: str) -> Question:
    return Question(
        f"{name} is there already. Replace it?",
        yes="Replace it",
        no="Choose another name",
        clock=lambda: datetime.now(UTC),
    )


def _offers(past: Past, look: Look) -> tuple[str, ...]:
    """What can be exported, that of the tab first."""
    if look.tab is Tab.SESSION and session_at_hand(past, look):
        return (_SESSION,)
    if look.tab is Tab.COMPARE and older_at_hand(past, look):
        return (_COMPARISON,)
    return (_REGISTER,)


def _what(kind: str, form: Form, past: Past, look: Look) -> Export:
    session = session_at_hand(past, look)
    match kind:
        case "session":
            return Export(form, session)
        case "comparison":
            return Export(form, session, older_at_hand(past, look))
        case _:
            return Export(form, rehearsals=past.rehearsals)


def _name(kind: str, what: Export) -> str:
    """A name for the file that says what is in it."""
    name = what.session or kind
    if what.against:
        name = f"{name}-compared"
    return f"{name}{_ENDINGS[what.form]}"
