"""A revealed round: the pattern first, then the rule, the bars, the teams, and what to discuss."""

from __future__ import annotations

from textual.content import Content

from facilitator.domain.claims import ClaimPattern
from facilitator.domain.views import (
    BallotView,
    ChoiceCount,
    FacilitatorView,
    RevealView,
    TeamCount,
)
from facilitator.domain.words.figures import counted, listed, percent, stars
from facilitator.domain.words.sentences import rule_sentence, withheld_words
from facilitator.ui.facilitating.pages.in_force import in_force_lines
from facilitator.ui.facilitating.pages.notes import QUIET, band, team_shorts
from facilitator.ui.text import fit, pad
from facilitator.ui.widgets.bars import bar
from facilitator.ui.widgets.lines import (
    BLANK,
    Lines,
    beside,
    heading,
    line,
    paragraph,
    say,
    spread,
)

_NAME_CELLS = 20
_LABEL_CELLS = 18
_SPACIOUS = 56
_NAMED_BY_SENTENCE = (ClaimPattern.AGREED, ClaimPattern.THIN)
_TWO_COLUMNS = 92
"""From this width on, what to talk about stands beside the figures."""


def reveal_lines(view: FacilitatorView, looked_at: int | None, width: int) -> Lines:
    """The panel after a reveal; ``looked_at`` is an earlier round's number, or None."""
    stage = view.stage
    reveal = next((r for r in stage.reveals if r.number == looked_at), stage.reveal)
    if not stage.task or not reveal:
        return []
    lines = _question(stage.task.question, _which_round(view, reveal), width)
    if reveal.withheld:
        lines += band(withheld_words(reveal.withheld, "vote"), width, "accent")
    else:
        lines += band(_pattern(reveal), width, _colour(reveal))
        lines += _rule(reveal, stage.agreement_required, width)
    lines += in_force_lines(stage, width)
    arranged = _in_one_column if width < _TWO_COLUMNS else _in_two_columns
    return [*lines, *arranged(view, reveal, width)]


def _question(question: str, which: Content, width: int) -> Lines:
    first, *others = paragraph(question, width - which.cell_length - 2, "bold $text")
    return [spread(first, which, width), *others]


def _which_round(view: FacilitatorView, reveal: RevealView) -> Content:
    most = view.stage.max_rounds
    told = f"Round {reveal.number}" + (f" of {most}" if reveal.number <= most else "")
    if len(view.stage.reveals) > 1:
        before = "← " if reveal.number > view.stage.reveals[0].number else ""
        after = " →" if reveal is not view.stage.reveal else ""
        told = f"{before}{told}{after}"
    return say(told, "bold $text-secondary")


def _pattern(reveal: RevealView) -> str:
    if not reveal.leading_share:
        return "No vote names a team. What is missing to answer the question?"
    absent = " Nobody of that team is in the room." if reveal.driver_absent else ""
    named = reveal.pattern not in _NAMED_BY_SENTENCE
    name = f"{str(reveal.pattern).capitalize()}. " if named else ""
    return f"{name}{reveal.sentence}{absent}"


def _colour(reveal: RevealView) -> str:
    return "success" if reveal.pattern is ClaimPattern.AGREED else "accent"


def _rule(reveal: RevealView, required: float, width: int) -> Lines:
    sign, colour = ("✔", "success") if reveal.rule_met else ("✘", "warning")
    words = rule_sentence(reveal, required)
    return paragraph(f"{sign} {words}", width, f"bold $text-{colour}")


def _in_one_column(view: FacilitatorView, reveal: RevealView, width: int) -> Lines:
    return [
        *_bars(reveal, width),
        *_turns(reveal, width),
        *_teams(view, reveal, width),
        *_movement(reveal, width),
        *_reasons(reveal, width),
        *_suggestion(view, reveal, width),
    ]


def _in_two_columns(view: FacilitatorView, reveal: RevealView, width: int) -> Lines:
    left = (width - 4) // 2
    right = width - left - 4
    figures = [
        *_bars(reveal, left),
        *_teams(view, reveal, left),
        *_movement(reveal, left),
    ]
    talk = [
        *_turns(reveal, right),
        *_reasons(reveal, right),
        *_suggestion(view, reveal, right),
    ]
    return beside(figures, talk, left)


