"""The lines of the room sheet: people by team, who was asked to leave, what was parked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from facilitator.domain.people import Seat
from facilitator.domain.state import ParkedItem
from facilitator.domain.views import FacilitatorView, PersonView, Stage
from facilitator.domain.words.figures import ago, counted
from facilitator.domain.words.signs import DROPPED, HAND, NOT_YET, OBSERVER, VOTED, Sign
from facilitator.ui.text import fit
from facilitator.ui.widgets.lines import QUIET, line, say, spread

_HERE = Sign("·", "here")
_NO_TERMINAL = Sign("▫", "no terminal")
_OTHER = Sign("–", "asked to leave")
_SPEAKS = "▸ has the word"


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One line. Without a person and an item it is a heading, or only tells something.

    ``team`` is the id of the person's team, "" for facilitators and those asked to leave.
    """

    id: str
    content: Content
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
        rows.append(_heading(f"team {team.id}", team.name, str(len(team.people)), width))
        rows += [_person(each, team.id, view, now, width) for each in team.people]
    if len(view.facilitators) > 1:
        rows.append(_heading("facilitators", "Facilitators", "", width))
        rows += [_person(each, "", view, now, width) for each in view.facilitators]
    if view.removed:
        rows.append(_heading("removed", "Asked to leave", "", width))
        rows += [_removed(each, width) for each in view.removed]
    return rows + _parked(view, width)


def _heading(name: str, text: str, figure: str, width: int) -> RoomRow:
    told = spread(say(text, "bold $text-secondary"), say(figure, QUIET), width)
    return RoomRow(f"heading {name}", told, is_heading=True)


def _person(
    person: PersonView, team: str, view: FacilitatorView, now: datetime, width: int
) -> RoomRow:
    sign = _sign(person, view)
    notes = [sign.word]
    if not person.is_here and person.has_terminal:
        since = f" {ago(person.changed_at, now)}" if person.changed_at else ""
        dropped = f"{DROPPED.word}{since}"
        notes = [dropped] if sign is DROPPED else [*notes, dropped]
    elif not person.has_terminal and sign is not _NO_TERMINAL:
        notes.append(_NO_TERMINAL.word)
    if person.id == view.lead and len(view.facilitators) > 1:
        notes.append("leads")
    if person.hand_raised_at:
        notes.append(str(HAND))
    if view.stage.word is not None and view.stage.word.name == person.name:
        notes.append(_SPEAKS)
    told = spread(line(f"  {sign.glyph} ", person.name), say(" · ".join(notes)), width)
    return RoomRow(f"person {person.id}", told, person=person, team=team)


def _removed(person: PersonView, width: int) -> RoomRow:
    why = say(fit(f"“{person.removed}”", width // 2))
    told = spread(line(f"  {_OTHER.glyph} ", person.name), why, width)
    return RoomRow(f"person {person.id}", told, person=person)


def _sign(person: PersonView, view: FacilitatorView) -> Sign:
    if person.seat is Seat.OBSERVER:
        return OBSERVER
    if view.stage.stage is Stage.VOTING and person.is_asked:
        return VOTED if person.has_voted else NOT_YET
    if not person.has_terminal:
        return _NO_TERMINAL
    return _HERE if person.is_here else DROPPED


def _parked(view: FacilitatorView, width: int) -> list[RoomRow]:
    waiting = view.stage.set_aside[len(view.parked) :]
    if not view.stage.set_aside:
        return []
    figure = counted(len(view.stage.set_aside), "item")
    rows = [_heading("parked", "Parking lot", figure, width)]
    for item in view.parked:
        told = line("  ", fit(f"{item.number}. {item.text}", width - 2))
        rows.append(RoomRow(f"item {item.number}", told, item=item))
    for place, title in enumerate(waiting):
        told = say(fit(f"  ◦ {title} (a task that the dots left)", width), QUIET)
        rows.append(RoomRow(f"task {place}", told))
    return rows
