"""What is due as text for a terminal: decisions to be looked at again, promises to be kept."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from facilitator.domain.past.due import Due, DueCommitment, DueReview
from facilitator.domain.words.figures import counted, day
from facilitator.reports.wording import CONTRADICTED, plain, styled


def due_text(due: Due, days: int | None) -> RenderableType:
    """Reviews and promises, the longest overdue first; ``days`` is how far ahead was looked."""
    parts: list[RenderableType] = []
    if due.reviews:
        parts += [styled(("Reviews", "bold")), _table(due, due.reviews), Text()]
    if due.commitments:
        parts += [styled(("Commitments", "bold")), _table(due, due.commitments), Text()]
    return Group(*parts, _summary(due, days))


def _table(due: Due, lines: tuple[DueReview, ...] | tuple[DueCommitment, ...]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, min_width=18)
    table.add_column(overflow="fold")
    is_mixed = not all(each.log.session.rehearsal for each in lines)
    for each in lines:
        body = _review(each) if isinstance(each, DueReview) else _commitment(each)
        if is_mixed and each.log.session.rehearsal:
            body.append(" · rehearsed", "dim")
        if each.log.contradicts:
            body.append(f" · {CONTRADICTED}", "yellow")
        table.add_row(_when(each, due), body)
    return table


def _when(each: DueReview | DueCommitment, due: Due) -> Text:
    days = each.days_overdue(due.today)
    if each.due is None:
        return styled(("  no day set", "dim"))
    if days > 0:
        text = styled((f"! {counted(days, 'day')} overdue", "bold red"))
    else:
        text = styled(("  today", "yellow") if days == 0 else f"  in {counted(-days, 'day')}")
    return text.append(f"\n  {day(each.due)}", "dim")


def _review(each: DueReview) -> Text:
    decision = each.decision
    driver = decision.driver
    who = plain(each.log.team_names.get(driver, driver)) if driver else str(decision.outcome)
    title = ((plain(decision.title), "bold"), (f"  {plain(decision.task)}", "dim"))
    return styled(*title, _below(each, who, decision.owner))


def _commitment(each: DueCommitment) -> Text:
    promise = each.promise
    names = each.log.team_names
    giver, receiver = (plain(names.get(team, team)) for team in (promise.giver, promise.receiver))
    below = _below(each, plain(promise.id), promise.owner)
    return styled((f"{giver} → {receiver}: ", "bold"), plain(promise.text), below)


def _below(each: DueReview | DueCommitment, first: str, owner: str) -> tuple[str, str]:
    who = f"{first}, owner {plain(owner)}" if owner else first
    return f"\n{who} · {plain(each.log.session.id)}", "dim"


def _summary(due: Due, days: int | None) -> Text:
    return styled(" ".join(_sentences(due, days)))


def _sentences(due: Due, days: int | None) -> Iterator[str]:
    listed = len(due.reviews) + len(due.commitments)
    span = "" if days is None else f" within {counted(days, 'day')}"
    if due.overdue:
        yield f"{due.overdue} of {listed} overdue on {day(due.today)}."
    elif listed:
        yield f"Nothing is overdue on {day(due.today)}."
    else:
        yield f"Nothing is due{span}."
    if due.later:
        yield f"{due.later} more later than that: --all lists {'it' if due.later == 1 else 'them'}."
