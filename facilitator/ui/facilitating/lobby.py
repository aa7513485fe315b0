"""Before the first step: how to join, and who has come."""

from __future__ import annotations

from facilitator.domain.retitled import ANOTHER_ID
from facilitator.domain.views import FacilitatorView
from facilitator.domain.words.choices import rules_sentence
from facilitator.domain.words.figures import counted, day, duration, in_groups, listed
from facilitator.live.ports import RosterStatus, ServerState, ServerStatus
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.ink import BLANK, Ink, Line, line, paragraph
from facilitator.ui.pieces.bigtype import big
from facilitator.ui.text import fit

_NAME_CELLS = 24
_TEAMS_NAMED = 4
_TASKS_NAMED = 3
_TROUBLE = {
    ServerState.STARTING: "The server is starting …",
    ServerState.RESTARTING: "The server was lost and is restarting; seats and votes are kept.",
    ServerState.FAILED: "The server has failed: nobody can join or vote.",
}


def page(scene: Scene, width: int) -> list[Line]:
    """The whole panel while people gather."""
    view, stage = scene.view, scene.view.stage
    minutes = sum(entry.minutes or 0 for entry in stage.outline)
    plan = counted(len(stage.outline), "step") + (f" · {duration(minutes)}" if minutes else "")
    return [
        *paragraph(stage.title, width, Ink.STRONG),
        *paragraph(f"{plan} · {counted(len(view.room), 'team')}", width, Ink.MUTED),
        BLANK,
        *join_lines(scene, width),
        *_come_so_far(view, width),
        *_retitled(view, width),
        BLANK,
        *paragraph(rules_sentence(view.rules), width, Ink.MUTED),
        *_follows_lines(view, width),
    ]


def _follows_lines(view: FacilitatorView, width: int) -> list[Line]:
    """Which session this one is held against, and what is to be said of logs left aside."""
    lines: list[Line] = []
    if view.follows is not None:
        followed, held_on = view.follows
        lines += paragraph(f"Held against “{followed}” of {day(held_on)}.", width, Ink.MUTED)
    for words in view.remarks:
        lines += paragraph(words, width, Ink.WARN, first="! ")
    return lines


def join_lines(scene: Scene, width: int) -> list[Line]:
    """How a voter gets in, large enough for a room to read; without a join code, by a roster."""
    server, join_code = scene.server, scene.view.join_code
    if server.state is ServerState.OFF:
        return paragraph(server.message or "Nobody can join: no server was asked for.", width)
    lines: list[Line] = []
    if trouble := server_trouble(server):
        lines += [*paragraph(trouble, width, Ink.BAD), BLANK]
    if server.command:
        lines += [
            line("Join from any terminal:", Ink.MUTED),
            BLANK,
            *paragraph(server.command, width, Ink.MINE, first="   "),
            *(paragraph(server.reach, width, Ink.WARN) if server.reach else []),
            BLANK,
        ]
    if join_code:
        lines += _code_lines(in_groups(join_code), width)
    else:
        lines += _roster_lines(server.roster, width)
    if server.fingerprint:
        words = "The server's key, to compare on first connecting:"
        lines += [BLANK, *paragraph(words, width, Ink.MUTED)]
        lines += paragraph(server.fingerprint, width, Ink.MUTED, first="   ")
    return lines


def server_trouble(server: ServerStatus) -> str:
    """What is wrong with voters' way in, in words; "" when nothing is."""
    if server.state is ServerState.OFF:
        return ""
    return server.message or _TROUBLE.get(server.state, "")


def _code_lines(code: str, width: int) -> list[Line]:
    lines: list[Line] = [(("The code it asks for:  ", Ink.MUTED), (code, Ink.ACCENT))]
    rows = big(code)
    if rows and len(rows[0]) + 2 <= width:
        lines += [BLANK, *(line(f"  {row}", Ink.ACCENT) for row in rows)]
    return lines


def _roster_lines(roster: RosterStatus | None, width: int) -> list[Line]:
    """Who gets in where no code does, and how to let somebody else in."""
    if roster is None:
        return paragraph("Only those on the roster get in.", width, Ink.STRONG)
    people = counted(roster.people, "person", "people")
    lines = paragraph(f"Only those on the roster get in ({people}).", width, Ink.STRONG)
    words = "It asks for no code: their SSH keys tell who they are. To let somebody in, add them to"
    lines += paragraph(words, width, Ink.MUTED)
    lines += paragraph(roster.file, width, Ink.MUTED, first="   ")
    if roster.trouble:
        words = f"That file can't be used as it is now; the roster before holds: {roster.trouble}"
        lines += paragraph(words, width, Ink.WARN)
    return lines


def _retitled(view: FacilitatorView, width: int) -> list[Line]:
    """The tasks that seem to be others than last time, in words."""
    lines: list[Line] = []
    for each in view.retitled[:_TASKS_NAMED]:
        lines += [BLANK, *paragraph(f"{each}: {ANOTHER_ID}.", width, Ink.WARN)]
    if more := len(view.retitled) - _TASKS_NAMED:
        words = f"So it is with {counted(more, 'more task')}: facilitator agenda check lists them."
        lines += [] if more < 0 else [BLANK, *paragraph(words, width, Ink.WARN)]
    return lines


def _come_so_far(view: FacilitatorView, width: int) -> list[Line]:
    here = [team for team in view.room if any(person.is_here for person in team.people)]
    people = sum(person.is_here for team in here for person in team.people)
    if not people:
        return [BLANK, line("Nobody has joined yet.", Ink.STRONG)]
    teams = counted(len(here), "team")
    lines = [
        BLANK,
        line(f"{counted(people, 'person', 'people')} of {teams} here so far.", Ink.STRONG),
    ]
    missing = [fit(team.name, _NAME_CELLS) for team in view.room if team not in here]
    if missing:
        words = f"Nobody yet of {listed(missing, _TEAMS_NAMED, joint='or')}."
        lines += paragraph(words, width, Ink.WARN)
    return lines
