"""The decisions in force: who owns what, since when, until when; and who gives what to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from facilitator.domain.decisions import Verdict
from facilitator.domain.past.register import Standing
from facilitator.domain.words.figures import counted, day, day_of
from facilitator.domain.words.signs import CONTRADICTS, VERDICT_SIGNS
from facilitator.reports.documents import blocks
from facilitator.reports.documents.blocks import ident, muted, strong, warn, words
from facilitator.reports.documents.decisions import CONTRADICTED, driver_of, headline, reasons
from facilitator.reports.documents.log import contradiction

OVERDUE = "!"
REOPENED = VERDICT_SIGNS[Verdict.REOPENED].glyph


def register_document(standings: Sequence[Standing], today: date) -> blocks.Section:
    """A row for each decision in force, as given, and how many want a second look."""
    told = _counts(standings, today)
    return blocks.section(
        "Decisions in force", (register_table(standings, today).filled, blocks.flow(told))
    )


def register_table(standings: Sequence[Standing], today: date) -> blocks.Table:
    """Who owns what, since when, and when it is to be looked at again."""
    shown = (
        blocks.Column("Task", least=10),
        blocks.Column("Driver", least=6),
        blocks.Column("Owner", least=5),
        blocks.Column("Since", right=True),
        blocks.Column("Review on", right=True),
    )
    is_mixed = not all(standing.log.session.rehearsal for standing in standings)
    return blocks.Table(shown, tuple(_row(each, today, is_mixed=is_mixed) for each in standings))


def _row(standing: Standing, today: date, *, is_mixed: bool) -> blocks.Row:
    """The cells of a decision; a rehearsed one is marked where others are not."""
    log, decision = standing.log, standing.decision
    reopened = warn(f"{REOPENED} ") if standing.reopened is not None else ""
    title = words(contradicts_mark(contradicts=standing.contradicts), reopened, decision.title)
    rest = (
        words(decision.owner),
        words(day(standing.since)),
        review_words(standing, today),
    )
    return blocks.Row(
        (title, words(driver_of(log, decision)), *rest),
        id=standing.task,
        below=tuple(map(words, _below(standing, is_mixed=is_mixed))),
        brief=(title, words(driver_of(log, decision, brief=True)), *rest),
    )


def contradicts_mark(*, contradicts: bool) -> blocks.Words:
    """The sign that stands before what is said by a log that contradicts itself."""
    return words(warn(f"{CONTRADICTS.glyph} ")) if contradicts else ()


def _below(standing: Standing, *, is_mixed: bool) -> Iterator[blocks.Words]:
    yield words(ident(standing.task))
    yield from remarks(standing)
    if is_mixed and standing.log.session.rehearsal:
        yield words(muted("rehearsed, not decided"))


def remarks(standing: Standing) -> Iterator[blocks.Words]:
    """What makes a decision in force doubtful."""
    if standing.reopened is not None:
        yield words(warn(f"reopened on {day(day_of(standing.reopened.session.started_at))}"))
    if standing.contradicts:
        yield words(warn(CONTRADICTED))


def review_words(standing: Standing, today: date) -> blocks.Words:
    """When it is to be looked at again, marked where that has passed."""
    if standing.review_on is None:
        return ()
    shown = day(standing.review_on)
    return words(warn(f"{OVERDUE} {shown}")) if standing.is_overdue(today) else words(shown)


def _counts(standings: Sequence[Standing], today: date) -> Iterator[blocks.Words]:
    yield words(f"{counted(len(standings), 'decision')} in force on {day(today)}")
    for sign, count, what in (
        (OVERDUE, sum(each.is_overdue(today) for each in standings), "overdue for review"),
        (REOPENED, sum(each.reopened is not None for each in standings), "reopened since"),
        (
            CONTRADICTS.glyph,
            sum(each.contradicts for each in standings),
            "from a log that contradicts itself",
        ),
    ):
        if count:
            yield words(warn(f"{sign} {count} {what}"))


def standing_section(standing: Standing, today: date) -> blocks.Section:
    """One decision in force: why it is as it is, and what it asks of whom."""
    log, decision, due = standing.log, standing.decision, standing.review_on
    since = blocks.flow((f"since {day(standing.since)}", log.session.title), muted=True)
    parts: list[blocks.Block] = [headline(log, decision), since]
    if standing.reopened is not None:
        when = day(day_of(standing.reopened.session.started_at))
        text = f"{REOPENED} Reopened on {when} and left undecided; until then this stands."
        parts.append(blocks.paragraph(warn(text)))
    if due is not None and due < today:
        late = counted((today - due).days, "day")
        text = f"{OVERDUE} Its review was due on {day(due)}, {late} ago."
        parts.append(blocks.paragraph(warn(text)))
    return blocks.section(decision.title, (*parts, contradiction(log), reasons(log, decision)))


def matrix_document(
    standings: Sequence[Standing], today: date, left_out: Sequence[str] = ()
) -> blocks.Section:
    """The decisions in force as an ownership matrix: what each team has to do with each task.

    ``left_out`` are the ids of files that could not be read.
    """
    return blocks.section("Who drives what", _matrix(standings, today, left_out))


def _matrix(
    standings: Sequence[Standing], today: date, left_out: Sequence[str]
) -> Iterator[blocks.Block]:
    if not standings:
        yield blocks.paragraph(f"No decision is in force on {day(today)}.")
    elif all(each.log.session.rehearsal for each in standings):
        yield blocks.paragraph(warn("Rehearsal: nothing of this was decided in earnest."))
    if standings:
        yield blocks.flow(_counts(standings, today))
        yield _parts(standings, today)
        given = "Bold: who answers for the task, in the team that drives it."
        yield blocks.paragraph(f"{given} The rest: what a team gives.")
    if left_out:
        named = (words(", " * bool(place), ident(file)) for place, file in enumerate(left_out))
        yield blocks.paragraph("Left out, for it can't be read: ", *named, ".")


def _parts(standings: Sequence[Standing], today: date) -> blocks.Table:
    names = _team_names(standings)
    teams = {team: name for team, name in names.items() if any(_part(x, team) for x in standings)}
    shown = (
        blocks.Column("Task"),
        blocks.Column("Team", teams=tuple(teams.items())),
        blocks.Column("Since", right=True),
        blocks.Column("Review", right=True),
    )
    rows = []
    for each in standings:
        title = words(each.decision.title)
        parts = blocks.Spread(tuple((team, _part(each, team)) for team in teams))
        cells = (title, parts, words(day(each.since)), review_words(each, today))
        rows.append(blocks.Row(cells, below=tuple(remarks(each))))
    return blocks.Table(shown, tuple(rows))


def _part(standing: Standing, team: str) -> blocks.Words:
    """What a team has to do with a task: its owner where it drives it, else what it gives."""
    if team == standing.driver:
        return words(strong(standing.decision.owner or "drives"))
    given = (g.input.value for g in standing.decision.support if g.team == team)
    return words(", ".join(dict.fromkeys(given)))


def _team_names(standings: Iterable[Standing]) -> dict[str, str]:
    """Each team's name by id, and the teams in their order, as the newest session has them."""
    logs = {each.log.session.id: each.log for each in standings}
    names: dict[str, str] = {}
    for log in sorted(logs.values(), key=lambda log: log.session.started_at, reverse=True):
        for team, name in log.team_names.items():
            names.setdefault(team, name)
    return names
