"""A revealed round: the pattern, the rule, the bars, the teams, and what to talk about."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.domain import views
from facilitator.domain.discussion import ClaimPattern
from facilitator.domain.rounds import ABSTAIN, NEED_INFO
from facilitator.domain.words.figures import counted, listed, percent, stars
from facilitator.domain.words.sentences import in_force_sentence, rule_sentence
from facilitator.domain.words.signs import STANDING_SIGNS, YOURS
from facilitator.ui import ink
from facilitator.ui.ink import BLANK, Ink, Line, bar, line, paragraph
from facilitator.ui.text import cells, fit

_NO_TEAM = (ABSTAIN, NEED_INFO)
_NAME_CELLS = 20
_NAMES_BELOW = 56
"""Below this width the names take all of it: fewer rows, and more of the rest in sight."""
_LEAST_LABEL, _LEAST_BAR, _FIGURE_CELLS = 18, 4, 11
_SPEAKERS_NAMED = 4
_STANDING_INKS = {
    views.Standing.HELD: Ink.GOOD,
    views.Standing.WAVERING: Ink.WARN,
    views.Standing.DRIFTED: Ink.BAD,
    None: Ink.SECONDARY,
}


def pattern(reveal: views.RevealView) -> tuple[str, str]:
    """The claim pattern's name, "" for none, and its sentence."""
    if not reveal.leading_share:
        return "", "No vote names a team. What is missing to answer the question?"
    absent = " Nobody of that team is in the room." if reveal.driver_absent else ""
    name = "" if reveal.pattern is ClaimPattern.THIN else str(reveal.pattern)
    return name, f"{reveal.sentence}{absent}"


def pattern_words(reveal: views.RevealView) -> str:
    """The pattern in a line; agreement is named by its sentence."""
    name, sentence = pattern(reveal)
    is_named = name and reveal.pattern is not ClaimPattern.AGREED
    return f"{name.capitalize()}. {sentence}" if is_named else sentence


def pattern_ink(reveal: views.RevealView) -> str:
    """Agreement is good; all else is worth a look."""
    is_good = reveal.pattern is ClaimPattern.AGREED and reveal.leading_share
    return Ink.GOOD if is_good else Ink.ACCENT


def rule(reveal: views.RevealView, agreement_required: float, width: int) -> list[Line]:
    """The round against the rule that was fixed before it."""
    sign, hue = ("✔", Ink.GOOD) if reveal.rule_met else ("✘", Ink.WARN)
    return paragraph(f"{sign} {rule_sentence(reveal, agreement_required)}", width, hue)


def in_force(held: views.InForceView | None, width: int) -> list[Line]:
    """The decision in force, with a sign before it; nothing where there is none."""
    if held is None:
        return []
    sign, hue = STANDING_SIGNS[held.standing].glyph, _STANDING_INKS[held.standing]
    return paragraph(in_force_sentence(held), width, hue, first=((f"{sign} ", hue),))


