"""The room: a column that says who is here and who has voted, and rows of all that is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice

from facilitator.domain.people import Seat
from facilitator.domain.state import ParkedItem
from facilitator.domain.views import FacilitatorView, PersonView, Stage, TeamInRoom, WordView
from facilitator.domain.words.figures import ago, counted
from facilitator.domain.words.signs import (
    DROPPED,
    HAND,
    NO_TERMINAL,
    NOT_YET,
    OBSERVER,
    VOTED,
    Sign,
)
from facilitator.ui.ink import BLANK, Ink, Line, line, spread
from facilitator.ui.text import fit

_HERE = Sign("·", "here")
_OTHER = Sign("–", "asked to leave")
_SPEAKS = "▸ has the word"
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
    for drawn in (partial(_everybody, apart=True), _everybody, _those_awaited):
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
        note = _dropped(person, now)
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


def _dropped(person: PersonView, now: datetime) -> str:
    since = f" {ago(person.changed_at, now)}" if person.changed_at else ""
    return f"{DROPPED.word}{since}"


def word_lines(word: WordView | None, now: datetime, width: int) -> list[Line]:
    """One line while somebody speaks, none else; past the time a word says so."""
    if word is None:
        return []
    spoken, ink = ago(word.since, now), Ink.ACCENT
    if (now - word.since).total_seconds() > SPEAKING_SECONDS:
        spoken, ink = f"{spoken} time", Ink.WARN
    words = fit(f"▸ {fit(word.name, _NAME_CELLS)} has the word ", width - len(spoken))
    return [((words, Ink.STRONG), (spoken, ink))]


# Rows of the room's sheet


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One line. Without a person and an item it is a heading, or only tells something.

    ``team`` is the id of the person's team, "" for facilitators and those asked to leave.
    """

    id: str
    line: Line
    person: PersonView | None = None
    team: str = ""
    item: ParkedItem | None = None
    is_heading: bool = False

    @property
    def can_be_chosen(self) -> bool:
        """Whether keys act on it."""
        return self.person is not None or self.item is not None


def room_rows(view: FacilitatorView, now: datetime, width: int) -> list[RoomRow]:
    """Everything that can be seen to, in the order of the agenda's teams."""
    rows: list[RoomRow] = []
    for team in view.room:
        rows.append(_title(f"team {team.id}", team.name, str(len(team.people)), width))
        rows += [_row(each, team.id, view, now, width) for each in team.people]
    if len(view.facilitators) > 1:
        rows.append(_title("facilitators", "Facilitators", "", width))
        rows += [_row(each, "", view, now, width) for each in view.facilitators]
    if view.removed:
        rows.append(_title("removed", "Asked to leave", "", width))
        rows += [_removed(each, width) for each in view.removed]
    return rows + _parked(view, width)


def _title(name: str, text: str, figure: str, width: int) -> RoomRow:
    words = spread(line(text, Ink.HEADING), line(figure, Ink.MUTED), width)
    return RoomRow(f"heading {name}", words, is_heading=True)


def _row(
    person: PersonView, team: str, view: FacilitatorView, now: datetime, width: int
) -> RoomRow:
    sign = _sign(person, view)
    if sign in (_HERE, DROPPED) and not person.has_terminal:
        sign = NO_TERMINAL
    notes = [sign.word]
    if not person.is_here and person.has_terminal:
        notes = [*(notes if sign is not DROPPED else ()), _dropped(person, now)]
    elif not person.has_terminal and sign is not NO_TERMINAL:
        notes.append(NO_TERMINAL.word)
    if person.id == view.lead and len(view.facilitators) > 1:
        notes.append("leads")
    if person.hand_raised_at:
        notes.append(str(HAND))
    if view.stage.word is not None and view.stage.word.name == person.name:
        notes.append(_SPEAKS)
    words = spread(line(f"  {sign.glyph} {person.name}"), line(" · ".join(notes)), width)
    return RoomRow(f"person {person.id}", words, person=person, team=team)


def _removed(person: PersonView, width: int) -> RoomRow:
    why = line(fit(f"“{person.removed}”", width // 2))
    words = spread(line(f"  {_OTHER.glyph} {person.name}"), why, width)
    return RoomRow(f"person {person.id}", words, person=person)


def _parked(view: FacilitatorView, width: int) -> list[RoomRow]:
    waiting = view.stage.set_aside[len(view.parked) :]
    if not view.stage.set_aside:
        return []
    figure = counted(len(view.stage.set_aside), "item")
    rows = [_title("parked", "Parking lot", figure, width)]
    for item in view.parked:
        words = line("  " + fit(f"{item.number}. {item.text}", width - 2))
        rows.append(RoomRow(f"item {item.number}", words, item=item))
    for place, title in enumerate(waiting):
        words = line(fit(f"  ◦ {title} (a task that the dots left)", width), Ink.MUTED)
        rows.append(RoomRow(f"task {place}", words))
    return rows
