"""The table of verdicts, row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.decision_log.model import LogDecision
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Outcome, Verdict, verdict_between
from tests.worlds.workshop import held_session

DECIDED = project_log(held_session()).decisions[0]


def standing(word: str) -> LogDecision | None:
    """What a log says of a task: nothing, a driver, or an outcome without one."""
    if word == "absent":
        return None
    if word in ("pm", "pmm"):
        return replace(DECIDED, driver=word)
    return replace(DECIDED, outcome=Outcome(word), driver=None)


@pytest.mark.parametrize(
    ("older", "newer", "verdict"),
    [
        ("absent", "pm", "new"),
        ("skipped", "pm", "new"),
        ("absent", "deferred", "raised"),
        ("pm", "pm", "reaffirmed"),
        ("pm", "pmm", "reversed"),
        ("pm", "parked", "reopened"),
        ("pm", "absent", "carried"),
        ("pm", "skipped", "carried"),
        ("escalated", "pm", "settled"),
        ("deferred", "parked", "still-open"),
        ("parked", "absent", "dropped"),
        ("absent", "skipped", None),
    ],
)
def test_verdicts(older, newer, verdict):
    found = verdict_between(standing(older), standing(newer))
    assert found is (Verdict(verdict) if verdict else None)
