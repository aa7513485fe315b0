"""Rules for which of the tasks on a shortlist are taken today."""

from __future__ import annotations

from facilitator.domain.commands import Envelope, ReopenShortlist, SettleShortlist
from facilitator.domain.decisions import MOST_CELLS
from facilitator.domain.events import ShortlistReopened, ShortlistSettled
from facilitator.domain.rounds import ItemRound
from facilitator.domain.rules.common import Events, Refused, at_hand, line, refuse_in_open_round
from facilitator.domain.state import Session
from facilitator.domain.steps.shortlist import Shortlist, chosen, dots_withheld, rank

_NO_SHORTLIST = "This step has no shortlist."


def settle(state: Session, sent: Envelope[SettleShortlist]) -> Events:
    """Take the tasks that the dots chose, or others with a reason."""
    command = sent.command
    step = at_hand(state, command.step, Shortlist, _NO_SHORTLIST)
    if step.id in state.choices:
        raise Refused("The tasks are chosen already. Reopen the choice to change it.")
    refuse_in_open_round(state, "Dots are still being placed. Close the round first.")
    held = state.last_revealed(step.id)
    if held is None:
        raise Refused("Nobody has placed a dot yet.")
    reason = line(command.reason, MOST_CELLS, "The reason", "That reason can't be kept")
    taken = tuple(task for task in step.tasks if task in command.taken)
    overrules = set(taken) != set(chosen(step, rank(state, step, held)))
    if not taken or len(taken) != len(command.taken):
        raise Refused("Take at least one of the tasks that were on offer, each once.")
    if overrules and not reason:
        raise Refused(_unexplained(state, held))
    given = reason if overrules else ""
    return (ShortlistSettled(at=sent.at, step=step.id, taken=taken, reason=given, by=sent.by),)


def _unexplained(state: Session, held: ItemRound) -> str:
    if dots_withheld(state, held):
        return "Too few placed dots for them to choose: say why you take these."
    return "The dots chose other tasks: say why you overrule them."


def reopen(state: Session, sent: Envelope[ReopenShortlist]) -> Events:
    """Choose again; the dots stay."""
    step = at_hand(state, sent.command.step, Shortlist, _NO_SHORTLIST)
    if step.id not in state.choices:
        raise Refused("The tasks are not chosen yet.")
    return (ShortlistReopened(at=sent.at, step=step.id, by=sent.by),)
