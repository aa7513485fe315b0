from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.agenda import Attribution, Team
from facilitator.domain.decisions import Decision
from tests.ui.voting.rooms import DECISION, STAGES, Room, an_agenda, full_room, second_round


@pytest.fixture(params=STAGES)
def any_room(request) -> Room:
    return STAGES[request.param]()


@pytest.fixture(scope="session")
def stages():
    """How to bring a room to each stage, by name."""
    return STAGES


@pytest.fixture(scope="session")
def rooms():
    """Makes rooms of one's own: ``rooms(agenda options)``; ``.voted`` and the rest as here."""
    return full_room


@pytest.fixture
def anonymous() -> Room:
    """A second reveal in a room that votes anonymously."""
    return second_round(full_room(attribution=Attribution.ANONYMOUS))


@pytest.fixture
def crowded() -> Room:
    """An open vote between twelve teams, on a task with very much to read."""
    teams = tuple(Team(f"t{n}", f"Team number {n}", f"T{n}") for n in range(1, 13))
    agenda = an_agenda(teams=teams, background="A long story. " * 60 + "\n\nthe very end")
    steps = tuple(step for step in agenda.steps if step.id != "boards")
    room = Room(replace(agenda, steps=steps))
    return room.join("Ana", "t1").enter("messaging").open()


@pytest.fixture
def decision() -> Decision:
    """A decision as the room came to it."""
    return DECISION
