"""Asks what to export and where to, and says what came of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from textual.app import App

from facilitator.ui.reviewing import model
from facilitator.ui.reviewing.model import Export, Form
from facilitator.ui.widgets.dialogs import Choice, LinePrompt, Menu, Question

_ENDINGS = {Form.MARKDOWN: ".md", Form.CSV: ".csv", Form.CALENDAR: ".ics"}
_REGISTER = (
    Choice(Form.MARKDOWN, "The register as Markdown", "who owns what, task by team"),
    Choice(Form.CSV, "The register as CSV", "a row for each task, for spreadsheets"),
    Choice(Form.CALENDAR, "Everything due as a calendar", "review dates and open promises"),
)
_SESSION = (
    Choice(Form.MARKDOWN, "This session as Markdown", "to read, or to put beside your code"),
    Choice(Form.CSV, "This session as CSV", "a row for each decision, for spreadsheets"),
    Choice(Form.CALENDAR, "This session's dates as a calendar", "reviews and promises"),
)
_COMPARISON = (
    Choice(Form.MARKDOWN, "This comparison as Markdown", "what changed, verdict first"),
    Choice(Form.CSV, "This comparison as CSV", "a row for each task, for spreadsheets"),
)


async def export(app: App[Any], logs: model.PastLogs, past: model.Past, look: model.Look) -> str:
    """Ask, write, and return what to say; "" where somebody thought better of it."""
    session, older = past.session_at_hand(look), past.older_at_hand(look)
    choices: tuple[Choice, ...] = _REGISTER
    if look.tab is model.Tab.SESSION and session:
        choices, older = _SESSION, None
    elif look.tab is model.Tab.COMPARE and older:
        choices = _COMPARISON
    chosen = await app.push_screen_wait(Menu("Export", choices))
    if chosen is None:
        return ""
    form = Form(chosen)
    if choices is _REGISTER:
        return await _write(app, logs, Export(form, rehearsals=past.rehearsals), "register")
    name = f"{session}-compared" if older else str(session)
    return await _write(app, logs, Export(form, session, older), name)


async def _write(app: App[Any], logs: model.PastLogs, what: Export, name: str) -> str:
    """Ask for the file until it is written, or nobody wants it any more."""
    name, problem, replaces = f"{name}{_ENDINGS[what.form]}", "", False
    while True:
        if not replaces:
            ask = "Write it to which file?"
            prompt = LinePrompt(ask, take="Write it", value=name, problem=problem)
            wanted = await app.push_screen_wait(prompt)
            if not wanted:
                return ""
            name = wanted
        try:
            return f"Written to {await logs.export(what, name, replace=replaces)}"
        except model.FileThere:
            agreed = await app.push_screen_wait(_replace(name))
            problem, replaces = "", agreed
        except model.NotExported as error:
            problem, replaces = str(error), False


def _replace(name: str) -> Question:
    return Question(
        f"{name} is there already. Replace it?",
        yes="Replace it",
        no="Choose another name",
        clock=lambda: datetime.now(UTC),
    )
