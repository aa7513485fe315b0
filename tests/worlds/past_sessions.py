"""Logs of two sessions that follow each other, and of a rehearsal: one task, decided otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.register import earlier_of
from tests.worlds.workshop import Workshop, full_agenda


def held(
    day: date,
    driver: str,
    first: tuple[str, ...],
    second: tuple[str, ...] = (),
    *,
    follows: DecisionLog | None = None,
) -> DecisionLog:
    """A session in which one task was decided, another deferred, and a promise made."""
    room = Workshop(
        full_agenda(),
        earlier_of([follows]) if follows else None,
        session=f"{day}-grey-areas-{driver}-7k2m",
        start=datetime.combine(day, time(9), UTC),
    )
    for name, team in (("Ana", "pmm"), ("Raj", "pm"), ("Kim", "pmm"), ("Lee", "pm")):
        room.join(name, team)
    people = ("p1", "p2", "p3", "p4")
    room.enter("maturity")
    room.answer("maturity", {who: {"established": 4, "known": 2} for who in people})
    room.enter("competitive-messaging")
    for votes in filter(None, (first, second)):
        cast = dict(zip(people, votes, strict=True))
        room.vote(
            "competitive-messaging",
            {**cast, "p1": (cast["p1"], 4, "we talk to buyers", None)},
        )
    room.record(
        "competitive-messaging",
        Outcome.DECIDED,
        driver=driver,
        owner="Ana",
        rationale="They talk to buyers every week.",
    )
    room.enter("launch-plan")
    room.vote("launch-plan", dict.fromkeys(people, "pm"))
    room.record("launch-plan", Outcome.DEFERRED)
    room.enter("owe")
    room.agree("win-loss", *people)
    return project_log(room.end())


PM, PMM = ("pm",) * 4, ("pmm",) * 4
SPRING = held(date(2026, 5, 20), "pm", PM)
AUTUMN = held(date(2026, 11, 22), "pmm", ("pmm", "pm", "pmm", "pm"), PMM, follows=SPRING)
_PLAYED = held(date(2026, 12, 1), "sales", ("sales",) * 4)
REHEARSED = replace(_PLAYED, session=replace(_PLAYED.session, rehearsal=True))