def _bars(reveal: RevealView, width: int) -> Lines:
    total = sum(choice.count for choice in reveal.bars) + reveal.silent
    label_width = min(
        max((len(c.label) for c in reveal.bars), default=0), max(_LABEL_CELLS, width // 3)
    )
    lines: Lines = [BLANK]
    for choice in reveal.bars:
        lines += _bar(choice, reveal, label_width, total, width)
    if reveal.silent:
        silent = counted(reveal.silent, "person", "people")
        lines.append(say(f"{silent} cast no ballot", QUIET))
    return lines


def _bar(
    choice: ChoiceCount, reveal: RevealView, label_width: int, total: int, width: int
) -> Lines:
    leads = choice.choice == reveal.leader
    real = sum(c.count for c in reveal.bars if c.choice not in ("abstain", "need-info"))
    is_real = choice.choice not in ("abstain", "need-info")
    share = f" {percent(choice.count / real)}" if is_real and real else ""
    room = max(4, width - label_width - 11)
    style = "$primary" if leads else "$secondary"
    drawn = bar(choice.count / total if total else 0, room, style if is_real else "$muted")
    top = line(
        say(pad(choice.label, label_width), "bold" if leads else ""),
        " ",
        drawn,
        say(f" {choice.count}", "bold"),
        say(share, QUIET),
    )
    names = listed([fit(name, _NAME_CELLS) for name in choice.names])
    # In a narrow column the names take the whole width: fewer rows, and more of the rest in sight.
    margin = " " * (label_width + 1 if width >= _SPACIOUS else 2)
    return [top, *(paragraph(names, width, QUIET, first=margin) if names else [])]


def _teams(view: FacilitatorView, reveal: RevealView, width: int) -> Lines:
    if not reveal.teams:
        return []
    shorts = team_shorts(view.stage)
    label = min(max(len(team.name) for team in reveal.teams), width // 2)
    lines = heading("By team", width)
    for team in reveal.teams:
        votes = " · ".join(f"{shorts.get(choice, choice)} {n}" for choice, n in team.votes)
        stance = say(_stance(team), "$text-accent italic")
        room = width - label - 2 - stance.cell_length
        lines.append(line(pad(team.name, label), "  ", fit(votes, room), stance))
    return lines


def _stance(team: TeamCount) -> str:
    if team.position is None:
        return "  split"
    return "  claims it" if team.position == team.team else ""


def _movement(reveal: RevealView, width: int) -> Lines:
    moved = reveal.movement
    if moved is None:
        return []
    both = moved.movers + moved.stayed
    lines = heading(f"Since the round before: {moved.movers} of {both} changed", width)
    if moved.names:
        who: dict[tuple[str, str], list[str]] = {}
        for name, old, new in moved.names:
            who.setdefault((old, new), []).append(fit(name, _NAME_CELLS))
        for (old, new), names in who.items():
            lines += paragraph(f"{old} → {new}: {listed(names)}", width, first="• ")
        return lines
    for old, new, number in moved.moves:
        lines += paragraph(f"{old} → {new}", width, first=f"• {number}  ")
    return lines


def _turns(reveal: RevealView, width: int) -> Lines:
    if not reveal.turns:
        return []
    lines = heading("Who speaks next", width)
    for place, turn in enumerate(reveal.turns, start=1):
        who = listed([fit(name, _NAME_CELLS) for name in turn.speakers], 4)
        who = who or f"someone who said {turn.label}"
        lines += paragraph(f"{who}: {turn.why}", width, first=f"{place}  ")
    return lines


def _reasons(reveal: RevealView, width: int) -> Lines:
    if not reveal.reasons:
        return []
    lines = heading("Reasons", width)
    order = {choice.label: place for place, choice in enumerate(reveal.bars)}
    for ballot in sorted(reveal.reasons, key=lambda b: order.get(b.choice, len(order))):
        head = " ".join(part for part in (_who(ballot), stars(ballot.confidence)) if part)
        lines += paragraph(f"{head} “{ballot.reason}”".lstrip(), width, first="• ")
    return lines


def _who(ballot: BallotView) -> str:
    if not ballot.name:
        return f"for {ballot.choice}:" if ballot.choice else ""
    proxy = " (entered for them)" if ballot.proxy else ""
    own = f" ({fit(ballot.team, _NAME_CELLS)})" if ballot.team else ""
    return f"{fit(ballot.name, _NAME_CELLS)}{own}{proxy}, for {ballot.choice}:"


def _suggestion(view: FacilitatorView, reveal: RevealView, width: int) -> Lines:
    suggested = view.suggested
    if suggested is None or reveal is not view.stage.reveal:
        return []
    names = {team.id: team.name for team in view.room}
    because = f": {suggested.because}" if suggested.because else ""
    lines = heading("The agenda suggests", width)
    return [*lines, *paragraph(f"{names.get(suggested.driver, suggested.driver)}{because}", width)]
