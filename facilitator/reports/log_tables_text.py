"""The rest of a decision log as text: ratings, shortlist, promises, what was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from facilitator.domain.decision_log import Commitment, DecisionLog, Rating, ShortlistEntry
from facilitator.reports.wording import clock, day, indented, listed, number, plain, styled


def further_tables(log: DecisionLog) -> list[RenderableType]:
    """What the log holds besides decisions, each part under its heading; nothing where it's not."""
    titles = {decision.task: plain(decision.title) for decision in log.decisions}
    sections: list[tuple[str, list[Text]]] = [
        ("Ratings", [_rating(rating) for rating in log.ratings]),
        ("Shortlist", [_entry(entry, titles) for entry in log.shortlist]),
        ("Commitments", [_commitment(promise, log.team_names) for promise in log.commitments]),
        ("Parking lot", list(_parked(log, titles))),
        ("At the end", list(_close(log))),
        ("Amended since", list(_amendments(log))),
    ]
    return [part for title, lines in sections if lines for part in _section(title, lines)]


def _section(title: str, lines: Iterable[Text]) -> list[RenderableType]:
    body = indented(Group(*lines))
    return [Text(), styled((title, "bold")), body]


def _rating(rating: Rating) -> Text:
    counts = " ".join(str(count) for count in rating.counts)
    middle = "nobody rated it" if rating.median is None else f"median {rating.median:g}"
    detail = f"  {middle} of {rating.scale}, counts {counts}"
    return styled(plain(rating.text), (detail, "dim"))


def _entry(entry: ShortlistEntry, titles: dict[str, str]) -> Text:
    title = titles.get(entry.task, plain(entry.task))
    people = number(entry.people, "person", "people")
    fate = "taken" if entry.taken else "left for later"
    return styled(title, (f"  {number(entry.dots, 'dot')} from {people}, {fate}", "dim"))


def _commitment(promise: Commitment, names: dict[str, str]) -> Text:
    giver, receiver = (plain(names.get(team, team)) for team in (promise.giver, promise.receiver))
    due = f", due {day(promise.due)}" if promise.due else ""
    return styled(
        (f"{giver} to {receiver}: ", "bold"),
        plain(promise.text),
        (f"  {promise.status}{due}", "dim"),
    )


def _parked(log: DecisionLog, titles: dict[str, str]) -> Iterator[Text]:
    for item in log.parking_lot:
        facts = []
        if item.raised_by:
            facts.append(f"raised by {plain(item.raised_by)}")
        if item.became:
            facts.append(f"became {titles.get(item.became, plain(item.became))}")
        yield styled(plain(item.text), (f"  {', '.join(facts)}" if facts else "", "dim"))


def _close(log: DecisionLog) -> Iterator[Text]:
    if log.close is None:
        return
    for what, counts in (
        ("The plan", log.close.plan),
        ("The time it took", log.close.return_on_time),
    ):
        fists = [f"{count} × {fingers}" for fingers, count in enumerate(counts, start=1) if count]
        yield styled(what, (f"  {listed(fists)} of 5" if fists else "  nobody answered", "dim"))


def _amendments(log: DecisionLog) -> Iterator[Text]:
    for amendment in log.amendments:
        when = f"{day(amendment.at)} {clock(amendment.at)} UTC"
        yield styled(plain(amendment.what), (f"  {plain(amendment.by)}, {when}", "dim"))
