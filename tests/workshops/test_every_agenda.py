"""Each agenda that ships, held from its first step to its log: real program, real SSH clients."""

from __future__ import annotations

import json

import pytest

from tests.workshops.hosts import hold

pytestmark = pytest.mark.timeout(600)

NAMES = ("Ana", "Raj", "Lee", "Kim", "Uma")
TEAMS = {
    "collaboration-areas": 4,
    "grey-areas": 3,
    "mutual-commitments": 2,
    "product-cycle": 5,
    "rapid-diagnostic": 2,
    "task-sort": 4,
    "two-teams": 2,
}
"""How many teams each has. Four voters take seats in them in turn, or one in each."""


@pytest.mark.parametrize("agenda", TEAMS)
def test_it_is_held_to_a_sound_log(room, agenda):
    teams = TEAMS[agenda]
    people = {name: 1 + place % teams for place, name in enumerate(NAMES[: max(4, teams)])}
    hold(room, agenda, people=people)
    checked = room.run("log", "check", "latest")
    assert checked.returncode == 0, checked.stdout
    log = json.loads(room.run("log", "show", "latest", "--json").stdout)
    plan = json.loads(room.run("agenda", "show", agenda, "--json").stdout)
    kinds = [step["kind"] for step in plan["steps"]]
    assert log["session"]["status"] == "complete"
    assert log["session"]["agenda"] == agenda
    assert len({person["team"] for person in log["participants"]}) >= 2
    statements = [s for step in plan["steps"] for s in step.get("statements", ())]
    assert [rating["statement"] for rating in log.get("ratings", ())] == [
        statement["id"] for statement in statements
    ]
    assert all(sum(rating["counts"]) == len(people) for rating in log.get("ratings", ()))
    proposals = [p["id"] for step in plan["steps"] for p in step.get("proposals", ())]
    assert len(log.get("commitments", ())) == len(proposals)
    assert sum(log["close"]["plan"]) == len(people)
    keep = [step["keep"] for step in plan["steps"] if step["kind"] == "shortlist"]
    reached = keep[0] if keep else kinds.count("task")
    assert len(log["decisions"]) == reached
    if keep:
        assert sum(entry["taken"] for entry in log["shortlist"]) == keep[0]
        assert len(log["parking_lot"]) == kinds.count("task") - keep[0]
