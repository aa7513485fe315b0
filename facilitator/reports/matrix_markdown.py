"""The register as an ownership matrix in Markdown: who drives which task, and who gives what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from facilitator.domain.past.register import Standing
from facilitator.domain.words.figures import counted, day
from facilitator.reports.log_markdown import REHEARSAL
from facilitator.reports.markdown_words import (
    aside,
    legend,
    name_of,
    narrow_date_cell,
    page,
    short_names,
    strong,
    table,
    words,
)


def matrix_markdown(
    standings: Sequence[Standing], today: date, left_out: Sequence[str] = ()
) -> str:
    """The decisions in force as a document; ``today`` tells which of them are overdue.

    ``left_out`` are the ids of files that could not be read.
    """
    return page([*_parts(standings, today), *_left_out(left_out)])


def _left_out(files: Sequence[str]) -> Iterator[str]:
    if files:
        named = ", ".join(name_of(each) for each in files)
        yield f"Left out, for it can't be read: {named}."


def _parts(standings: Sequence[Standing], today: date) -> Iterator[str]:
    yield "# Who drives what"
    if not standings:
        yield f"No decision is in force on {day(today)}."
        return
    yield REHEARSAL if all(each.log.session.rehearsal for each in standings) else ""
    yield f"{', '.join(_counts(standings, today))}."
    names = _team_names(standings)
    shorts = short_names(team for team in names if any(_has_part(each, team) for each in standings))
    heads = ("Task", *shorts.values(), "Since", "Review")
    rows = (_row(each, list(shorts), today) for each in standings)
    yield table(heads, "l" + "c" * len(shorts) + "rr", rows)
    yield legend(shorts, names)
    yield "Bold: who answers for the task, in the team that drives it. The rest: what a team gives."


def _counts(standings: Sequence[Standing], today: date) -> Iterator[str]:
    yield f"{counted(len(standings), 'decision')} in force on {day(today)}"
    reopened = sum(each.reopened is not None for each in standings)
    overdue = sum(each.is_overdue(today) for each in standings)
    if reopened:
        yield f"{reopened} reopened since"
    if overdue:
        yield f"{overdue} overdue for review"


def _team_names(standings: Sequence[Standing]) -> dict[str, str]:
    """Each team's name by id, and the teams in their order, as the newest session has them."""
    logs = {each.log.session.id: each.log for each in standings}
    names: dict[str, str] = {}
    for log in sorted(logs.values(), key=lambda log: log.session.started_at, reverse=True):
        for team, name in log.team_names.items():
            names.setdefault(team, name)
    return names


def _has_part(standing: Standing, team: str) -> bool:
    return team == standing.driver or any(team == given.team for given in standing.decision.support)


def _row(standing: Standing, teams: list[str], today: date) -> Iterator[str]:
    decision = standing.decision
    marks = {"reopened": standing.reopened, "its log contradicts itself": standing.contradicts}
    yield " ".join((words(decision.title), *(aside(mark) for mark in marks if marks[mark])))
    for team in teams:
        kinds = dict.fromkeys(g.input.value for g in decision.support if g.team == team)
        given = ", ".join(kinds)
        yield strong(words(decision.owner) or "drives") if team == standing.driver else given
    yield narrow_date_cell(standing.since)
    overdue = f" {aside('overdue')}" if standing.is_overdue(today) else ""
    yield narrow_date_cell(standing.review_on) + overdue
