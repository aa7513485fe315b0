"""The rest of a decision log as Markdown: ratings, shortlist, promises, what was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facilitator.domain.agreement import PERCEPTION_GAP, median
from facilitator.domain.decision_log import Commitment, DecisionLog, LogParkedItem, Rating
from facilitator.domain.decision_log.titles import task_titles
from facilitator.domain.words.figures import day, time_of_day
from facilitator.reports.decision_markdown import Names
from facilitator.reports.markdown_words import (
    NO_BREAK,
    aside,
    bullets,
    date_cell,
    name_of,
    quote,
    table,
    words,
)

_NOT_TOLD = ("–",) * 5
"""A fist of five that too few have shown for it to be told."""


def further_sections(log: DecisionLog, names: Names) -> Iterator[str]:
    """What the log holds besides decisions, each part under its heading; nothing where it's not."""
    titles = {task: words(title) for task, title in task_titles(log).items()}
    if log.ratings:
        yield "## Ratings"
        yield _ratings(log.ratings, names)
    if log.shortlist:
        yield "## Shortlist"
        yield from _shortlist(log, titles)
    if log.commitments:
        yield "## Commitments"
        yield _commitments(log, names)
    if log.parking_lot:
        yield "## Parking lot"
        yield bullets(_parked(item, titles) for item in log.parking_lot)
    if log.close:
        yield "## Close"
        yield _close((("The plan", log.close.plan), ("Worth the time", log.close.return_on_time)))
    if log.amendments:
        yield "## Amended since"
        yield bullets(
            f"{words(made.what)} ({words(made.by)}, {day(made.at)} {time_of_day(made.at)} UTC)"
            for made in log.amendments
        )


def _ratings(ratings: Iterable[Rating], names: Names) -> str:
    found = list(ratings)
    rating_teams = {team for rating in found for team in rating.by_team}
    teams = [team for team in names.shorts if team in rating_teams]
    teams += sorted(rating_teams.difference(teams))
    shorts = [names.shorts.get(team, words(team)) for team in teams]
    heads = ("Statement", "Low to high", "Median", *shorts, "Consensus", "Agreement")
    align = "lcr" + "r" * len(teams) + "rr"
    return table(heads, align, (_rating(rating, teams) for rating in found))


def _rating(rating: Rating, teams: list[str]) -> list[str]:
    medians = [median(rating.by_team.get(team, ())) for team in teams]
    known = [found for found in medians if found is not None]
    gap = bool(known) and max(known) - min(known) >= PERCEPTION_GAP
    return [
        words(rating.text) + (f" {aside('perception gap')}" if gap else ""),
        NO_BREAK.join(map(str, rating.counts)) if rating.median is not None else "nobody rated it",
        figure(rating.median, "g"),
        *(figure(found, "g") for found in medians),
        figure(rating.consensus, ".2f"),
        figure(rating.agreement, ".2f"),
    ]


def figure(value: float | None, form: str) -> str:
    """A figure in that form, with a real minus; nothing for none."""
    return "" if value is None else f"{value:{form}}".replace("-", "−")


def _shortlist(log: DecisionLog, titles: dict[str, str]) -> Iterator[str]:
    rows = (
        (
            titles[entry.task],
            _figure(entry.dots),
            _figure(entry.people),
            ("taken" if entry.taken else "left for later")
            + (" against the dots" if entry.reason and entry.dots is not None else ""),
        )
        for entry in log.shortlist
    )
    yield table(("Task", "Dots", "People", "Outcome"), "lrrl", rows)
    for why, is_withheld in (("Against the dots", False), ("Chosen", True)):
        reasons = dict.fromkeys(
            entry.reason
            for entry in log.shortlist
            if entry.reason and (entry.dots is None) == is_withheld
        )
        if reasons:
            yield f"{why} because:"
        yield from map(quote, reasons)


def _figure(number: int | None) -> str:
    return aside("withheld") if number is None else str(number)


def _commitments(log: DecisionLog, names: Names) -> str:
    heads = ("From", "To", "What", "Owner", "Due", "Status")
    rows = (
        (
            names.team(promise.giver),
            names.team(promise.receiver),
            words(promise.text),
            words(promise.owner),
            date_cell(promise.due),
            _status(promise, log.session.follows),
        )
        for promise in log.commitments
    )
    return table(heads, "llllrl", rows)


def _status(promise: Commitment, follows: str | None) -> str:
    if not promise.carried_from:
        return promise.status.value
    where = "" if promise.carried_from == follows else f" from {name_of(promise.carried_from)}"
    return f"{promise.status}, carried on{where}"


def _parked(item: LogParkedItem, titles: dict[str, str]) -> str:
    facts = [f"raised by {words(item.raised_by)}"] if item.raised_by else []
    if item.became:
        facts.append(f"became {titles.get(item.became, name_of(item.became))}")
    return words(item.text) + (f" ({', '.join(facts)})" if facts else "")


def _close(fists: Iterable[tuple[str, tuple[int, ...]]]) -> str:
    rows = (
        (what, *(map(str, counts) if counts else _NOT_TOLD), figure(median(counts), "g"))
        for what, counts in fists
    )
    return table(("Fist of five", "1", "2", "3", "4", "5", "Median"), "lrrrrrr", rows)