def tally(
    reveal: views.RevealView,
    width: int,
    *,
    mine: str | None = None,
    with_names: bool = True,
    rows: int = 1,
) -> list[Line]:
    """A bar for each choice, from most to least, and who made it; then who said nothing.

    ``mine`` is the choice of whoever looks, ``rows`` how many rows a bar is thick.
    """
    longest = max((cells(choice.label) for choice in reveal.bars), default=0)
    label = min(longest, max(_LEAST_LABEL, width // 3))
    note = cells(str(YOURS)) + 2 if mine else 0
    room = max(_LEAST_BAR, width - label - _FIGURE_CELLS - note)
    lines: list[Line] = []
    for place, choice in enumerate(reveal.bars):
        drawn = choice_bar(choice, reveal, room)
        name, figures = _label(choice, reveal, mine), _figures(choice, reveal, mine)
        lines += [BLANK] if place and rows > 1 else []
        lines += [(*ink.padded(name, label), (" ", Ink.TEXT), *drawn, *figures)]
        lines += ink.indented([drawn] * (rows - 1), label + 1)
        lines += names_of(choice, label + 1, width) if with_names else []
    return [*lines, *([BLANK] if rows > 1 and reveal.silent else []), *silent(reveal, width)]


def choice_bar(choice: views.ChoiceCount, reveal: views.RevealView, width: int) -> Line:
    """A choice's part of all who were asked: the leader's stands out, no team's stands back."""
    asked = sum(each.count for each in reveal.bars) + reveal.silent
    leads = choice.choice == reveal.leader
    hue = Ink.MUTED if choice.choice in _NO_TEAM else Ink.BAR if leads else Ink.SECONDARY
    return bar(choice.count / max(1, asked), width, hue)


def _label(choice: views.ChoiceCount, reveal: views.RevealView, mine: str | None) -> Line:
    if choice.choice == mine:
        return line(choice.label, Ink.MINE)
    return line(choice.label, Ink.STRONG if choice.choice == reveal.leader else Ink.TEXT)


def _figures(choice: views.ChoiceCount, reveal: views.RevealView, mine: str | None) -> Line:
    """How many, which part of those who named a team, and whether it is one's own."""
    naming = sum(each.count for each in reveal.bars if each.choice not in _NO_TEAM)
    share = "" if choice.choice in _NO_TEAM else f" {percent(choice.count / naming)}"
    own = f"  {YOURS}" if choice.choice == mine else ""
    return ((f" {choice.count}", Ink.STRONG), (share, Ink.MUTED), (own, Ink.MINE))


def names_of(choice: views.ChoiceCount, margin: int, width: int) -> list[Line]:
    """Who made a choice, where votes have names."""
    if not choice.names:
        return []
    names = listed([fit(name, _NAME_CELLS) for name in choice.names])
    return paragraph(names, width, Ink.MUTED, first=" " * (margin if width >= _NAMES_BELOW else 2))


def silent(reveal: views.RevealView, width: int) -> list[Line]:
    """How many were asked and cast no vote."""
    if not reveal.silent:
        return []
    words = f"{counted(reveal.silent, 'person', 'people')} cast no vote"
    return paragraph(words, width, Ink.MUTED)


def team_shorts(stage: views.StageView) -> Mapping[str, str]:
    """The candidates' short names by team id."""
    match stage.matter:
        case views.TaskView(candidates=candidates):
            return {each.id: each.short for each in candidates}
        case _:
            return {}


def in_short(reveal: views.RevealView, shorts: Mapping[str, str]) -> str:
    """A round's figures in one line."""
    if reveal.withheld:
        return f"{counted(reveal.withheld, 'vote')}, not shown"
    bars = [f"{shorts.get(each.choice, each.label)} {each.count}" for each in reveal.bars]
    return " · ".join(bars) or "no votes"


def teams(reveal: views.RevealView, shorts: Mapping[str, str], width: int) -> list[Line]:
    """Each team's votes in words, and whether it claims the task or is split."""
    if not reveal.teams:
        return []
    label = min(max(cells(team.name) for team in reveal.teams), width // 2)
    lines = ink.heading("By team", width)
    for team in reveal.teams:
        votes = " · ".join(f"{shorts.get(choice, choice)} {n}" for choice, n in team.votes)
        stance = line(_stance(team), Ink.SPOKEN)
        room = width - label - 2 - ink.width_of(stance)
        name = ink.padded(line(fit(team.name, label)), label + 2)
        lines.append((*name, *ink.fitted(line(votes), room), *stance))
    return lines


def _stance(team: views.TeamCount) -> str:
    if team.position is None:
        return "  split"
    return "  claims it" if team.position == team.team else ""


def moved_words(reveal: views.RevealView) -> str:
    """How many changed their vote; "" where nothing may be told of it."""
    moved = reveal.movement
    if moved is None:
        return ""
    return f"Since the round before: {moved.movers} of {moved.movers + moved.stayed} changed"


def movement(reveal: views.RevealView, width: int) -> list[Line]:
    """What changed since the round before, by name where votes have names."""
    moved = reveal.movement
    if moved is None:
        return []
    lines = ink.heading(moved_words(reveal), width)
    if moved.people:
        who: dict[tuple[str, str], list[str]] = {}
        for name, old, new in moved.people:
            who.setdefault((old, new), []).append(fit(name, _NAME_CELLS))
        for (old, new), names in who.items():
            lines += paragraph(f"{old} → {new}: {listed(names)}", width, first="• ")
        return lines
    for old, new, number in moved.moves:
        lines += paragraph(f"{old} → {new}", width, first=f"• {number}  ")
    return lines


def turns(reveal: views.RevealView, width: int) -> list[Line]:
    """Who is to be heard, in which order, and why."""
    if not reveal.turns:
        return []
    lines = ink.heading("Who speaks next", width)
    for place, turn in enumerate(reveal.turns, start=1):
        who = listed([fit(name, _NAME_CELLS) for name in turn.speakers], _SPEAKERS_NAMED)
        who = who or f"someone who said {turn.choice}"
        lines += paragraph(f"{who}: {turn.why}", width, first=f"{place}  ")
    return lines


def today(reveal: views.RevealView, task: views.TaskView, width: int) -> list[Line]:
    """Who drives the task today, as the voters say."""
    if not reveal.today:
        return []
    names = {choice.id: choice.name for choice in task.today_choices}
    said = [f"{names.get(choice, choice)} {count}" for choice, count in reveal.today]
    return [*ink.heading("Who drives it today", width), *ink.flowing(said, width)]


def reasons(reveal: views.RevealView, width: int) -> list[Line]:
    """What was said with the votes, in the order of the bars."""
    if not reveal.reasons:
        return []
    lines = ink.heading("Reasons", width)
    order = {choice.label: place for place, choice in enumerate(reveal.bars)}
    for ballot in sorted(reveal.reasons, key=lambda b: order.get(b.choice, len(order))):
        head = " ".join(part for part in (_author(ballot), stars(ballot.confidence)) if part)
        lines += paragraph(f"{head} “{ballot.reason}”".lstrip(), width, first="• ")
    return lines


def _author(ballot: views.BallotView) -> str:
    if not ballot.name:
        return f"for {ballot.choice}:" if ballot.choice else ""
    proxy = " (entered for them)" if ballot.proxy else ""
    own = f" ({fit(ballot.team, _NAME_CELLS)})" if ballot.team else ""
    return f"{fit(ballot.name, _NAME_CELLS)}{own}{proxy}, for {ballot.choice}:"
