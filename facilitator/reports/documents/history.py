"""How one task went over its sessions: a small chart, then what each session made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from facilitator.domain.decision_log.model import LogRound
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.comparison import support_changes
from facilitator.domain.past.register import Chapter, History
from facilitator.domain.rounds import Tally
from facilitator.domain.words.choices import gives, without_team
from facilitator.domain.words.figures import counted, day, day_of
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import WAVERING
from facilitator.reports.documents import blocks, decisions
from facilitator.reports.documents.blocks import ident, joined, muted, strong, warn, words
from facilitator.reports.documents.comparison import wavering_words
from facilitator.reports.documents.decisions import name_in, outcome_words, verdict_words
from facilitator.reports.documents.log import contradiction

_FILLS = "█▓▒░●◆▲■"
"""What the teams' shares of a picture are drawn with, in the order in which teams got votes."""
_SHARE_CELLS = 16

Looks = Mapping[str, tuple[str, blocks.Span]]
"""Each team's name and how it is drawn, by its id."""


def history_document(
    history: History, *, most_rows: int | None = None, most_chapters: int | None = None
) -> blocks.Section:
    """The chart, then each session, the last one first; of many the newest alone, if asked for."""
    chapters = history.chapters
    looks = _looks(history)
    earlier = len(chapters) - min(len(chapters), most_chapters or len(chapters))
    before = [_before(chapters[:place]) for place in range(len(chapters))]
    rows = [
        _chapter(chapters[place], before[place], looks)
        for place in range(len(chapters) - 1, earlier - 1, -1)
    ]
    parts: list[blocks.Block] = [
        blocks.paragraph(ident(history.task)),
        *_chart(chapters, most_rows),
        *rows,
    ]
    if earlier:
        left = f"{counted(earlier, 'earlier session')}: facilitator log history {history.task}"
        parts.append(blocks.paragraph(muted(left)))
    return blocks.section(history.title, parts)


def _before(chapters: Sequence[Chapter]) -> Chapter | None:
    """The last of them in which somebody was chosen to drive it."""
    return next((each for each in reversed(chapters) if each.decision.driver), None)


def _chart(chapters: Sequence[Chapter], most: int | None) -> Iterator[blocks.Block]:
    """One row a session, the earliest on top."""
    shown = chapters[-most:] if most else chapters
    if len(shown) < len(chapters):
        left = counted(len(chapters) - len(shown), "earlier session")
        yield blocks.paragraph(muted(f"… {left}"))
    columns = (
        blocks.Column("Day"),
        blocks.Column("Last round, │ required"),
        blocks.Column("", right=True),
        blocks.Column("Driver", least=8),
        blocks.Column("Verdict", least=8),
    )
    yield blocks.Table(columns, tuple(_row(chapter) for chapter in shown))


def _row(chapter: Chapter) -> blocks.Row:
    log, decision = chapter.log, chapter.decision
    return blocks.Row(
        (
            words(day(day_of(log.session.started_at))),
            blocks.Bar(decision.agreement, log.rules.agreement_required),
            words(decisions.share_of(log, decision) or "–"),
            outcome_words(log, decision),
            verdict_words(chapter.verdict, wavering=chapter.wavering),
        )
    )


def _looks(history: History) -> Looks:
    """How each team that got a vote is drawn, the same in every picture."""
    pairs = (pair for chapter in history.chapters for pair in chapter.log.team_names.items())
    names = dict(pairs)
    rounds = (held for chapter in history.chapters for held in chapter.decision.rounds)
    teams = dict.fromkeys(team for held in rounds for team, n in held.tally.votes.items() if n)
    return {
        team: (
            name_in(names, team),
            blocks.Span(_FILLS[n % len(_FILLS)], blocks.SERIES[n % len(blocks.SERIES)]),
        )
        for n, team in enumerate(teams)
    }


def _chapter(chapter: Chapter, before: Chapter | None, looks: Looks) -> blocks.Section:
    log, decision = chapter.log, chapter.decision
    rehearsed = ", a rehearsal" if log.session.rehearsal else ""
    title = words(strong(day(day_of(log.session.started_at))), f"  {log.session.title}{rehearsed}")
    owner = f", {decision.owner}" if decision.owner else ""
    verdict = verdict_words(chapter.verdict, wavering=chapter.wavering)
    facts = [words(f"review on {day(decision.review_on)}")] if decision.review_on else []
    facts.append(words(ident(log.session.id)))
    wavers = (
        f"{WAVERING.word.capitalize()}: {wavering_words(decision, log)}."
        if chapter.wavering
        else ""
    )
    return blocks.section(
        title,
        (
            contradiction(log),
            blocks.paragraph(outcome_words(log, decision), owner, "   ", verdict),
            blocks.paragraph(warn(wavers)),
            blocks.Quote(decision.rationale),
            *(_round(held, looks) for held in decision.rounds),
            blocks.paragraph(_support(chapter, before)),
            blocks.flow(facts, muted=True),
        ),
    )


def _round(held: LogRound, looks: Looks) -> blocks.Flow:
    """One line: how the votes of a round fell."""
    tally = held.tally
    votes = ((*looks[team], n) for team, n in tally.most_first if n)
    parts = [words(look, f" {name} {n}") for name, look, n in votes]
    if tally.withheld:
        parts = [words(withheld_words(tally.withheld, "vote"))]
    aside = [words(part) for part in without_team(tally)]
    return blocks.paragraph(
        muted(f"Round {held.number}  "), _shares(tally, looks), "  ", joined(parts + aside)
    )


def _shares(tally: Tally, looks: Looks) -> blocks.Words:
    """A picture of a fixed length, of which each team has as much as its share of the votes."""
    spans: list[blocks.Span] = []
    reached, drawn = 0.0, 0
    for team, (_, look) in looks.items():
        reached += tally.share(team)
        cells = round(reached * _SHARE_CELLS) - drawn
        drawn += cells
        spans.append(blocks.Span(look.text * cells, look.tone))
    return words(*spans) or words(muted("·" * _SHARE_CELLS))


def _support(chapter: Chapter, before: Chapter | None) -> blocks.Words:
    """The support agreed, or what changed of it since it was decided before."""
    teams, decision = chapter.log.team_names, chapter.decision
    if decision.outcome is not Outcome.DECIDED or not (decision.support or before):
        return ()
    earlier = before.decision.support if before else ()
    changes = support_changes(earlier, decision.support)
    sign = "+ " if earlier else ""
    parts = [f"{sign}{gives(name_in(teams, g.team), g.input)}" for g in changes.added]
    parts += [f"− {gives(name_in(teams, g.team), g.input)}" for g in changes.removed]
    if changes.changed:
        parts.append(f"{counted(len(changes.changed), 'other')} reworded")
    return words(muted(f"Support: {', '.join(parts)}")) if parts else ()
