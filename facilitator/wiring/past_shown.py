"""What the verbs that look back print: texts for people, documents for machines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import RenderableType
from rich.text import Text

from facilitator.domain.past.comparison import Comparison
from facilitator.domain.past.due import Due
from facilitator.domain.past.history import History
from facilitator.domain.past.register import Standing
from facilitator.domain.text import visible
from facilitator.reports.documents.comparison import comparison_document
from facilitator.reports.documents.due import due_document
from facilitator.reports.documents.history import history_document
from facilitator.reports.documents.register import register_document
from facilitator.reports.past_json import comparison_json, due_json, history_json, register_json
from facilitator.reports.terminal import as_terminal
from facilitator.wiring.past import Past

__all__ = [
    "comparison_json",
    "comparison_report",
    "due_json",
    "due_report",
    "history_json",
    "history_report",
    "register_json",
    "register_report",
]

_MOST_CELLS = 200
_NOTHING_FITS = "Nothing here fits these filters; leave one out to see more."


def comparison_report(comparison: Comparison, *, everything: bool) -> RenderableType:
    """What changed; with ``everything`` also what did not."""
    return as_terminal(comparison_document(comparison, everything=everything, counts_the_rest=True))


def register_report(past: Past, standings: Sequence[Standing], today: date) -> RenderableType:
    """The decisions in force, or why there are none to show."""
    if standings:
        return as_terminal(register_document(standings, today), titled=False)
    if not past.logs:
        return _without_logs(past)
    is_decided = any(decision.driver for log in past.logs for decision in log.decisions)
    told = "Nothing was decided yet: facilitator log due tells what was left open."
    return Text(_NOTHING_FITS if is_decided else told)


def history_report(history: History) -> RenderableType:
    """How a task went."""
    if history.chapters:
        return as_terminal(history_document(history))
    return Text(_NOTHING_FITS)


def due_report(past: Past, due: Due, days: int | None) -> RenderableType:
    """What is due, or why there is nothing."""
    return as_terminal(due_document(due, days), titled=False) if past.logs else _without_logs(past)


def _without_logs(past: Past) -> Text:
    where = visible(str(past.folder), most_cells=_MOST_CELLS)
    if past.findings.unreadable:
        return Text(f"None of the files in {where} can be read.")
    told = "A workshop leaves one when it ends: facilitator run AGENDA."
    return Text(f"No decision logs in {where} yet. {told}")
