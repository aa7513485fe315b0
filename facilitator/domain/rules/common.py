"""What every rule stands on: how it refuses, the step at hand, and what people typed."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from facilitator.domain.agenda import StepBase
from facilitator.domain.commands import Envelope
from facilitator.domain.events import Event, EventBase
from facilitator.domain.fields import copied
from facilitator.domain.rounds import REASON_CHARACTERS
from facilitator.domain.state import Session
from facilitator.domain.text import TextRefused, TextTooLong, clean_line

Events = tuple[Event, ...]
"""What a command comes to; none at all when there is nothing left to do."""

StepT = TypeVar("StepT", bound=StepBase)
EventT = TypeVar("EventT", bound=EventBase)
_MOVED_ON = "The room has moved on to another step."


class Refused(Exception):  # noqa: N818 - reads as what happened
    """A command does not apply; the message is the sentence for whoever sent it."""


def at_hand(state: Session, step_id: str, kind: type[StepT], otherwise: str = _MOVED_ON) -> StepT:
    """The step of that id, when the room is on it; ``otherwise`` says that it is no such kind."""
    step = state.current_step
    if step is None or step.id != step_id:
        raise Refused(_MOVED_ON)
    if not isinstance(step, kind):
        raise Refused(otherwise)
    return step


def refuse_in_open_round(state: Session, why: str) -> None:
    """Refuse, saying why, while anything is being voted on in the current step."""
    if state.current is not None and state.open_round(state.current) is not None:
        raise Refused(why)


def recorded(event: type[EventT], sent: Envelope[Any], **others: object) -> EventT:
    """What happened, as the command says it, with when, with ``others``, and by whom where kept."""
    by = {"by": sent.by} if "by" in {each.name for each in fields(event)} else {}
    return copied(event, sent.command, at=sent.at, **by, **others)


def line(typed: str, most_cells: int, what: str, cant: str) -> str:
    """What somebody typed as one line, in normal form.

    A refusal begins with ``what`` where it is too long, and with ``cant`` where it holds what no
    line may hold.
    """
    try:
        return clean_line(typed, most_cells=most_cells)
    except TextTooLong as error:
        raise Refused(f"{what} {error}.") from error
    except TextRefused as error:
        raise Refused(f"{cant}: {error}.") from error


def short_line(typed: str, most: int, wrong_length: str, cant: str) -> str:
    """The same of a line that has at most so many characters, whatever their width."""
    try:
        text = clean_line(typed, most_cells=2 * most)
    except TextTooLong as error:
        raise Refused(wrong_length) from error
    except TextRefused as error:
        raise Refused(f"{cant}: {error}.") from error
    if len(text) > most:
        raise Refused(wrong_length)
    return text


def reason_given(typed: str) -> str:
    """The reason that comes with an answer, in normal form."""
    too_long = f"A reason has at most {REASON_CHARACTERS} characters."
    return short_line(typed, REASON_CHARACTERS, too_long, "That reason can't be used")
