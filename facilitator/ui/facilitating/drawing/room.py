"""The room by team: who is here, who has voted, who asks to speak."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from facilitator.domain.people import Seat
from facilitator.domain.views import FacilitatorView, PersonView, Stage, TeamInRoom
from facilitator.ui.facilitating.drawing.parts import QUIET
from facilitator.ui.text import fit
from facilitator.ui.theme import DROPPED, HAND, NOT_YET, OBSERVER, VOTED, Sign
from facilitator.ui.widgets.lines import BLANK, Lines, line, say, spread
from facilitator.ui.widgets.phrases import ago

_HERE = Sign("·", "here")
_FEW_TEAMS = 4
_GLYPHS_IN_A_ROW = 10


def room_lines(view: FacilitatorView, now: datetime, width: int, height: int) -> Lines:
    """The room in at most ``height`` lines: everybody, else who is awaited, else team by team."""
    for drawn in (_everybody_with_room, _everybody, _those_awaited, _by_team):
        lines = drawn(view, now, width)
        if drawn is _by_team and len(lines) < height // 2:
            break  # a few lines of signs would leave most of the column empty
        if len(lines) <= height:
            return lines
    present = sum(bool(team.people) for team in view.room)
    drawn = _those_awaited if present <= _FEW_TEAMS else _by_team
    return [*drawn(view, now, width)[: height - 1], say("R shows everybody", QUIET)]


def everybody_lines(view: FacilitatorView, now: datetime, width: int) -> Lines:
    """Everybody, with what each sign means; as long as it needs to be."""
    signs = (VOTED, NOT_YET, OBSERVER, DROPPED, HAND)
    legend = "   ".join(str(sign) for sign in signs)
    return [say(fit(legend, width), QUIET), *_everybody(view, now, width)]


def _everybody(view: FacilitatorView, now: datetime, width: int) -> Lines:
    return _everybody_apart(view, now, width, apart=False)


def _everybody_with_room(view: FacilitatorView, now: datetime, width: int) -> Lines:
    return _everybody_apart(view, now, width, apart=True)


def _everybody_apart(view: FacilitatorView, now: datetime, width: int, *, apart: bool) -> Lines:
    lines: Lines = []
    for team in view.room:
        if not team.people and len(view.room) > _FEW_TEAMS:
            continue
        if apart and lines:
            lines.append(BLANK)
        lines.append(_heading(team, view, width))
        lines += [_person(person, view, now, width) for person in team.people]
        if not team.people:
            lines.append(say("  nobody yet", QUIET))
    if len(view.facilitators) > 1:
        lines.append(say("Facilitators", "bold $text-secondary"))
        lines += [line("  ", fit(person.name, width - 2)) for person in view.facilitators]
    return lines or [say("Nobody has joined yet", QUIET)]


def _those_awaited(view: FacilitatorView, now: datetime, width: int) -> Lines:
    """Only people of whom something is to be seen; the others are in their team's figure."""
    lines: Lines = []
    is_voting = view.stage.stage is Stage.VOTING
    for team in view.room:
        if not team.people:
            continue
        lines.append(_heading(team, view, width))
        lines += [
            _person(person, view, now, width)
            for person in team.people
            if person.hand_raised_at
            or not person.is_here
            or (is_voting and person.seat is Seat.VOTER and not person.has_voted)
        ]
    return lines


def _by_team(view: FacilitatorView, now: datetime, width: int) -> Lines:
    hands = [
        _person(person, view, now, width)
        for team in view.room
        for person in team.people
        if person.hand_raised_at
    ]
    teams = [_team_in_signs(team, view, width) for team in view.room if team.people]
    return [*hands, *teams]


def _team_in_signs(team: TeamInRoom, view: FacilitatorView, width: int) -> Content:
    glyphs = "".join(_sign(person, view).glyph for person in team.people)
    if len(glyphs) > _GLYPHS_IN_A_ROW:
        glyphs = _figure(team, view)
    return spread(say(team.name), say(glyphs, "bold"), width)


def _heading(team: TeamInRoom, view: FacilitatorView, width: int) -> Content:
    figure = _figure(team, view) if team.people else ""
    return spread(say(team.name, "bold $text-secondary"), say(figure, QUIET), width)


def _figure(team: TeamInRoom, view: FacilitatorView) -> str:
    voters = [person for person in team.people if person.seat is Seat.VOTER]
    if view.stage.stage is Stage.VOTING:
        return f"{sum(person.has_voted for person in voters)}/{len(voters)}"
    return str(len(team.people))


def _person(person: PersonView, view: FacilitatorView, now: datetime, width: int) -> Content:
    sign = _sign(person, view)
    note = ""
    if not person.is_here:
        since = f" {ago(person.changed_at, now)}" if person.changed_at else ""
        note = f"dropped{since}"
    if person.hand_raised_at:
        note = f"{note} {HAND.glyph}".strip()
    name = say(person.name, "" if person.is_here else QUIET)
    colour = "$text-success" if sign is VOTED else ("$text-warning" if sign is NOT_YET else QUIET)
    return spread(line(say(f"{sign.glyph} ", colour), name), say(note, "$text-warning"), width)


def _sign(person: PersonView, view: FacilitatorView) -> Sign:
    if person.seat is Seat.OBSERVER:
        return OBSERVER
    if view.stage.stage is Stage.VOTING:
        return VOTED if person.has_voted else NOT_YET
    return _HERE if person.is_here else DROPPED
