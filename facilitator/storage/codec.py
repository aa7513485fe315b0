"""Events to and from JSON, under stable names of our own.

A stored event says its name and the version of its form. When a form changes, its version goes up
and an upcast lifts what was stored under the older one; names and old versions are never reused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from cattrs.preconf.json import JsonConverter, make_converter

from facilitator.domain import events
from facilitator.domain.agenda import StepBase
from facilitator.domain.events import Event
from facilitator.domain.steps import KIND_WORDS

NAMES: Mapping[type[events.EventBase], tuple[str, int]] = {
    events.SessionStarted: ("session-started", 3),
    events.ParticipantJoined: ("participant-joined", 1),
    events.ParticipantConnected: ("participant-connected", 1),
    events.ParticipantDisconnected: ("participant-disconnected", 1),
    events.StepEntered: ("step-entered", 1),
    events.TimeExtended: ("time-extended", 1),
    events.RoundOpened: ("round-opened", 2),
    events.BallotCast: ("ballot-cast", 1),
    events.BallotWithdrawn: ("ballot-withdrawn", 1),
    events.ItemMarked: ("item-marked", 1),
    events.MarkWithdrawn: ("mark-withdrawn", 1),
    events.RoundClosed: ("round-closed", 1),
    events.RoundRevealed: ("round-revealed", 1),
    events.DecisionRecorded: ("decision-recorded", 1),
    events.DecisionReopened: ("decision-reopened", 1),
    events.ShortlistSettled: ("shortlist-settled", 1),
    events.ShortlistReopened: ("shortlist-reopened", 1),
    events.StatusesRecorded: ("statuses-recorded", 1),
    events.PromiseTakenUp: ("promise-taken-up", 1),
    events.PromiseWorded: ("promise-worded", 1),
    events.PromiseSettled: ("promise-settled", 1),
    events.PromiseReopened: ("promise-reopened", 1),
    events.TaskAdded: ("task-added", 1),
    events.TaskRemoved: ("task-removed", 1),
    events.StepMoved: ("step-moved", 1),
    events.DissentAnswered: ("dissent-answered", 1),
    events.DissentWithdrawn: ("dissent-withdrawn", 1),
    events.TeamCorrected: ("team-corrected", 1),
    events.ParticipantRemoved: ("participant-removed", 1),
    events.ParticipantReadmitted: ("participant-readmitted", 1),
    events.FacilitatorCodeIssued: ("facilitator-code-issued", 1),
    events.LeadHandedOver: ("lead-handed-over", 1),
    events.WordGiven: ("word-given", 1),
    events.ItemsMerged: ("items-merged", 1),
    events.HandRaised: ("hand-raised", 1),
    events.HandLowered: ("hand-lowered", 1),
    events.ItemParked: ("item-parked", 1),
    events.SessionEnded: ("session-ended", 1),
    events.LogWritten: ("log-written", 1),
}
"""Each event's name on disk, and the version of its form that is written."""

_TYPES = {name: (event_type, version) for event_type, (name, version) in NAMES.items()}

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTS: Mapping[tuple[str, int], Upcast] = {
    ("session-started", 1): lambda form: {**form, "earlier": None},
    ("session-started", 2): lambda form: {**form, "remarks": []},
    ("round-opened", 1): lambda form: {**form, "about": ""},
}
"""For a name and an older version: what lifts its stored form to the next version."""


class UnknownEvent(ValueError):  # noqa: N818 - reads as what was met
    """A stored event that this version of the program can't read; the message says why."""


def encode(event: Event) -> tuple[str, int, str]:
    """An event's name, version and JSON."""
    name, version = NAMES[type(event)]
    return name, version, _converter().dumps(event, ensure_ascii=False, separators=(",", ":"))


def decode(name: str, version: int, text: str) -> Event:
    """The event that was stored; raises UnknownEvent when it can't be read."""
    known = _TYPES.get(name)
    if known is None or version > known[1]:
        raise UnknownEvent(
            f"“{name}” (version {version}) was written by a newer version of facilitator: update it"
        )
    event_type, newest = known
    try:
        form = json.loads(text)
        for older in range(version, newest):
            form = UPCASTS[name, older](form)
        event = _converter().structure(form, event_type)
    except Exception as error:  # whatever it is that reading chokes on, the event is damaged
        raise UnknownEvent(f"“{name}” is damaged") from error
    return cast("Event", event)


@cache
def _converter() -> JsonConverter:
    converter = make_converter(forbid_extra_keys=True)
    kinds = {word: record for record, word in KIND_WORDS.items()}

    def written(step: StepBase) -> dict[str, Any]:
        form: dict[str, Any] = converter.unstructure(step)
        return {**form, "kind": KIND_WORDS[type(step)]}

    def read(form: dict[str, Any], _: type) -> StepBase:
        fields = {name: value for name, value in form.items() if name != "kind"}
        return converter.structure(fields, kinds[form["kind"]])

    converter.register_unstructure_hook_func(lambda kind: kind is StepBase, written)
    converter.register_structure_hook_func(lambda kind: kind is StepBase, read)
    return converter
