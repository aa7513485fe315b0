"""The rest of a decision log as text: ratings, shortlist, promises, what was set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from facilitator.domain.agreement import PERCEPTION_GAP, median
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.decision_log import Commitment, DecisionLog, Rating, ShortlistEntry
from facilitator.domain.decision_log.titles import task_titles
from facilitator.domain.words.figures import counted, day, listed, time_of_day
from facilitator.reports.wording import columns, indented, plain, plain_block, styled

STATUS_MARKS = {
    CommitmentStatus.OPEN: ("○", "yellow"),
    CommitmentStatus.KEPT: ("✔", "green"),
    CommitmentStatus.PARTLY: ("◐", "yellow"),
    CommitmentStatus.MISSED: ("✘", "red"),
    CommitmentStatus.DROPPED: ("–", "dim"),
}
"""A sign for each status; the word always stands beside it."""


def further_tables(log: DecisionLog) -> list[RenderableType]:
    """What the log holds besides decisions, each part under its heading; nothing where it's not."""
    titles = {task: plain(title) for task, title in task_titles(log).items()}
    names = {team: plain(name) for team, name in log.team_names.items()}
    sections: list[tuple[str, Sequence[RenderableType]]] = [
        ("Ratings", [_rating(rating, names) for rating in log.ratings]),
        ("Shortlist", list(_shortlist(log, titles))),
        ("Commitments", [_commitment(promise, names) for promise in log.commitments]),
        ("Parking lot", list(_parked(log, titles))),
        ("At the end", [_close(log)] if log.close else []),
        ("Amended since", list(_amendments(log))),
    ]
    return [part for title, lines in sections if lines for part in _section(title, lines)]


def _section(title: str, lines: Sequence[RenderableType]) -> list[RenderableType]:
    return [Text(), styled((title, "bold")), indented(Group(*lines))]


def _rating(rating: Rating, names: dict[str, str]) -> RenderableType:
    if rating.median is None:
        return styled(plain(rating.text), ("  nobody rated it", "dim"))
    figures = [f"median {rating.median:g} of {rating.scale}"]
    if rating.consensus is not None:
        figures.append(f"consensus {rating.consensus:.2f}")
    if rating.agreement is not None:
        figures.append(f"agreement {rating.agreement:.2f}".replace("-", "−"))
    lines = [
        styled(plain(rating.text)),
        styled(_distribution(rating.counts), (f"   {' · '.join(figures)}", "dim"), indent=2),
    ]
    teams = {team: found for team, c in rating.by_team.items() if (found := median(c)) is not None}
    if teams:
        told = ", ".join(f"{names.get(team, plain(team))} {m:g}" for team, m in teams.items())
        lines.append(styled((f"By team, median: {told}", "dim"), indent=2))
    if teams and max(teams.values()) - min(teams.values()) >= PERCEPTION_GAP:
        gap = "▲ Perception gap: the teams see this differently."
        lines.append(styled((gap, "yellow"), indent=2))
    return Group(*lines)


def _distribution(counts: Sequence[int]) -> str:
    """The counts per category, low to high, as small columns with their numbers."""
    return f"{columns(counts)}  {' '.join(str(count) for count in counts)}"


def _shortlist(log: DecisionLog, titles: dict[str, str]) -> Iterator[RenderableType]:
    for entry in log.shortlist:
        facts = ", ".join(_dots(entry))
        facts += " against the dots" if entry.reason and entry.dots is not None else ""
        mark = ("✔", "green") if entry.taken else ("–", "dim")
        yield _marked(mark, styled(titles[entry.task], (f"  {facts}", "dim")))
    reasons = {entry.reason: entry.dots is None for entry in log.shortlist if entry.reason}
    for reason, is_withheld in reasons.items():
        why = "Chosen because: " if is_withheld else "Against the dots because: "
        yield styled((why, "dim"), plain_block(reason))


def _dots(entry: ShortlistEntry) -> Iterator[str]:
    """How the dots fell on a task, where that is told, and what came of it."""
    if entry.dots is not None and entry.people is not None:
        people = counted(entry.people, "person", "people")
        yield f"{counted(entry.dots, 'dot')} from {people}" if entry.dots else "no dots"
    else:
        yield "dots withheld"
    yield "taken" if entry.taken else "left for later"


def _commitment(promise: Commitment, names: dict[str, str]) -> RenderableType:
    giver, receiver = (names.get(team, plain(team)) for team in (promise.giver, promise.receiver))
    facts = [str(promise.status)]
    if promise.due:
        facts.append(f"due {day(promise.due)}")
    if promise.owner:
        facts.append(f"{plain(promise.owner)} answers for it")
    if promise.carried_from:
        facts.append(f"carried from {plain(promise.carried_from)}")
    told = styled(
        (f"{giver} → {receiver}: ", "bold"),
        plain(promise.text),
        (f"\n{', '.join(facts)}", "dim"),
    )
    return _marked(STATUS_MARKS[promise.status], told)


def _marked(mark: tuple[str, str], body: Text) -> RenderableType:
    """A sign in its style, and beside it the text, which wraps under itself."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(styled(mark), body)
    return table


def _parked(log: DecisionLog, titles: dict[str, str]) -> Iterator[Text]:
    for item in log.parking_lot:
        facts = []
        if item.raised_by:
            facts.append(f"raised by {plain(item.raised_by)}")
        if item.became:
            facts.append(f"became {titles.get(item.became, plain(item.became))}")
        yield styled(plain(item.text), (f"  {', '.join(facts)}" if facts else "", "dim"))


def _close(log: DecisionLog) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(style="dim", overflow="fold")
    if log.close is not None:
        for what, counts in (
            ("The plan", log.close.plan),
            ("Worth the time", log.close.return_on_time),
        ):
            middle = median(counts)
            fists = [f"{n} × {fingers}" for fingers, n in enumerate(counts, start=1) if n]
            told = f"{listed(fists)} of 5, median {middle:g}" if middle else "nobody answered"
            told = told if counts else "too few answered for it to be told"
            table.add_row(what, columns(counts), told)
    return table


def _amendments(log: DecisionLog) -> Iterator[Text]:
    for amendment in log.amendments:
        when = f"{day(amendment.at)} {time_of_day(amendment.at)} UTC"
        yield styled(plain(amendment.what), (f"  {plain(amendment.by)}, {when}", "dim"))
