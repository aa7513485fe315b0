"""The screen for past decisions, and its app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import WorkType

from facilitator.ui.reviewing import keys
from facilitator.ui.reviewing.drawing import Detail, Head, TabLine
from facilitator.ui.reviewing.exporting import export
from facilitator.ui.reviewing.model import Found, Look, Past, PastLogs, Tab
from facilitator.ui.reviewing.tabs import Page, page, session_choices, sessions_table
from facilitator.ui.widgets.app import TerminalApp
from facilitator.ui.widgets.dialogs import Menu, help_sheet
from facilitator.ui.widgets.fields import LineField
from facilitator.ui.widgets.keys import KeyLine, bindings
from facilitator.ui.widgets.lines import Said
from facilitator.ui.widgets.rows import RowList, Rows

_WHOLES_KEPT = 8
"""So many logs are kept whole; whoever goes through a thousand needs no more than the last few."""


class ReviewScreen(Screen[None]):
    """Sessions at the left, a tab's rows at the right, below them what the row at hand holds."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(keys.BOUND)]

    past: reactive[Past] = reactive(lambda: Past("", date.min), init=False)
    look: reactive[Look] = reactive(Look, init=False)

    def __init__(self, logs: PastLogs, today: date) -> None:
        super().__init__()
        self._logs = logs
        self.set_reactive(ReviewScreen.past, Past(logs.folder, today))
        self._listed: Past | None = None
        self._page = Page()

    def compose(self) -> ComposeResult:
        """The head, the columns, the keys."""
        yield Head()
        yield TabLine()
        with Horizontal(id="columns"):
            yield Rows(id="sessions")
            with Vertical(id="main"):
                yield LineField(placeholder="Type what to look for")
                yield Rows(id="rows")
                with VerticalScroll(id="detail", can_focus=False):
                    yield Detail()
        yield Said()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what there is so far, and read the rest."""
        self.query_one(LineField).display = False
        self.query_one("#rows RowList").focus()
        self._draw()
        self._work("read", self._read)

    def _work(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do something that takes a while, in place of what is still under way by that name.

        The coroutine is made only once the worker starts: one that is replaced before is none.
        """

        async def working() -> None:
            await work()

        worker: WorkType[None] = working
        self.run_worker(worker, name=name, group=name, exclusive=True)

    async def _read(self) -> None:
        found = await self._logs.look_through(self._take)
        self.past = replace(self.past, found=found, is_read=True)

    def _take(self, found: Found) -> None:
        """More has been read."""
        self.past = replace(self.past, found=found)

    def watch_past(self) -> None:
        """The folder is read further."""
        self._draw()

    def watch_look(self) -> None:
        """Something else is chosen."""
        self._draw()

    def _draw(self, row: str | None = None) -> None:
        """Show the tab, its rows and what the row at hand holds."""
        past, look = self.past, self.look
        self.query_one(Head).past = past
        tabs = self.query_one(TabLine)
        tabs.tab, tabs.late = look.tab, past.due.overdue
        self.set_class(look.is_of_sessions, "-of-sessions")
        self._list_sessions()
        self._page = page(past, look)
        self.query_one("#rows", Rows).show(self._page.table.that_say(look.wanted), row)
        self._tell()
        self._say_keys()
        self._fetch()

    def _list_sessions(self) -> None:
        """List the sessions when more are read; on their tabs the one told of is at hand."""
        past = self.past
        told = past.session_at_hand(self.look) if self.look.is_of_sessions else None
        sessions = self.query_one("#sessions", Rows)
        if past is not self._listed:
            sessions.show(sessions_table(past), told)
            self._listed = past
        else:
            sessions.choose(told)

    def _tell(self) -> None:
        row = self.query_one("#rows", Rows).chosen or ""
        self.query_one(Detail).section = self._page.detail(row)

    def _fetch(self) -> None:
        """Have the logs that are told whole read whole."""
        if not self.look.is_of_sessions:
            return
        wanted = [self.past.session_at_hand(self.look)]
        if self.look.tab is Tab.COMPARE:
            wanted.append(self.past.older_at_hand(self.look))
        missing = [each for each in wanted if each and each not in self.look.wholes]
        if missing:
            self._work("whole", partial(self._read_whole, missing))

    async def _read_whole(self, sessions: list[str]) -> None:
        read = {session: await self._logs.whole(session) for session in sessions}
        kept = list({**self.look.wholes, **read}.items())[-_WHOLES_KEPT:]
        self.look = replace(self.look, wholes=dict(kept))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Another row is at hand."""
        event.stop()
        if event.rows.id == "rows":
            self.query_one("#detail", VerticalScroll).scroll_home(animate=False)
            self._tell()
        elif self.look.is_of_sessions and event.rows.query_one(RowList).has_focus:
            self.look = replace(self.look, session=event.row, older=None)

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Enter on a row."""
        event.stop()
        if event.rows.id == "sessions":
            self._show_session(event.row)
        else:
            self._open(event.row)

    def _open(self, row: str) -> None:
        led = self.past.opened(self.look, row)
        if led is None:
            self.action_more()
        else:
            self._go(*led)

    def _go(self, look: Look, row: str | None) -> None:
        """Look at something else, with that row at hand."""
        if not look.wanted:
            self._leave_filter()
        self.look = look
        self._draw(row)
        self.query_one("#rows RowList").focus()

    def action_show_tab(self, name: str) -> None:
        """Go to a tab."""
        self._go(self.look.on_tab(Tab[name]), None)
        self.query_one(Said).text = ""

    def action_turn(self, step: int) -> None:
        """Go to the next tab, or the one before."""
        tabs = list(Tab)
        self.action_show_tab(tabs[(tabs.index(self.look.tab) + step) % len(tabs)].name)

    def action_more(self) -> None:
        """Scroll what is told, a page at a time; from its end back to its top."""
        detail = self.query_one("#detail", VerticalScroll)
        if detail.scroll_y >= detail.max_scroll_y:
            detail.scroll_home(animate=False)
        else:
            detail.scroll_relative(y=max(1, detail.size.height - 1), animate=False)

    def on_descendant_focus(self) -> None:
        """Say other keys where somebody types."""
        self._say_keys()

    def action_find(self) -> None:
        """Type what rows must say."""
        field = self.query_one(LineField)
        field.display = True
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show only what says it."""
        event.stop()
        self.look = replace(self.look, wanted=event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the rows that are left."""
        event.stop()
        self.query_one("#rows RowList").focus()

    def action_clear(self) -> None:
        """Show every row again; where all are shown, go back to where Enter led from."""
        is_typing = self.query_one(LineField).display
        self.query_one(Said).text = ""
        self._go(*self.look.cleared(is_typing=is_typing))

    def _leave_filter(self) -> None:
        field = self.query_one(LineField)
        with field.prevent(Input.Changed):
            field.value = ""
        field.display = False

    def action_order(self) -> None:
        """Put the rows in another order."""
        self.look, self.query_one(Said).text = self.look.ordered(self._page.orders)

    def action_every(self) -> None:
        """Compare everything, or only what differs."""
        if self.look.tab is Tab.COMPARE:
            self.look = replace(self.look, every=not self.look.every)
            shown = "Everything is shown." if self.look.every else "Only what differs is shown."
            self.query_one(Said).text = f"{shown} A changes that."

    def action_rehearsals(self) -> None:
        """Count rehearsals in, or leave them out."""
        self.past, self.query_one(Said).text = self.past.with_rehearsals()

    def action_older(self) -> None:
        """Choose what the session is compared with."""
        session = self.past.session_at_hand(self.look)
        if self.look.tab is not Tab.COMPARE or session is None:
            return
        choices = [each for each in session_choices(self.past) if each.id != session]
        if choices:
            menu = Menu("Compare with which session?", choices)
            self.app.push_screen(menu, self._compare_with)

    def _compare_with(self, chosen: str | None) -> None:
        """Compare the two, whichever of them was held first."""
        if chosen is not None:
            self.look, self.query_one(Said).text = self.past.compared_with(self.look, chosen)

    def action_column(self) -> None:
        """Go to the list of sessions, or back to the rows."""
        sessions = self.query_one("#sessions", Rows)
        if not sessions.region:
            menu = Menu("Which session?", session_choices(self.past))
            self.app.push_screen(menu, self._show_session)
            return
        here = sessions.query_one(RowList)
        target = self.query_one("#rows RowList") if here.has_focus else here
        target.focus()

    def _show_session(self, session: str | None) -> None:
        if session is not None:
            self._go(self.look.of_session(session), None)

    def action_export(self) -> None:
        """Write what is shown into a file."""
        card = self.past.card_at_hand(self.look)
        if card is None:
            self.query_one(Said).text = "There is nothing to export yet."
            return
        if self.look.is_of_sessions and card.log is None:
            self.query_one(Said).text = "This file can't be used, and not be exported."
            return
        self._work("export", self._export)

    async def _export(self) -> None:
        told = await export(self.app, self._logs, self.past, self.look)
        if told:
            self.query_one(Said).text = told

    def action_help(self) -> None:
        """What every key does."""
        more = f"Decision logs in {self.past.folder}. ! is late, ↺ was reopened."
        self.app.push_screen(help_sheet("Past decisions", keys.EXPLAINED, more))

    def action_leave(self) -> None:
        """Leave."""
        self.app.exit()

    def _say_keys(self) -> None:
        """The keys of this tab; a word on rehearsals where that is all there is."""
        if self.query_one(LineField).has_focus:
            self.query_one(KeyLine).rows = ((keys.TYPING, ()),)
            return
        has_rehearsals = self.past.has_left_out or self.past.rehearsals
        said = keys.said(self.look, has_rehearsals=has_rehearsals)
        self.query_one(KeyLine).rows = ((said, (keys.TABS, keys.HELP, keys.LEAVE)),)


class ReviewApp(TerminalApp[None]):
    """Shows a folder of decision logs; ``today`` says what is overdue."""

    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "suspend_process", show=False)]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as the base class declares it
        (0, "-tiny"),
        (76, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]

    def __init__(self, logs: PastLogs, today: date, *, dark: bool) -> None:
        super().__init__(dark=dark)
        self._logs = logs
        self._today = today

    def get_default_screen(self) -> ReviewScreen:
        """The one screen."""
        return ReviewScreen(self._logs, self._today)
