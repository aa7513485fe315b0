"""The tabs: for each a table to choose from, and what is told of the row chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from facilitator.ui.reviewing.model import Look, Past, Tab
from facilitator.ui.reviewing.pages import compare, due, history, register, session
from facilitator.ui.widgets.lines import Lines
from facilitator.ui.widgets.rows import Table


@dataclass(frozen=True, slots=True)
class Page:
    """A tab: its ``table``, the ``detail`` of a row at a width, and what rows can be ordered by."""

    table: Callable[[Past, Look], Table]
    detail: Callable[[Past, Look, str | None, int], Lines]
    orders: tuple[str, ...] = ()


PAGES: Mapping[Tab, Page] = {
    Tab.REGISTER: Page(register.table, register.detail, register.ORDERS),
    Tab.SESSION: Page(session.table, session.detail),
    Tab.COMPARE: Page(compare.table, compare.detail),
    Tab.HISTORY: Page(history.table, history.detail, history.ORDERS),
    Tab.DUE: Page(due.table, due.detail),
}
