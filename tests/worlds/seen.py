"""What people see of a session, in short: where it stands, who did what, and every text shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from facilitator.domain.state import Session
from facilitator.domain.views import StageView, facilitator_view, voter_view


def what_is_seen(state: Session, typed: set[str]) -> dict[str, Any]:
    """What facilitators and each of the others see, as a JSON document.

    ``typed`` are the texts that people typed, in the agenda or in the session: of those it is told
    which a view holds at all, wherever that is.
    """
    others = [person for person in state.participants.values() if person.team is not None]
    return {
        "everybody": _stage(facilitator_view(state).stage),
        "facilitators": {
            **_facilitator(state),
            "texts": sorted(typed & set(texts(facilitator_view(state)))),
        },
        **{
            person.name: {
                **_voter(state, person.id),
                "texts": sorted(typed & set(texts(voter_view(state, person.id)))),
            }
            for person in others
        },
    }


def texts_typed(events: list[str]) -> set[str]:
    """The texts of more than one word in events, given as JSON documents."""
    return {text for event in events for text in texts(json.loads(event)) if " " in text}


def texts(value: object) -> Iterator[str]:
    """All strings in a view or a document, however deep."""
    if isinstance(value, str):
        yield str(value)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from texts(each)


def _stage(stage: StageView) -> dict[str, Any]:
    step, held = stage.step, stage.round
    return {
        "stage": stage.stage,
        "step": step and [step.kind, step.title, step.number, step.total],
        "outline": [[entry.title, entry.status] for entry in stage.outline],
        "voted": held and [held.number, held.voted, held.eligible],
        "rounds": [stage.rounds_held, len(stage.reveals)],
        "decision": stage.decision and _decision(stage.decision),
        "settled": [[title, *_decision(decision)] for title, decision in stage.settled],
        "promised": [promise.text for promise in stage.promised],
        "set aside": list(stage.set_aside),
        "here": stage.here,
        "lead": stage.lead,
        "speaks": stage.word and stage.word.name,
        "in force": stage.in_force and [stage.in_force.driver, stage.in_force.standing],
    }


def _decision(decision: Any) -> list[str]:
    return [decision.outcome, decision.driver.name if decision.driver else "", decision.owner]


def _facilitator(state: Session) -> dict[str, Any]:
    view = facilitator_view(state)
    return {
        "next": [view.next_action, view.next_step and view.next_step[1]],
        "room": {
            team.name: [[p.name, p.is_here, p.is_asked, p.has_voted] for p in team.people]
            for team in view.room
        },
        "facilitators": [person.name for person in view.facilitators],
        "waiting": list(view.waiting),
        "hands": list(view.hands),
        "parked": [item.text for item in view.parked],
        "removed": [person.name for person in view.removed],
        "ahead": [title for _, title in view.ahead],
    }


def _voter(state: Session, participant: str) -> dict[str, Any]:
    view = voter_view(state, participant)
    return {
        "me": [view.me.team_name, view.me.seat, view.me.hand_raised],
        "ballots": [[number, ballot.choice, ballot.reason] for number, ballot in view.ballots],
        "asked": list(view.asked),
        "marks": [[item, mark.value, mark.reason] for item, mark in view.marks],
        "objection": view.dissent and view.dissent.reason,
    }
