"""The decisions in force as text for a terminal: who owns what, since when, until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from facilitator.domain.days import day_of
from facilitator.domain.past.register import Standing
from facilitator.domain.words.figures import counted, day
from facilitator.reports.wording import CONTRADICTED, CONTRADICTS, plain, styled

OVERDUE = ("!", "bold red")
REOPENED = ("↺", "yellow")


def register_text(standings: Sequence[Standing], today: date) -> RenderableType:
    """A line for each decision in force, as given, and how many want a second look."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("", width=3 if any(each.contradicts for each in standings) else 2)
    table.add_column("Task", overflow="fold")
    table.add_column("Driver, owner", overflow="fold")
    table.add_column("Since", justify="right", no_wrap=True)
    table.add_column("Review on", justify="right", no_wrap=True)
    is_mixed = not all(standing.log.session.rehearsal for standing in standings)
    for standing in standings:
        table.add_row(*_line(standing, today, is_mixed=is_mixed))
    return Group(table, Text(), _summary(standings, today))


def _line(standing: Standing, today: date, *, is_mixed: bool) -> Iterator[Text]:
    """The cells of a decision; a rehearsed one is marked where others are not."""
    decision = standing.decision
    is_overdue = standing.is_overdue(today)
    review = "" if standing.review_on is None else day(standing.review_on)
    marks = {OVERDUE: is_overdue, REOPENED: standing.reopened, CONTRADICTS: standing.contradicts}
    yield styled(*(mark for mark, has_it in marks.items() if has_it))
    yield _task(standing, is_mixed=is_mixed)
    owner = f"\n{plain(decision.owner)}" if decision.owner else ""
    yield styled(plain(standing.driver_name), owner)
    yield styled(day(standing.since))
    yield styled((review, "red" if is_overdue else ""))


def _task(standing: Standing, *, is_mixed: bool) -> Text:
    text = styled((plain(standing.decision.title), "bold"), (f"\n{plain(standing.task)}", "dim"))
    if standing.reopened is not None:
        when = day(day_of(standing.reopened.session.started_at))
        text.append(f"\nreopened on {when}", "yellow")
    if is_mixed and standing.log.session.rehearsal:
        text.append("\nrehearsed, not decided", "dim")
    if standing.contradicts:
        text.append(f"\n{CONTRADICTED}", "yellow")
    return text


def _summary(standings: Sequence[Standing], today: date) -> Text:
    overdue = sum(standing.is_overdue(today) for standing in standings)
    reopened = sum(standing.reopened is not None for standing in standings)
    contradicting = sum(standing.contradicts for standing in standings)
    line = styled(f"{counted(len(standings), 'decision')} in force")
    for (sign, style), count, what in (
        (OVERDUE, overdue, "overdue for review"),
        (REOPENED, reopened, "reopened since"),
        (CONTRADICTS, contradicting, "from a log that contradicts itself"),
    ):
        if count:
            line.append(" · ").append(f"{sign} {count} {what}", style)
    return line
