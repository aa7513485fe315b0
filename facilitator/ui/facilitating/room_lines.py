"""The room by team: who is here, who has voted, who asks to speak, who has the word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from facilitator.domain.people import Seat
from facilitator.domain.views import FacilitatorView, PersonView, Stage, TeamInRoom, WordView
from facilitator.domain.words.figures import ago
from facilitator.domain.words.signs import DROPPED, HAND, NOT_YET, OBSERVER, VOTED, Sign
from facilitator.ui.ink import BLANK, Ink, Line, line, spread
from facilitator.ui.text import fit

_HERE = Sign("·", "here")
_FEW_TEAMS = 4
_GLYPHS_IN_A_ROW = 10
_NAME_CELLS = 28
SPEAKING_SECONDS = 60
"""From here on it is said that the time to speak is over; nobody is cut off."""


def room_lines(view: FacilitatorView, now: datetime, width: int, height: int) -> list[Line]:
    """The room in at most ``height`` lines: everybody, else who is awaited, else team by team.

    No more people are drawn than there are lines, however many are in the room.
    """
    few_teams = sum(bool(team.people) for team in view.room) <= _FEW_TEAMS
    for drawn in (_everybody_apart, _everybody, _those_awaited):
        lines = list(islice(drawn(view, now, width), height + 1))
        if len(lines) <= height:
            return lines
    if not few_teams:
        lines = list(islice(_by_team(view, now, width), height + 1))
    if len(lines) <= height:
        return lines
    return [*lines[: height - 1], line("R shows everybody", Ink.MUTED)]


def _everybody(
    view: FacilitatorView, now: datetime, width: int, *, apart: bool = False
) -> Iterator[Line]:
    teams = [team for team in view.room if team.people or len(view.room) <= _FEW_TEAMS]
    if not teams:
        yield line("Nobody has joined yet", Ink.MUTED)
    for place, team in enumerate(teams):
        if apart and place:
            yield BLANK
        yield _heading(team, view, width)
        for person in team.people:
            yield _person(person, view, now, width)
        if not team.people:
            yield line("  nobody yet", Ink.MUTED)
    if len(view.facilitators) > 1:
        yield line("Facilitators", Ink.HEADING)
        for person in view.facilitators:
            sign = "▸ " if person.id == view.lead else "  "
            away = "" if person.is_here else "away"
            yield spread(line(f"{sign}{person.name}"), line(away, Ink.WARN), width)


def _everybody_apart(view: FacilitatorView, now: datetime, width: int) -> Iterator[Line]:
    """The same with a blank line between teams."""
    return _everybody(view, now, width, apart=True)


def _those_awaited(view: FacilitatorView, now: datetime, width: int) -> Iterator[Line]:
    """Only people of whom something is to be seen; the others are in their team's figure."""
    is_voting = view.stage.stage is Stage.VOTING
    for team in view.room:
        if not team.people:
            continue
        yield _heading(team, view, width)
        for person in team.people:
            is_awaited = is_voting and person.is_asked and not person.has_voted
            if is_awaited or person.hand_raised_at or not person.is_here:
                yield _person(person, view, now, width)


def _by_team(view: FacilitatorView, now: datetime, width: int) -> Iterator[Line]:
    for team in view.room:
        for person in team.people:
            if person.hand_raised_at:
                yield _person(person, view, now, width)
    for team in view.room:
        if team.people:
            yield _team_in_signs(team, view, width)


def _team_in_signs(team: TeamInRoom, view: FacilitatorView, width: int) -> Line:
    glyphs = "".join(_sign(person, view).glyph for person in team.people)
    if len(glyphs) > _GLYPHS_IN_A_ROW:
        glyphs = _figure(team, view)
    return spread(line(team.name), line(glyphs, Ink.STRONG), width)


def _heading(team: TeamInRoom, view: FacilitatorView, width: int) -> Line:
    figure = _figure(team, view) if team.people else ""
    return spread(line(team.name, Ink.HEADING), line(figure, Ink.MUTED), width)


def _figure(team: TeamInRoom, view: FacilitatorView) -> str:
    asked = [person for person in team.people if person.is_asked]
    if view.stage.stage is Stage.VOTING and asked:
        return f"{sum(person.has_voted for person in asked)}/{len(asked)}"
    return str(len(team.people))


def _person(person: PersonView, view: FacilitatorView, now: datetime, width: int) -> Line:
    sign = _sign(person, view)
    note = ""
    if not person.is_here:
        since = f" {ago(person.changed_at, now)}" if person.changed_at else ""
        note = f"dropped{since}"
    if person.hand_raised_at:
        note = f"{note} {HAND.glyph}".strip()
    name = (person.name, Ink.TEXT if person.is_here else Ink.MUTED)
    ink = Ink.GOOD if sign is VOTED else (Ink.WARN if sign is NOT_YET else Ink.MUTED)
    return spread(((f"{sign.glyph} ", ink), name), line(note, Ink.WARN), width)


def _sign(person: PersonView, view: FacilitatorView) -> Sign:
    if person.seat is Seat.OBSERVER:
        return OBSERVER
    if view.stage.stage is Stage.VOTING and person.is_asked:
        return VOTED if person.has_voted else NOT_YET
    return _HERE if person.is_here else DROPPED


def word_lines(word: WordView | None, now: datetime, width: int) -> list[Line]:
    """One line while somebody speaks, none else; past the time a word says so."""
    if word is None:
        return []
    spoken, ink = ago(word.since, now), Ink.ACCENT
    if (now - word.since).total_seconds() > SPEAKING_SECONDS:
        spoken, ink = f"{spoken} time", Ink.WARN
    words = fit(f"▸ {fit(word.name, _NAME_CELLS)} has the word ", width - len(spoken))
    return [((words, Ink.STRONG), (spoken, ink))]
