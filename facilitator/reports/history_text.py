"""How one task went over its sessions, as text for a terminal: a small chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from facilitator.domain.ballots import Tally
from facilitator.domain.days import day_of
from facilitator.domain.decision_log import LogRound
from facilitator.domain.past.register import Chapter, History
from facilitator.domain.words.figures import day, percent
from facilitator.reports.comparison_text import VERDICT_MARKS, wavering_told
from facilitator.reports.decision_text import INPUTS, WITHHELD
from facilitator.reports.log_text import MARKS
from facilitator.reports.wording import (
    BAR_CELLS,
    CONTRADICTED,
    bar,
    indented,
    plain,
    plain_block,
    styled,
)

_FILLS = "█▓▒░●◆▲■"
"""What the teams' shares of a bar are drawn with, in the order in which teams got votes."""
_COLOURS = ("cyan", "magenta", "yellow", "green", "blue", "red")
_SHARE_CELLS = 16
_DAY_CELLS = 11
_MOST_DRIVER_CELLS = 26
_DETAIL_INDENT = 13

Look = tuple[str, str]
"""How a team is drawn: a character and a style."""


def history_text(history: History) -> RenderableType:
    """Each session in turn: who drives, with how much agreement, and how the votes fell."""
    names = _names(history)
    looks = _looks(history)
    width = max(cell_len(_outcome(chapter, names)) for chapter in history.chapters)
    heading = styled((plain(history.title), "bold"), (f"  {plain(history.task)}", "dim"))
    parts: list[RenderableType] = [heading]
    if looks:
        parts.append(_legend(looks, names))
    is_mixed = not all(chapter.log.session.rehearsal for chapter in history.chapters)
    for chapter in history.chapters:
        parts += [Text(), _line(chapter, names, min(width, _MOST_DRIVER_CELLS))]
        facts = " · ".join(_facts(chapter, is_mixed=is_mixed))
        details = Group(styled((facts, "dim")), *_details(chapter, names, looks))
        parts.append(indented(details, _DETAIL_INDENT))
    return Group(*parts)


def _names(history: History) -> dict[str, str]:
    """Each team's name by its id, as the newest log has it."""
    pairs = (pair for chapter in history.chapters for pair in chapter.log.team_names.items())
    return {team: plain(name) for team, name in pairs}


def _looks(history: History) -> dict[str, Look]:
    """How each team that got a vote is drawn, the same in every bar."""
    rounds = (held for chapter in history.chapters for held in chapter.decision.rounds)
    teams = dict.fromkeys(team for held in rounds for team, n in held.tally.votes.items() if n)
    return {
        team: (_FILLS[index % len(_FILLS)], _COLOURS[index % len(_COLOURS)])
        for index, team in enumerate(teams)
    }


def _legend(looks: Mapping[str, Look], names: Mapping[str, str]) -> Text:
    text = styled(("Votes for  ", "dim"))
    for team, (fill, style) in looks.items():
        text.append(fill * 2, style).append(f" {names.get(team, plain(team))}   ")
    return text


def _line(chapter: Chapter, names: Mapping[str, str], width: int) -> RenderableType:
    """The day, the outcome, the agreement and the verdict, under those of the session before."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, width=_DAY_CELLS)
    table.add_column(overflow="fold", width=width)
    table.add_column(no_wrap=True, width=BAR_CELLS)
    table.add_column(no_wrap=True, width=4, justify="right")
    table.add_column(overflow="fold")
    agreement = chapter.decision.agreement
    sign, style = VERDICT_MARKS[chapter.verdict]
    wavering = (", wavering", "bold yellow") if chapter.wavering else ""
    table.add_row(
        styled(day(day_of(chapter.log.session.started_at))),
        styled((_outcome(chapter, names), "bold")),
        styled("" if agreement is None else bar(agreement)),
        styled("–" if agreement is None else percent(agreement)),
        styled((f"{sign} {chapter.verdict}", style), wavering),
    )
    return table


def _outcome(chapter: Chapter, names: Mapping[str, str]) -> str:
    decision = chapter.decision
    told = decision.driver or ""
    word = names.get(told, plain(told)) if told else str(decision.outcome)
    return f"{MARKS[decision.outcome]} {word}"


def _details(
    chapter: Chapter, names: Mapping[str, str], looks: Mapping[str, Look]
) -> Iterator[RenderableType]:
    decision = chapter.decision
    if chapter.wavering:
        yield styled((f"Wavering: {wavering_told(decision, chapter.log)}", "yellow"))
    if decision.rationale:
        yield styled(("Why: ", "dim"), plain_block(decision.rationale))
    if decision.support:
        teams = [
            f"{names.get(given.team, plain(given.team))} {INPUTS[given.input]}"
            for given in decision.support
        ]
        yield styled(("With: ", "dim"), ", ".join(teams))
    if decision.rounds:
        yield _rounds(decision.rounds, looks)


def _facts(chapter: Chapter, *, is_mixed: bool) -> Iterator[str]:
    decision, session = chapter.decision, chapter.log.session
    if decision.owner:
        yield f"owner {plain(decision.owner)}"
    if decision.review_on is not None:
        yield f"review {day(decision.review_on)}"
    if is_mixed and session.rehearsal:
        yield "rehearsal"
    if chapter.log.contradicts:
        yield CONTRADICTED
    yield plain(session.id)


def _rounds(rounds: Sequence[LogRound], looks: Mapping[str, Look]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for held in rounds:
        tally = held.tally
        table.add_row(f"Round {held.number}", _shares(tally, looks), _votes(tally, looks))
    return table


def _shares(tally: Tally, looks: Mapping[str, Look]) -> Text:
    """A bar of a fixed length, of which each team has a part as large as its share of votes."""
    text = styled()
    reached = 0.0
    for team, (fill, style) in looks.items():
        reached += tally.share(team)
        text.append(fill * (round(reached * _SHARE_CELLS) - len(text)), style)
    return text or styled(("·" * _SHARE_CELLS, "dim"))


def _votes(tally: Tally, looks: Mapping[str, Look]) -> Text:
    """The number of votes for each team, as it is drawn, then who named none."""
    text = styled()
    for team, (fill, style) in looks.items():
        if tally.votes.get(team, 0):
            text.append(fill, style).append(f" {tally.votes[team]}  ")
    aside = (
        (tally.abstained, "abstained"),
        (tally.need_info, "need to know more"),
        (tally.silent, "silent"),
        (tally.withheld, WITHHELD),
    )
    return text.append(", ".join(f"{n} {what}" for n, what in aside if n), "dim")
