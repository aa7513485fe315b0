"""Kinds of steps: a module a kind, with its record, what it asks, its rules and its picture.

Nothing outside asks which kind a step is of, but for what one kind alone has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from facilitator.domain.agenda import ContestedTask, StepBase
from facilitator.domain.steps.brief import Brief, BriefKind, BriefView
from facilitator.domain.steps.close import Close, CloseKind, CloseView
from facilitator.domain.steps.commit import Commit, CommitKind, CommitView
from facilitator.domain.steps.follow_up import FollowUp, FollowUpKind, FollowUpView
from facilitator.domain.steps.kind import StepKind
from facilitator.domain.steps.rate import Rate, RateKind, RateView
from facilitator.domain.steps.shortlist import Shortlist, ShortlistKind, ShortlistView
from facilitator.domain.steps.task import TaskKind, TaskView

Matter = BriefView | FollowUpView | RateView | ShortlistView | TaskView | CommitView | CloseView
"""What a step is about, by its kind."""

KINDS: Mapping[type[StepBase], StepKind[Any, Any]] = {
    Brief: BriefKind(),
    FollowUp: FollowUpKind(),
    Rate: RateKind(),
    Shortlist: ShortlistKind(),
    ContestedTask: TaskKind(),
    Commit: CommitKind(),
    Close: CloseKind(),
}
"""Every kind of step, by its record."""

KIND_WORDS: Mapping[type[StepBase], str] = {record: kind.word for record, kind in KINDS.items()}
"""The word by which agenda files name each kind of step."""


def kind_of(step: StepBase) -> StepKind[Any, Any]:
    """What kind of step it is."""
    return KINDS[type(step)]
